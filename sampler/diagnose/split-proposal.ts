/**
 * Half of the draws moved by a map, half as they are: draws of the mixture of both distributions, whose density at
 * each is the mean of that of the original and that of the moved draws there.
 */
import { type AffineMap, applyInverse, applyMap, logVolume } from '../infer/affine-map.ts';
import { mathLibrary } from '../math/instance.ts';
import type { WeightedTo } from './moment-matching.ts';

const { exp, log1p } = mathLibrary();

interface SplitProposal {
  readonly positions: readonly Float64Array[];
  /** At the positions. */
  readonly logRatio: Float64Array;
  /** Log of the target's density over the mixture's, up to a constant; neither smoothed nor normalised. */
  readonly logWeights: Float64Array;
}

export function splitProposal(target: WeightedTo, map: AffineMap): SplitProposal {
  const { positions, logDensities } = target;
  const half = positions.length >> 1;
  const moved = positions.slice(0, half).map((position) => applyMap(map, position));
  const kept = positions.slice(half);
  const at = [...moved, ...kept];
  const own = Float64Array.from([...target.logDensity(moved), ...logDensities.subarray(half)]);
  // The moved draws' density is that of the originals behind them, over the volume of the map.
  const volume = logVolume(map);
  const behind = target.logDensity(kept.map((position) => applyInverse(map, position)));
  const other = Float64Array.from([...logDensities.subarray(0, half), ...behind], (value) => value - volume);
  const logRatio = target.logRatio(at);
  const logWeights = own.map((value, draw) => logRatio[draw] + value - logSum(value, other[draw]));
  return {
    positions: at,
    logRatio,
    // Where the target has no density, as where the original has none.
    logWeights: logWeights.map((value) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value)),
  };
}

/** log(eˣ + eʸ). */
function logSum(x: number, y: number): number {
  const higher = Number.isNaN(y) ? x : Math.max(x, y);
  const lower = Number.isNaN(y) ? Number.NEGATIVE_INFINITY : Math.min(x, y);
  return higher === Number.NEGATIVE_INFINITY ? higher : higher + log1p(exp(lower - higher));
}
