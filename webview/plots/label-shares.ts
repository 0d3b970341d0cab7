/** Data that are labels: the share of each, observed as bars, predicted as points with intervals. */
import type { PredictiveData } from '../../sampler/protocol.ts';
import { sorted } from '../../sampler/stats/argsort.ts';
import { mean } from '../../sampler/stats/moments.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { frame, inWords, type Plot } from './plot.ts';

const ROW = 26;
const AXIS = 44;
/** Labels shown, at most: those observed most often. */
const MOST_LABELS = 40;

export const labelSharesHeight = ({ labels }: PredictiveData): number =>
  Math.min(MOST_LABELS, labels?.length ?? 0) * ROW + AXIS;

export const labelSharesPlot: Plot<PredictiveData> = {
  id: 'label-shares',
  title: ({ datum }) => `Shares of the labels of ${datum}`,
  describe(data) {
    const texts = sharesOf(data).map(
      ({ label, observed, predicted, low, high }) =>
        `${label} observed ${inWords(observed)}, predicted ${inWords(predicted)}, from ${inWords(low)} to ${inWords(high)}`,
    );
    return `Share of each label of ${data.datum}: ${texts.slice(0, 8).join('; ')}${texts.length > 8 ? '; …' : ''}.`;
  },
  spec(data, theme, size) {
    const values = sharesOf(data).map((share) => ({
      ...share,
      isOutside: share.observed < share.low || share.observed > share.high,
    }));
    const y = {
      field: 'label',
      type: 'nominal' as const,
      sort: null,
      axis: { title: null, labelColor: theme.foreground, labelLimit: 180, labelOverlap: false, grid: false },
    };
    const x = {
      type: 'quantitative' as const,
      scale: { domainMin: 0, nice: true },
      axis: { title: 'share of the data', grid: true },
    };
    return {
      ...frame(theme, size),
      data: { values },
      layer: [
        {
          mark: { type: 'bar', opacity: 0.45, height: { band: 0.7 } },
          encoding: {
            y,
            x: { ...x, field: 'observed' },
            color: { condition: { test: 'datum.isOutside', value: theme.divergence }, value: theme.accent },
          },
        },
        {
          mark: { type: 'rule', strokeWidth: 1.5, color: theme.foreground },
          encoding: { y, x: { ...x, field: 'low' }, x2: { field: 'high' } },
        },
        {
          mark: { type: 'point', filled: true, size: 32, opacity: 1, color: theme.foreground },
          encoding: { y, x: { ...x, field: 'predicted' } },
        },
      ],
    };
  },
};

interface Share {
  readonly label: string;
  readonly observed: number;
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
}

function sharesOf({ observed, draws, labels = [] }: PredictiveData): readonly Share[] {
  const shares = (values: readonly number[]) => {
    const counts = labels.map(() => 0);
    for (const value of values) if (value - 1 in counts) counts[value - 1]++;
    return counts.map((count) => count / values.length);
  };
  const inData = shares(observed);
  const inSets = draws.map(shares);
  const all = labels.map((label, k) => {
    const sets = sorted(inSets.map((set) => set[k]));
    return {
      label,
      observed: inData[k],
      predicted: sets.length === 0 ? 0 : mean(sets),
      low: sets.length === 0 ? 0 : quantileOfSorted(sets, 0.03),
      high: sets.length === 0 ? 0 : quantileOfSorted(sets, 0.97),
    };
  });
  if (all.length <= MOST_LABELS) return all;
  const least = [...all].sort((a, b) => b.observed - a.observed)[MOST_LABELS - 1].observed;
  return all.filter(({ observed: share }) => share >= least).slice(0, MOST_LABELS);
}
