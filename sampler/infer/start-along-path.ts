/**
 * Moves a start up its own L-BFGS path, out of regions of extremely low density: for an explosive recurrence or a
 * rate of e^1000 gradients are so large that no step size works, and a chain would be stuck. A start that is merely
 * unlikely is kept.
 */
import type { Density, State } from './density.ts';
import { climb, defaultLbfgsSettings, type Iterate } from './optimise/lbfgs.ts';

/** Steps of lookahead: the first steps of a path may be short for lack of curvature estimates. */
const AHEAD = 3;
/** Steps of a path, at most. */
const MOST = 100;
/** A start moves on while the steps ahead gain this much log density… */
const ABSURD = 100;
/** …and a path ends where they gain no more than this. */
const LITTLE = 0.1;

export interface PathStart {
  readonly position: Float64Array;
  /** The mode that the path leads to; null where it was not reached, or the path was not followed so far. */
  readonly end: Iterate | null;
  readonly evaluations: number;
}

/**
 * The first point of the path from which the steps ahead gain little. The point in `state` must be evaluated and
 * finite; afterwards `state` is at an arbitrary point of the path.
 *
 * @param toTheEnd follow the path to the mode.
 */
export function startAlongPath(
  density: Density,
  state: State,
  toTheEnd: boolean,
  shouldStop: () => boolean,
): PathStart {
  const ahead: Iterate[] = [];
  const settings = { ...defaultLbfgsSettings, maxIterations: MOST };
  const enough = Math.max(ABSURD, density.dimension / 2);
  let chosen: Float64Array | null = null;
  let isEnd = false;
  const { gradients, end } = climb(density, state, settings, (iterate) => {
    ahead.push(iterate);
    if (ahead.length <= AHEAD) return true;
    const [from] = ahead;
    ahead.shift();
    const gain = iterate.logDensity - from.logDensity;
    if (gain < enough) chosen ??= from.position;
    isEnd = gain < LITTLE;
    return !(isEnd || (chosen !== null && !toTheEnd) || shouldStop());
  });
  const last = ahead[ahead.length - 1];
  // A path shorter than the lookahead may still have gained much.
  const near = ahead.find((iterate) => last.logDensity - iterate.logDensity < enough) ?? last;
  return {
    position: chosen ?? near.position,
    end: isEnd || (end === 'converged' && toTheEnd) ? last : null,
    evaluations: gradients,
  };
}
