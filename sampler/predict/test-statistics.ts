/** Test statistics of a data set, compared with those of its predictions. */
import type { PredictiveData } from '../report/run-questions.ts';

export type DatumKind = PredictiveData['kind'];

export interface Statistic {
  readonly name: string;
  /** The label whose share it is. */
  readonly label?: string;
  /** NaN where the values do not allow it. */
  readonly of: (values: Float64Array) => number;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** With the divisor n - 1. */
function sdOf(values: Float64Array): number {
  const centre = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

function extreme(values: Float64Array, isFurther: (a: number, b: number) => boolean): number {
  let found = values[0] ?? Number.NaN;
  for (const value of values) if (isFurther(value, found) || Number.isNaN(value)) found = value;
  return found;
}

function shareOfZeros(values: Float64Array): number {
  let zeros = 0;
  for (const value of values) if (value === 0) zeros++;
  return zeros / values.length;
}

const common: readonly Statistic[] = [
  { name: 'mean', of: meanOf },
  { name: 'sd', of: sdOf },
  { name: 'min', of: (values) => extreme(values, (a, b) => a < b) },
  { name: 'max', of: (values) => extreme(values, (a, b) => a > b) },
];

/** The default test statistics: shares of labels; for counts also the share of zeros. */
export function standardStatistics(kind: DatumKind, labels: readonly string[]): readonly Statistic[] {
  if (kind === 'label') return labelStatistics(labels);
  return kind === 'count' ? [...common, { name: 'zeros', of: shareOfZeros }] : common;
}

/** The share of each label in a data set. */
function labelStatistics(labels: readonly string[]): readonly Statistic[] {
  return labels.map((label, k) => ({
    name: `share of ${label}`,
    label,
    of: (values) => {
      let count = 0;
      for (const value of values) {
        if (Number.isNaN(value)) return Number.NaN;
        if (value === k + 1) count++;
      }
      return count / values.length;
    },
  }));
}
