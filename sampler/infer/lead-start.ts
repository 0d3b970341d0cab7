/**
 * Leads a start up its own L-BFGS path, away from where the density is absurdly low: an explosive
 * recurrence or a rate of e^1000 has gradients at which no step size is right, and a chain stays there. A
 * start that is only unlikely stays where it is.
 */
import type { Density, State } from './density.ts';
import { climb, defaultLbfgsSettings, type Iterate } from './optimise/lbfgs.ts';

/** Steps that are looked ahead: the first of a path may be short for want of curvature. */
const AHEAD = 3;
/** Most steps of a path. */
const MOST = 100;
/** A start is led on while the steps ahead gain so much log density… */
const ABSURD = 100;
/** …and a path has come to its end where they gain no more than this. */
const LITTLE = 0.1;

export interface LedStart {
  readonly position: Float64Array;
  /** The mode that the path leads to; null where it was not reached, or the path was not followed so far. */
  readonly end: Iterate | null;
  readonly evaluations: number;
}

/**
 * The first point of the path from which the steps ahead gain little. The point in `state` must be evaluated
 * and finite; `state` is left at any point of the path.
 *
 * @param toTheEnd follow the path to the mode.
 */
export function leadStart(
  density: Density,
  state: State,
  toTheEnd: boolean,
  shouldStop: () => boolean,
): LedStart {
  const ahead: Iterate[] = [];
  const settings = { ...defaultLbfgsSettings, maxIterations: MOST };
  const enough = Math.max(ABSURD, density.dimension / 2);
  let led: Float64Array | null = null;
  let isEnd = false;
  const { gradients, end } = climb(density, state, settings, (iterate) => {
    ahead.push(iterate);
    if (ahead.length <= AHEAD) return true;
    const [from] = ahead;
    ahead.shift();
    const gain = iterate.logDensity - from.logDensity;
    if (gain < enough) led ??= from.position;
    isEnd = gain < LITTLE;
    return !(isEnd || (led !== null && !toTheEnd) || shouldStop());
  });
  const last = ahead[ahead.length - 1];
  // A path that ended sooner may still have gained much.
  const near = ahead.find((iterate) => last.logDensity - iterate.logDensity < enough) ?? last;
  return {
    position: led ?? near.position,
    end: isEnd || (end === 'converged' && toTheEnd) ? last : null,
    evaluations: gradients,
  };
}
