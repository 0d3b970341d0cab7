/**
 * Pareto-smoothed importance sampling (Vehtari, Simpson, Gelman, Yao and Gabry 2024), as in R's loo: the
 * largest weights are replaced by the expected order statistics of a generalised Pareto distribution
 * fitted to them, whose shape k̂ measures how far the weights can be trusted.
 */
import { mathLibrary } from '../math/instance.ts';
import { sortedOrder } from './argsort.ts';
import { fitGeneralisedPareto } from './generalised-pareto.ts';

const { exp, expm1, log, log1p } = mathLibrary();

/** Log weights of the tail closer together than this differ by rounding, and need no smoothing. */
const EQUAL = 1e-8;

interface Psis {
  /** Smoothed and normalised: their exponentials sum to 1. Infinite ratios give −∞. */
  readonly logWeights: Float64Array;
  /**
   * Shape of the tail: below 0.7 (`kThreshold`) the estimate can be relied on. Infinity where there are
   * fewer than five tail draws to fit; 0 where all weights in the tail are equal and need no smoothing.
   */
  readonly kHat: number;
  /** Effective number of draws of a weighted mean. */
  readonly ess: number;
  readonly tailLength: number;
}

/**
 * @param logRatios log(target / proposal) of each draw, up to a constant. At least one is finite.
 * @param relativeEfficiency effective over actual number of draws of the proposal (1 if independent).
 */
export function psis(logRatios: Float64Array, relativeEfficiency = 1): Psis {
  const n = logRatios.length;
  const tailLength = Math.min(Math.ceil(Math.min(0.2 * n, 3 * Math.sqrt(n / relativeEfficiency))), n - 1);
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) if (logRatios[i] > highest) highest = logRatios[i];
  const logWeights = logRatios.map((ratio) => ratio - highest);
  const kHat = smoothTail(logWeights, tailLength);

  let sum = 0;
  for (let i = 0; i < n; i++) {
    logWeights[i] = Math.min(logWeights[i], 0);
    sum += exp(logWeights[i]);
  }
  const norm = log(sum);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    logWeights[i] -= norm;
    squares += exp(2 * logWeights[i]);
  }
  return { logWeights, kHat, ess: relativeEfficiency / squares, tailLength };
}

/** Smooths the largest `tailLength` of the log weights (highest is 0) in place; returns k̂. */
function smoothTail(logWeights: Float64Array, tailLength: number): number {
  if (tailLength < 5) return Number.POSITIVE_INFINITY;
  const n = logWeights.length;
  const order = sortedOrder(logWeights);
  const first = n - tailLength;
  if (logWeights[order[n - 1]] - logWeights[order[first]] < EQUAL) {
    return 0;
  }
  const cutoff = exp(logWeights[order[first - 1]]);
  const exceedances = new Float64Array(tailLength);
  for (let i = 0; i < tailLength; i++) exceedances[i] = exp(logWeights[order[first + i]]) - cutoff;
  const { k, sigma } = fitGeneralisedPareto(exceedances);
  if (!Number.isFinite(k)) return k;
  for (let i = 0; i < tailLength; i++) {
    const p = (i + 0.5) / tailLength;
    logWeights[order[first + i]] = log(paretoQuantile(p, k, sigma) + cutoff);
  }
  return k;
}

function paretoQuantile(p: number, k: number, sigma: number): number {
  if (!(sigma > 0)) return Number.NaN;
  return k === 0 ? -sigma * log1p(-p) : (sigma * expm1(-k * log1p(-p))) / k;
}
