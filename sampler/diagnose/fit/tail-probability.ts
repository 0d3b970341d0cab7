/**
 * How improbable an observed statistic is among replicated ones. Shares of replications do not reach the small
 * probabilities that remain after a correction for many statistics: beyond the outermost replications a
 * generalised Pareto distribution, fitted to their tail, continues them.
 */
import { fitGeneralisedPareto } from '../../stats/generalised-pareto.ts';

/** With so many replications beyond the observed value their share is precise enough. */
const ENOUGH = 20;
/** A fit to fewer distinct values would mean nothing. */
const LEAST_TAIL = 5;

/** Twice the probability of the smaller side, at most 1; NaN where there is nothing to compare. */
export function twoSidedProbability(observed: number, replicated: Float64Array): number {
  const values = replicated.filter((value) => !Number.isNaN(value)).sort();
  if (values.length === 0 || Number.isNaN(observed)) return Number.NaN;
  const mirrored = values.map((value) => -value).sort();
  return Math.min(1, 2 * Math.min(atLeast(values, observed), atLeast(mirrored, -observed)));
}

/** P(T >= observed). */
function atLeast(sorted: Float64Array, observed: number): number {
  const n = sorted.length;
  const beyond = n - firstAtLeast(sorted, observed);
  if (beyond >= ENOUGH) return beyond / n;
  const length = Math.min(Math.ceil(0.2 * n), Math.ceil(3 * Math.sqrt(n)));
  const threshold = sorted[n - 1 - length];
  const tail = sorted.subarray(n - length).filter((value) => value > threshold);
  if (tail.length < LEAST_TAIL || tail[0] === tail[tail.length - 1]) return beyond / n;
  // Towards the exponential tail, which means and the like come near to.
  const { k, sigma } = fitGeneralisedPareto(
    tail.map((value) => value - threshold),
    0,
  );
  // A tail that ends would call all beyond it impossible.
  const shape = Math.max(k, 0);
  const excess = (observed - threshold) / sigma;
  const survival = shape === 0 ? Math.exp(-excess) : (1 + shape * excess) ** (-1 / shape);
  return (tail.length / n) * Math.min(1, survival);
}

function firstAtLeast(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
