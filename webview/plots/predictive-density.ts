/** Predicted data sets (thin lines) over the observed data (thick line). */
import type { PredictiveData } from '../../sampler/protocol.ts';
import { extent, sorted } from '../../sampler/stats/argsort.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { kde } from '../numerics/kde.ts';
import { thinned } from '../numerics/thin.ts';
import { frame, inWords, type Plot } from './plot.ts';

interface PredictiveDensityData {
  readonly data: PredictiveData;
  readonly from: 'posterior' | 'prior';
}

const LINES = 60;
const kinds = ['observed', 'predicted'];

export const predictiveDensityPlot: Plot<PredictiveDensityData> = {
  id: 'predictive-density',
  title: ({ data, from }) => `${from === 'posterior' ? 'Posterior' : 'Prior'} predictions of ${data.datum}`,
  describe({ data }) {
    const ends = extent(data.draws.flat()) ?? [Number.NaN, Number.NaN];
    const seen = extent(data.observed) ?? [Number.NaN, Number.NaN];
    return `Densities of ${data.draws.length} predicted data sets of ${data.datum}, between ${inWords(ends[0])} and ${inWords(ends[1])}, over the observed one, between ${inWords(seen[0])} and ${inWords(seen[1])}.`;
  },
  spec({ data }, theme, size) {
    const [from, to] = shownRange(data);
    const curve = (values: readonly number[], set: number, kind: string) => {
      const density = kde(values, { from, to });
      return density === null
        ? []
        : Array.from(density.x, (x, i) => ({ set, kind, value: x, density: density.y[i] }));
    };
    const predicted = thinned(data.draws.length, LINES).flatMap((i) => curve(data.draws[i], i, 'predicted'));
    const x = {
      field: 'value',
      type: 'quantitative' as const,
      scale: { domain: [from, to], nice: false, zero: false },
      axis: { title: data.datum },
    };
    const y = { field: 'density', type: 'quantitative' as const, axis: null };
    const color = {
      field: 'kind',
      type: 'nominal' as const,
      scale: { domain: kinds, range: [theme.reference, theme.accent] },
      legend: { title: null, orient: 'top-right' as const, symbolType: 'stroke', symbolOpacity: 1 },
    };
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: predicted },
          mark: { type: 'line', strokeWidth: 0.8, opacity: 0.35 },
          encoding: { x, y, color, detail: { field: 'set', type: 'nominal' } },
        },
        {
          data: { values: curve(data.observed, -1, 'observed') },
          mark: { type: 'line', strokeWidth: 2.2 },
          encoding: { x, y, color },
        },
      ],
    };
  },
};

/** The range of the observed data and of the central 99 % of the predicted ones. */
function shownRange(data: PredictiveData): readonly [number, number] {
  const predicted = sorted(data.draws.flat().filter(Number.isFinite));
  const [low, high] = extent(data.observed) ?? [0, 1];
  if (predicted.length === 0) return [low, high];
  return [
    Math.min(low, quantileOfSorted(predicted, 0.005)),
    Math.max(high, quantileOfSorted(predicted, 0.995)),
  ];
}
