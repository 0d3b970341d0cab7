/**
 * Rank plot: how often each chain's draws fall into each twentieth of all draws. Flat bars mean that the
 * chains explore the same distribution; the band holds 95 % of bars of independent draws that do.
 */
import type { QuantityDraws } from '../data/draws-cache.ts';
import { rankHistogram } from '../numerics/rank-histogram.ts';
import { chainColor, config, type Plot, SCHEMA } from './plot.ts';

const BINS = 20;
/** Space for the labels of the vertical axis, since facets do not adapt to a width. */
const AXIS = 42;

export const rankPlot: Plot<QuantityDraws> = {
  id: 'rank',
  title: ({ name }) => `Ranks of ${name}`,
  describe({ name, chains, values }) {
    const counts = rankHistogram(values, chains, BINS);
    const expected = values.length / chains / BINS;
    const most = Math.max(
      ...counts.flatMap((bins) => [...bins].map((count) => Math.abs(count / expected - 1))),
    );
    return `Ranks of ${name} for ${chains} chains in ${BINS} bins; flat where chains agree. The bar farthest from flat is off by ${Math.round(100 * most)} %.`;
  },
  spec({ chains, values }, theme, { width, height }) {
    const counts = rankHistogram(values, chains, BINS);
    const n = values.length / chains;
    const expected = n / BINS;
    const margin = 1.96 * Math.sqrt(n * (1 / BINS) * (1 - 1 / BINS) * (1 - 1 / chains));
    const bars = counts.flatMap((bins, chain) =>
      Array.from(bins, (count, bin) => ({
        chain: chain + 1,
        from: (100 * bin) / BINS,
        to: (100 * (bin + 1)) / BINS,
        count,
      })),
    );
    const gap = 14;
    return {
      $schema: SCHEMA,
      config: config(theme),
      spacing: gap,
      data: { values: bars },
      facet: {
        column: {
          field: 'chain',
          type: 'nominal',
          header: { title: null, labelExpr: "'chain ' + datum.value", labelPadding: 4 },
        },
      },
      spec: {
        width: Math.max(40, Math.floor((width - AXIS - gap * (chains - 1)) / chains)),
        height: height - 44,
        layer: [
          {
            data: { values: [{ low: Math.max(0, expected - margin), high: expected + margin }] },
            mark: { type: 'rect', color: theme.foreground, opacity: 0.1 },
            encoding: { y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
          },
          {
            mark: { type: 'bar', binSpacing: 1 },
            encoding: {
              x: {
                field: 'from',
                type: 'quantitative',
                bin: { binned: true, step: 100 / BINS },
                axis: { title: null, values: [0, 50, 100], labelExpr: "datum.value + ' %'" },
              },
              x2: { field: 'to' },
              y: { field: 'count', type: 'quantitative', axis: { title: null, tickCount: 3 } },
              color: chainColor(theme, chains),
            },
          },
          {
            data: { values: [{ expected }] },
            mark: { type: 'rule', color: theme.foreground, strokeDash: [3, 3], opacity: 0.7 },
            encoding: { y: { field: 'expected', type: 'quantitative' } },
          },
        ],
      },
    };
  },
};
