/**
 * Counts observed against counts predicted, on the square-root scale, where deviations of rare and of
 * frequent values look alike (Kleiber and Zeileis 2016).
 */
import type { PredictiveData } from '../../sampler/protocol.ts';
import { extent, sorted } from '../../sampler/stats/argsort.ts';
import { mean } from '../../sampler/stats/moments.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { frame, type Plot } from './plot.ts';

/** Wider ranges of values are counted in bins of several. */
const MOST_BARS = 60;

export const rootogramPlot: Plot<PredictiveData> = {
  id: 'rootogram',
  title: ({ datum }) => `Rootogram of ${datum}`,
  describe(data) {
    const bars = barsOf(data);
    const outside = bars.filter(({ observed, low, high }) => observed < low || observed > high).length;
    return `Frequency of each value of ${data.datum}, observed and predicted; for ${outside} of ${bars.length} values the observed frequency is outside the predicted 94 % interval.`;
  },
  spec(data, theme, size) {
    const bars = barsOf(data);
    const step = bars.length > 1 ? bars[1].value - bars[0].value : 1;
    const values = bars.map((bar) => ({
      ...bar,
      from: bar.value - step / 2,
      to: bar.value + step / 2,
      isOutside: bar.observed < bar.low || bar.observed > bar.high,
    }));
    const y = {
      type: 'quantitative' as const,
      scale: { type: 'sqrt' as const, nice: true, domainMin: 0 },
      axis: { title: 'frequency (square-root scale)', tickCount: 5, tickMinStep: 1, format: 'd' },
    };
    const ends = [values[0]?.from ?? 0, values.at(-1)?.to ?? 1];
    const x = {
      type: 'quantitative' as const,
      scale: { nice: false, zero: false, domain: ends },
      axis: { title: data.datum, tickMinStep: 1, format: 'd' },
    };
    return {
      ...frame(theme, size),
      data: { values },
      layer: [
        {
          mark: { type: 'rect', opacity: 0.45, stroke: theme.background, strokeWidth: 1 },
          encoding: {
            x: { ...x, field: 'from' },
            x2: { field: 'to' },
            y: { ...y, field: 'observed' },
            y2: { datum: 0 },
            color: { condition: { test: 'datum.isOutside', value: theme.divergence }, value: theme.accent },
          },
        },
        {
          mark: { type: 'rule', strokeWidth: 1.5, color: theme.foreground },
          encoding: { x: { ...x, field: 'value' }, y: { ...y, field: 'low' }, y2: { field: 'high' } },
        },
        {
          mark: { type: 'point', filled: true, size: 28, opacity: 1, color: theme.foreground },
          encoding: { x: { ...x, field: 'value' }, y: { ...y, field: 'predicted' } },
        },
      ],
    };
  },
};

interface Bar {
  readonly value: number;
  readonly observed: number;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
}

function barsOf({ observed, draws }: PredictiveData): readonly Bar[] {
  const seen = extent(observed) ?? [0, 0];
  const predicted = sorted(draws.flat());
  const top = predicted.length === 0 ? seen[1] : Math.max(seen[1], quantileOfSorted(predicted, 0.995));
  const low = predicted.length === 0 ? seen[0] : Math.min(seen[0], predicted[0]);
  const step = Math.max(1, Math.ceil((top - low + 1) / MOST_BARS));
  const count = Math.floor((top - low) / step) + 1;
  const frequencies = (values: readonly number[]) => {
    const counts = new Array<number>(count).fill(0);
    for (const value of values) {
      const bar = Math.floor((value - low) / step);
      if (bar >= 0 && bar < count) counts[bar]++;
    }
    return counts;
  };
  const inData = frequencies(observed);
  const inSets = draws.map(frequencies);
  return inData.map((frequency, bar) => {
    const sets = sorted(inSets.map((counts) => counts[bar]));
    return {
      value: low + bar * step + (step - 1) / 2,
      observed: frequency,
      predicted: sets.length === 0 ? 0 : mean(sets),
      low: sets.length === 0 ? 0 : quantileOfSorted(sets, 0.03),
      high: sets.length === 0 ? 0 : quantileOfSorted(sets, 0.97),
    };
  });
}
