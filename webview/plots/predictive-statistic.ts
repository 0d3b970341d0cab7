/** A statistic of the predicted data sets against that of the observed one, with its Bayesian p-value. */
import type { PredictiveAnswer, PredictiveData, PredictiveStatistic } from '../../sampler/protocol.ts';
import { extent } from '../../sampler/stats/argsort.ts';
import { mean, sd } from '../../sampler/stats/moments.ts';
import { histogram } from '../numerics/histogram.ts';
import { frame, inWords, type Plot } from './plot.ts';

interface PredictiveStatisticData {
  readonly data: PredictiveData;
  readonly statistic: PredictiveStatistic;
}

const BINS = 24;

/** The statistics that the page can compute of each predicted data set. */
const functions: Readonly<Record<string, (values: readonly number[]) => number>> = {
  // Wrapped, since `map` would pass index and array as the functions' optional arguments.
  mean: (values) => mean(values),
  sd: (values) => sd(values),
  min: (values) => values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  max: (values) => values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
  zeros: (values) => values.filter((value) => value === 0).length / values.length,
};

export const canPlotStatistic = ({ statistic, label }: PredictiveStatistic): boolean =>
  label !== undefined || statistic in functions;

/** For labels, the share of one label. */
function functionOf({
  data,
  statistic,
}: PredictiveStatisticData): ((values: readonly number[]) => number) | undefined {
  if (statistic.label === undefined) return functions[statistic.statistic];
  const place = 1 + (data.labels ?? []).indexOf(statistic.label);
  return (values) => values.filter((value) => value === place).length / values.length;
}

/**
 * Whether the model fails to reproduce the statistic: its p-value is near 0, or near 1 without the
 * predictions that are equal to the data (of counts, many are).
 */
export function isExtreme({ data, statistic }: PredictiveStatisticData): boolean {
  const of = functionOf({ data, statistic });
  const predicted = of === undefined ? [] : data.draws.map(of);
  const equal = predicted.filter((value) => value === statistic.observed).length;
  const ties = predicted.length === 0 ? 0 : equal / predicted.length;
  return statistic.p_value < 0.025 || statistic.p_value - ties > 0.975;
}

/** What an extreme p-value says. Before a fit there is nothing to reproduce: a prior may well be wider than the data. */
const unlike: Readonly<Record<PredictiveAnswer['from'], string>> = {
  posterior: 'not reproduced',
  prior: 'few of the implied data sets are like the data',
};

export function pValueText(of: PredictiveStatisticData, from: PredictiveAnswer['from']): string {
  return `p = ${of.statistic.p_value.toFixed(3)}${isExtreme(of) ? `: ${unlike[from]}` : ''}`;
}

export const predictiveStatisticPlot: Plot<PredictiveStatisticData> = {
  id: 'predictive-statistic',
  title: ({ data, statistic }) => `${statistic.statistic} of ${data.datum}`,
  describe: ({ data, statistic }) =>
    `${statistic.statistic} of ${data.datum}: observed ${inWords(statistic.observed)}, predicted ${inWords(statistic.predicted_mean)} on average, Bayesian p-value ${inWords(statistic.p_value)}.`,
  spec({ data, statistic }, theme, size) {
    const of = functionOf({ data, statistic });
    const predicted = of === undefined ? [] : data.draws.map(of).filter(Number.isFinite);
    const range = extent([...predicted, statistic.observed]) ?? [0, 1];
    const [from, to] = range[0] < range[1] ? range : [range[0] - 0.5, range[1] + 0.5];
    const { counts, width: step } = histogram(predicted, from, to, BINS);
    const bars = Array.from(counts, (count, bin) => ({
      from: from + bin * step,
      to: from + (bin + 1) * step,
      count,
    }));
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: bars },
          mark: { type: 'bar', color: theme.accent, opacity: 0.65, binSpacing: 1 },
          encoding: {
            x: {
              field: 'from',
              type: 'quantitative',
              scale: { zero: false, nice: false },
              axis: { title: null, tickCount: 4 },
            },
            x2: { field: 'to' },
            // An explicit zero end; without it bars between two quantities are drawn as dashes.
            y: { field: 'count', type: 'quantitative', axis: null },
            y2: { datum: 0 },
          },
        },
        {
          data: { values: [{ observed: statistic.observed }] },
          mark: { type: 'rule', color: theme.reference, strokeWidth: 2.5 },
          encoding: { x: { field: 'observed', type: 'quantitative' } },
        },
      ],
    };
  },
};
