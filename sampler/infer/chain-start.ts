/**
 * Where a chain starts. Chains that agree show something only where their starts are spread more widely than
 * the posterior: the point is the first of the chain's own that is finite, and none is preferred for its
 * density. It is passed over only where its path ends in a mode of next to no mass beside one that another
 * point of the same chain leads to: loadings of the wrong sign at e^−180, from where no chain comes back.
 */
import { isFlat, negativeHessian } from './curvature.ts';
import { cholesky, logDeterminant } from './dense-linear-algebra.ts';
import type { Density, State } from './density.ts';
import { type LedStart, leadStart } from './lead-start.ts';
import type { Iterate } from './optimise/lbfgs.ts';

/** Points of a chain whose paths are followed. */
const PATHS = 8;
/** The Hessian of more dimensions costs more than it tells. */
const MOST_DIMENSIONS = 200;
/** Nats: below e^−20, that is 2e-9 of the mass of another mode, no draw would ever lie in a mode. */
const NO_MASS = 20;
/** Ends that differ by less are of one mode, or of its mirror images. */
const SAME_HEIGHT = 0.5;

interface SettledStart {
  readonly position: Float64Array;
  readonly evaluations: number;
}

/**
 * @param state the chain's first point, evaluated and finite
 * @param next puts another point into `state` and returns how many evaluations that took; null if none was found
 * @param shouldStop ends the search with the first point
 */
export function settleStart(
  density: Density,
  state: State,
  next: () => number | null,
  shouldStop: () => boolean,
): SettledStart {
  const first = leadStart(density, state, density.dimension <= MOST_DIMENSIONS, shouldStop);
  let { evaluations } = first;
  // An unbounded density has no mode to compare.
  if (first.end === null) return { position: first.position, evaluations };
  const paths: LedStart[] = [first];
  while (paths.length < PATHS && !shouldStop()) {
    const took = next();
    if (took === null) break;
    const path = leadStart(density, state, true, shouldStop);
    evaluations += took + path.evaluations;
    paths.push(path);
  }
  if (shouldStop()) return { position: first.position, evaluations };
  const ends = paths.flatMap(({ end }) => (end === null ? [] : [end]));
  const heights = ends.map(({ logDensity }) => logDensity);
  if (Math.max(...heights) - Math.min(...heights) <= NO_MASS)
    return { position: first.position, evaluations };
  const modes: { readonly height: number; readonly mass: number | null }[] = [];
  const massOf = (end: Iterate): number | null => {
    const known = modes.find(({ height }) => Math.abs(height - end.logDensity) < SAME_HEIGHT);
    if (known !== undefined) return known.mass;
    const mass = logMass(density, state, end);
    evaluations += 2 * density.dimension;
    modes.push({ height: end.logDensity, mass });
    return mass;
  };
  const masses = paths.map(({ end }) => (end === null ? null : massOf(end)));
  const most = Math.max(...masses.map((mass) => mass ?? Number.NEGATIVE_INFINITY));
  const settled = paths.find((_, k) => (masses[k] ?? most) >= most - NO_MASS) ?? first;
  return { position: settled.position, evaluations };
}

/** By Laplace's approximation, but for a constant; null at a point that is no mode. */
function logMass(density: Density, state: State, { position, logDensity }: Iterate): number | null {
  const hessian = negativeHessian(density, state, position);
  const root = cholesky(hessian, density.dimension);
  return root === null || isFlat(hessian, root) ? null : logDensity - logDeterminant(root);
}
