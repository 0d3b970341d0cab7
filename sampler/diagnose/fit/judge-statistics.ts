/** Which statistics of a datum its model does not reproduce: improbable after Holm, and far off. */
import { log } from '../../math/elementary.ts';
import type { FitStatistic } from '../../report/fit.ts';
import { medianOfSorted } from '../../stats/quantile.ts';
import type { FitStatisticKind } from './fit-statistics.ts';
import { holm } from './holm.ts';
import { twoSidedProbability } from './tail-probability.ts';

/** Two-sided predictive p below which a statistic, or a calibration, is not reproduced. */
export const MOST_IMPROBABLE = 0.002;

export interface Replicated {
  readonly kind: FitStatisticKind;
  readonly group?: FitStatistic['group'];
  readonly observed: number;
  /** Over the replicated data sets. */
  readonly values: Float64Array;
}

/** @param sd of all observed values of the datum */
export function judgeStatistics(
  datum: string,
  sd: number,
  replicated: readonly Replicated[],
): readonly FitStatistic[] {
  const pValues = replicated.map(({ observed, values }) => twoSidedProbability(observed, values));
  const adjusted = holm(pValues);
  return replicated.map(({ kind, group, observed, values }, i) => {
    const predicted = medianOfSorted(values.filter((value) => !Number.isNaN(value)).sort());
    const effect = effectOf(kind, observed, predicted, sd);
    return {
      datum,
      statistic: kind.name,
      ...(kind.label === undefined ? {} : { label: kind.label }),
      ...(group === undefined ? {} : { group }),
      observed,
      predicted,
      p_value: pValues[i],
      p_adjusted: adjusted[i],
      effect,
      limit: kind.limit,
      fails: adjusted[i] < MOST_IMPROBABLE && Math.abs(effect) > kind.limit,
    };
  });
}

function effectOf({ scale }: FitStatisticKind, observed: number, predicted: number, sd: number): number {
  switch (scale) {
    case 'sd of the data':
      return (observed - predicted) / sd;
    case 'log ratio':
      return log(observed / predicted);
    case 'difference':
      return observed - predicted;
  }
}
