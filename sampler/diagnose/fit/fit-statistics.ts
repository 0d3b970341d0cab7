/** The statistics that a model is expected to reproduce, and how far off each may be. */
import { quantileOfSorted } from '../../stats/quantile.ts';

/** What a distance is measured in. */
type Scale = 'sd of the data' | 'log ratio' | 'difference';

export interface FitStatisticKind {
  readonly name: string;
  /** The label whose share it is. */
  readonly label?: string;
  readonly scale: Scale;
  /** Beyond it a distance is large. */
  readonly limit: number;
  /** @param sorted ascending, at least one value; NaN where there are too few */
  readonly of: (sorted: Float64Array) => number;
}

type DataKind = 'continuous' | 'count' | 'binary' | 'label';

export function fitStatistics(kind: DataKind, labels: readonly string[]): readonly FitStatisticKind[] {
  switch (kind) {
    case 'label':
      return labels.map((label, k) => share(`share of ${label}`, (value) => value === k + 1, label));
    // The mean of yes/no data decides all others.
    case 'binary':
      return [mean];
    case 'count':
      return [mean, sd, min, max, share('zeros', (value) => value === 0)];
    case 'continuous':
      return [mean, sd, min, max, ...QUARTILES.map(quartile)];
  }
}

const QUARTILES = [25, 50, 75] as const;

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** With the divisor n - 1; NaN of one value. */
export function sdOf(values: Float64Array): number {
  const centre = meanOf(values);
  let sum = 0;
  for (const value of values) sum += (value - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

const mean: FitStatisticKind = { name: 'mean', scale: 'sd of the data', limit: 0.1, of: meanOf };
const sd: FitStatisticKind = { name: 'sd', scale: 'log ratio', limit: 0.1, of: sdOf };
/** Of groups: how far their means are apart. It takes the means. */
export const sdOfMeans: FitStatisticKind = {
  name: 'sd of means',
  scale: 'sd of the data',
  limit: 0.1,
  of: sdOf,
};
const min: FitStatisticKind = {
  name: 'min',
  scale: 'sd of the data',
  limit: 0.5,
  of: (sorted) => sorted[0],
};
const max: FitStatisticKind = {
  name: 'max',
  scale: 'sd of the data',
  limit: 0.5,
  of: (sorted) => sorted[sorted.length - 1],
};

function quartile(percent: number): FitStatisticKind {
  return {
    name: `q${percent}`,
    scale: 'sd of the data',
    limit: 0.1,
    of: (sorted) => quantileOfSorted(sorted, percent / 100),
  };
}

function share(name: string, belongs: (value: number) => boolean, label?: string): FitStatisticKind {
  return {
    name,
    ...(label === undefined ? {} : { label }),
    scale: 'difference',
    limit: 0.05,
    of(sorted) {
      let count = 0;
      for (const value of sorted) if (belongs(value)) count++;
      return count / sorted.length;
    },
  };
}
