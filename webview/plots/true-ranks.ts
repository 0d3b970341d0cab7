/** Histogram of the ranks of true values among posterior draws, with the counts that uniform ranks have. */
import { binomialInterval, binsFor, countRanks } from '../numerics/rank-counts.ts';
import { frame, type Plot } from './plot.ts';
import type { SimulatedRanks } from './plot-figure.ts';

export const trueRanksPlot: Plot<SimulatedRanks> = {
  id: 'true-ranks',
  title: ({ name }) => `Ranks of the true values of ${name}`,
  describe(data) {
    const { counts, low, high } = histogramOf(data);
    const outside = counts.filter((count) => count < low || count > high).length;
    return `${data.ranks.length} ranks of the true values of ${data.name} among ${data.draws} draws, in ${counts.length} bins of ${Math.min(...counts)} to ${Math.max(...counts)}; ${outside === 0 ? 'all' : `${counts.length - outside} of them`} within ${low} to ${high}, as for uniform ranks.`;
  },
  spec(data, theme, size) {
    const { counts, low, high } = histogramOf(data);
    const bins = counts.length;
    const values = counts.map((count, bin) => ({ from: bin / bins, to: (bin + 1) / bins, count }));
    const y = { type: 'quantitative' as const, axis: { title: 'simulations', tickMinStep: 1 } };
    const x = {
      type: 'quantitative' as const,
      scale: { domain: [0, 1], nice: false },
      axis: { title: 'rank of the true value', format: '.0%', values: [0, 0.25, 0.5, 0.75, 1] },
    };
    return {
      ...frame(theme, size),
      layer: [
        {
          data: { values: [{ low, high, from: 0, to: 1 }] },
          mark: { type: 'rect', color: theme.foreground, opacity: 0.12 },
          encoding: {
            x: { ...x, field: 'from' },
            x2: { field: 'to' },
            y: { ...y, field: 'low' },
            y2: { field: 'high' },
          },
        },
        {
          data: { values },
          mark: {
            type: 'bar',
            binSpacing: 1,
            color: data.passes ? theme.accent : theme.divergence,
          },
          encoding: {
            x: { ...x, field: 'from', bin: { binned: true, step: 1 / bins } },
            x2: { field: 'to' },
            y: { ...y, field: 'count' },
          },
        },
        {
          data: { values: [{ expected: data.ranks.length / bins }] },
          mark: { type: 'rule', color: theme.foreground, strokeDash: [4, 3] },
          encoding: { y: { ...y, field: 'expected' } },
        },
      ],
    };
  },
};

/** All bars of uniform ranks lie within `low` to `high` with at least the probability `level` (Bonferroni). */
function histogramOf({ ranks, draws, level }: SimulatedRanks) {
  const bins = binsFor(draws + 1, ranks.length);
  const [low, high] = binomialInterval(ranks.length, bins, 1 - (1 - level) / bins);
  return { counts: countRanks(ranks, draws + 1, bins), low, high };
}
