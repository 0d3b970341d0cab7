/** Importance resampling: corrects a Gaussian's draws towards the posterior, where k̂ allows. */

import { exp } from '../math/elementary.ts';
import type { Random } from '../random.ts';
import { kThreshold } from '../stats/diagnostic-limits.ts';
import {
  type ApproximationWatch,
  type JudgedDraws,
  judgedDraws,
  POOL,
  type Sampleable,
  weigh,
} from './approximation.ts';
import type { Density, State } from './density.ts';

interface WeightedDraws {
  readonly draws: Float64Array;
  readonly logDensity: Float64Array;
  readonly logApproximation: Float64Array;
}

/**
 * `count` approximate draws of the posterior, resampled by Pareto-smoothed weights from four times as many of
 * q; unweighted draws of q if k̂ is too large for weights to help. k̂ is that of q itself.
 */
export function correctedDraws(
  density: Density,
  state: State,
  q: Sampleable,
  count: number,
  random: Random,
  watch: ApproximationWatch,
): JudgedDraws & { readonly cut: boolean } {
  const pool = judgedDraws(density, state, q, POOL * count, watch);
  const { kHat, logWeights, weightedDraws } = pool;
  if (kHat <= kThreshold(weightedDraws)) {
    return { ...pool, ...resample(pool, logWeights, density.dimension, count, random) };
  }
  const first = {
    draws: pool.draws.slice(0, count * density.dimension),
    logDensity: pool.logDensity.slice(0, count),
    logApproximation: pool.logApproximation.slice(0, count),
  };
  return { ...pool, ...first, logWeights: weigh(first.logDensity, first.logApproximation).logWeights };
}

/** `count` draws with replacement by their weights; those that result have equal weight. */
export function resample(
  pool: WeightedDraws,
  logWeights: Float64Array,
  dimension: number,
  count: number,
  random: Random,
): WeightedDraws & { readonly logWeights: Float64Array } {
  const cumulative = new Float64Array(logWeights.length);
  let sum = 0;
  for (let s = 0; s < cumulative.length; s++) {
    sum += exp(logWeights[s]);
    cumulative[s] = sum;
  }
  const draws = new Float64Array(count * dimension);
  const logDensity = new Float64Array(count);
  const logApproximation = new Float64Array(count);
  for (let s = 0; s < count; s++) {
    const from = firstAbove(cumulative, random.next() * sum);
    draws.set(pool.draws.subarray(from * dimension, (from + 1) * dimension), s * dimension);
    logDensity[s] = pool.logDensity[from];
    logApproximation[s] = pool.logApproximation[from];
  }
  return { draws, logDensity, logApproximation, logWeights: new Float64Array(count).fill(-Math.log(count)) };
}

function firstAbove(cumulative: Float64Array, target: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > target) high = middle;
    else low = middle + 1;
  }
  return low;
}
