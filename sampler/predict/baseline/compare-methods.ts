/** Errors, coverage and widths of predictions, and paired differences between two methods on the same rows. */
import type { BaselineDifference } from '../../report/baseline-report.ts';
import { mean, sd } from '../../stats/moments.ts';

/** Of each held-out row. */
export interface Predicted {
  readonly means: Float64Array;
  /** Null where no interval is meaningful. */
  readonly intervals: { readonly low: Float64Array; readonly high: Float64Array } | null;
}

type Score = BaselineDifference['of'];

/** One number for each row; null without intervals. */
function scoresOf(of: Score, { means, intervals }: Predicted, observed: Float64Array): Float64Array | null {
  switch (of) {
    case 'mse':
      return observed.map((y, i) => (y - means[i]) ** 2);
    case 'mae':
      return observed.map((y, i) => Math.abs(y - means[i]));
    case 'coverage':
      return intervals === null
        ? null
        : observed.map((y, i) => Number(intervals.low[i] <= y && y <= intervals.high[i]));
    case 'width':
      return intervals === null
        ? null
        : intervals.high.map((high, i) => Math.max(0, high - intervals.low[i]));
  }
}

/** Null without intervals; infinite where one is. */
export function meanScore(of: Score, predicted: Predicted, observed: Float64Array): number | null {
  const scores = scoresOf(of, predicted, observed);
  if (scores === null) return null;
  return scores.every(Number.isFinite) ? mean(scores) : Number.POSITIVE_INFINITY;
}

/** The first method's mean score less the second's, and its standard error over the rows; null where one has none. */
export function pairedDifference(
  of: Score,
  first: Predicted,
  second: Predicted,
  observed: Float64Array,
): { readonly difference: number; readonly se: number } | null {
  const own = scoresOf(of, first, observed);
  const other = scoresOf(of, second, observed);
  if (own === null || other === null) return null;
  const differences = own.map((score, i) => score - other[i]);
  if (!differences.every(Number.isFinite)) return null;
  return { difference: mean(differences), se: standardError(of, differences) };
}

function standardError(of: Score, differences: Float64Array): number {
  const n = differences.length;
  if (of !== 'coverage') return sd(differences) / Math.sqrt(n);
  // Few rows differ: that of McNemar's test, where no difference is expected, is not too small for them.
  return Math.sqrt(differences.reduce((sum, one) => sum + one * one, 0)) / n;
}

/** Less is chance. */
const STANDARD_ERRORS = 2;

export function isClaimed({ difference, se }: { readonly difference: number; readonly se: number }): boolean {
  return Math.abs(difference) > STANDARD_ERRORS * se;
}
