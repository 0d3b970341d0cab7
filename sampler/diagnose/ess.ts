/**
 * Effective sample sizes (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021), as in R's posterior.
 *
 * `values` hold the draws chain by chain. A draw that is NaN or infinite makes the result NaN. Where there
 * is nothing to estimate, because all draws (or all indicators of a tail) are equal, the result is the
 * number of draws: a constant is known as well as it can be.
 */
import { meanAutocovariance } from '../stats/autocovariance.ts';
import { largestDistance, mean, variance } from '../stats/moments.ts';
import { quantileOfSorted } from '../stats/quantile.ts';
import { normalScores } from '../stats/ranks.ts';
import { kindOf, splitChains } from './chains.ts';
import { prepare, type Quantity } from './quantity.ts';

/** For the mean of the rank-normalised quantity: how well the centre is explored. */
export function essBulk(values: Float64Array, chains: number): number {
  return essBulkOf(prepare(values, chains));
}

/** The smaller of the effective sizes for the 5 % and the 95 % quantile. */
export function essTail(values: Float64Array, chains: number): number {
  return essTailOf(prepare(values, chains));
}

export function essMean(values: Float64Array, chains: number): number {
  const split = splitChains(moderate(values), chains);
  return essOf(split.values, split.chains);
}

/** Rescaled where squares of differences would overflow or underflow. */
function moderate(values: Float64Array): Float64Array {
  const spread = largestDistance(values, values[0]);
  if (!(spread > 0 && spread < Number.POSITIVE_INFINITY) || (spread > 1e-100 && spread < 1e100))
    return values;
  return values.map((value) => value / spread);
}

export function essSd(values: Float64Array, chains: number): number {
  const centre = mean(values);
  return essMean(
    values.map((value) => Math.abs(value - centre)),
    chains,
  );
}

export function essQuantile(values: Float64Array, chains: number, probability: number): number {
  return essQuantileOf(prepare(values, chains), probability);
}

export function essBulkOf(quantity: Quantity): number {
  switch (quantity.kind) {
    case 'not-finite':
      return Number.NaN;
    case 'constant':
      return quantity.values.length;
    case 'varying':
      return essOf(normalScores(quantity.split, quantity.splitOrder, quantity.scores), quantity.splitChains);
  }
}

export function essTailOf(quantity: Quantity): number {
  return Math.min(essQuantileOf(quantity, 0.05), essQuantileOf(quantity, 0.95));
}

/** The same for values known to be finite and to vary; `sorted` are the values of all draws. */
export function essTailsOf(split: Float64Array, splitChains: number, sorted: Float64Array): number {
  const at = (probability: number) => essBelow(split, splitChains, quantileOfSorted(sorted, probability));
  return Math.min(at(0.05), at(0.95));
}

function essQuantileOf(quantity: Quantity, probability: number): number {
  if (quantity.kind === 'not-finite') return Number.NaN;
  if (quantity.kind === 'constant') return quantity.values.length;
  return essBelow(quantity.split, quantity.splitChains, quantileOfSorted(quantity.sorted, probability));
}

function essBelow(split: Float64Array, splitChains: number, cut: number): number {
  const indicator = new Float64Array(split.length);
  for (let i = 0; i < split.length; i++) indicator[i] = split[i] <= cut ? 1 : 0;
  return essOfFinite(indicator, splitChains);
}

/**
 * Effective sample size for the mean of `values`, whose chains are already halves: equations 10 to 13,
 * with Geyer's initial monotone sequence and the bound on antithetic chains, 1 / log₁₀ of the draws.
 */
export function essOf(values: Float64Array, chains: number): number {
  switch (kindOf(values)) {
    case 'not-finite':
      return Number.NaN;
    case 'constant':
      return values.length;
    case 'varying':
      return essOfFinite(values, chains);
  }
}

/** `essOf` for values known to be finite and either varying or exactly equal. */
function essOfFinite(values: Float64Array, chains: number): number {
  const n = values.length / chains;
  const draws = values.length;
  // Too short to estimate an autocorrelation; R's posterior gives NA too.
  if (n < 3) return Number.NaN;

  const autocovariance = meanAutocovariance(values, chains);
  const within = (autocovariance.at(0) * n) / (n - 1);
  const between = chains > 1 ? variance(autocovariance.chainMeans) : 0;
  const total = (within * (n - 1)) / n + between;
  if (total === 0) return draws;
  const correlation = (lag: number): number => 1 - (within - autocovariance.at(lag)) / total;

  // Geyer's initial positive sequence: pairs of lags while their sum is positive.
  const rho = [1, correlation(1)];
  let even = rho[0];
  let odd = rho[1];
  let lag = 0;
  while (lag < n - 5 && even + odd > 0) {
    lag += 2;
    even = correlation(lag);
    odd = correlation(lag + 1);
    if (even + odd >= 0) {
      rho[lag] = even;
      rho[lag + 1] = odd;
    } else {
      rho[lag] = 0;
      rho[lag + 1] = 0;
    }
  }
  if (even > 0) rho[lag] = even;

  // Initial monotone sequence: no pair above the previous one.
  for (let t = 2; t <= lag - 2; t += 2) {
    const before = rho[t - 2] + rho[t - 1];
    if (rho[t] + rho[t + 1] > before) {
      rho[t] = before / 2;
      rho[t + 1] = before / 2;
    }
  }
  let sum = 0;
  for (let t = 0; t < Math.max(lag, 1); t++) sum += rho[t];
  const time = -1 + 2 * sum + rho[lag];
  return draws / Math.max(time, 1 / Math.log10(draws));
}
