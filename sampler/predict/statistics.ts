/** Statistics of a data set, to lay beside those of its predictions. */
import type { PredictiveData } from '../report/run-questions.ts';

export type DatumKind = PredictiveData['kind'];

export interface Statistic {
  readonly name: string;
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

/** The statistics that every check looks at; of counts also the share of zeros. */
export function standardStatistics(kind: DatumKind): readonly Statistic[] {
  return kind === 'count' ? [...common, { name: 'zeros', of: shareOfZeros }] : common;
}
