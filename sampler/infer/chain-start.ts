/**
 * The start of a chain. Agreement of chains means something only if their starts are more dispersed than the
 * posterior: the start is the chain's first finite point, and none is preferred for its density. A start is rejected
 * only if its path ends in a mode of negligible mass compared with one that another point of the same chain leads to
 * (such as factor loadings of the wrong sign, at e^−180), from which a chain would not return.
 */
import { isFlat, negativeHessian } from './curvature.ts';
import { cholesky, logDeterminant } from './dense-linear-algebra.ts';
import type { Density, State } from './density.ts';
import type { Iterate } from './optimise/lbfgs.ts';
import { type PathStart, startAlongPath } from './start-along-path.ts';

/** Points of a chain whose paths are followed, at most. */
const PATHS = 8;
/** In more dimensions the Hessian is too dear. */
const MOST_DIMENSIONS = 200;
/** In nats: a mode with less than e^−20 = 2e-9 of another's mass would never have a draw. */
const NO_MASS = 20;
/** Ends whose log densities differ by less are one mode, or mirror images. */
const SAME_HEIGHT = 0.5;

interface SettledStart {
  readonly position: Float64Array;
  readonly evaluations: number;
}

/**
 * @param state the chain's first point, evaluated and finite
 * @param next puts another point into `state` and returns the evaluations used; null if none was found
 * @param shouldStop ends the search with the first point
 */
export function settleStart(
  density: Density,
  state: State,
  next: () => number | null,
  shouldStop: () => boolean,
): SettledStart {
  const first = startAlongPath(density, state, density.dimension <= MOST_DIMENSIONS, shouldStop);
  let { evaluations } = first;
  // An unbounded density has no mode to compare.
  if (first.end === null) return { position: first.position, evaluations };
  const paths: PathStart[] = [first];
  while (paths.length < PATHS && !shouldStop()) {
    const took = next();
    if (took === null) break;
    const path = startAlongPath(density, state, true, shouldStop);
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

/** Laplace's approximation up to a constant; null at a point that is not a mode. */
function logMass(density: Density, state: State, { position, logDensity }: Iterate): number | null {
  const hessian = negativeHessian(density, state, position);
  const root = cholesky(hessian, density.dimension);
  return root === null || isFlat(hessian, root) ? null : logDensity - logDeterminant(root);
}
