/** The table of plots of one quantity: every row can be opened, filled and drawn. */
import { describe, expect, test } from 'vitest';
import { eachAnswered } from '../../../sampler/draws/draw-statistics.ts';
import type { SummaryRow } from '../../../sampler/report/sample-report.ts';
import type { PlotData } from '../../../webview/plots/plot-figure.ts';
import { type QuantityNeed, quantityPlots } from '../../../webview/plots/quantity-plots.ts';
import { initialLayout, restore } from '../../../webview/state.ts';
import { drawsOf, expectDrawnInEveryTheme, fillFigure } from './drawn.ts';

const draws = drawsOf(4, 200, (chain, i) => Math.sin(17 * chain + 3.7 * i) + 0.01 * i);
const row: SummaryRow = {
  name: 'mu',
  mean: 1,
  sd: 1,
  hdi_3: -1,
  hdi_97: 3,
  mcse_mean: 0.1,
  mcse_sd: 0.1,
  ess_bulk: 400,
  ess_tail: 300,
  r_hat: 1.01,
};
const data: Pick<PlotData, QuantityNeed> = {
  row,
  chains: 4,
  draws,
  sampler: { kind: 'sampler', chains: 4, drawsPerChain: 200, ...eachAnswered(() => new Float64Array(800)) },
  essGrowth: {
    kind: 'ess-growth',
    draws: [400, 800],
    series: [{ name: 'mu', bulk: [200, 400], tail: [null, 300] }],
  },
  prior: { kind: 'prior', names: ['mu'], values: [draws.values.map((value) => 5 * value)] },
};

/** What the plots of a row are given, or the words in their place. */
const filled = (kind: string, given: typeof data) =>
  (quantityPlots.find((plot) => plot.kind === kind)?.figures ?? []).map((figure) =>
    fillFigure(figure, given),
  );

describe('the plots of a quantity', () => {
  const kinds: readonly string[] = quantityPlots.map(({ kind }) => kind);

  test('have kinds, titles and explanations of their own', () => {
    for (const field of ['kind', 'title', 'explanation'] as const)
      expect(new Set(quantityPlots.map((plot) => plot[field])).size).toBe(quantityPlots.length);
    for (const kind of kinds) expect(kind).toMatch(/^[a-z-]+$/);
  });

  test.each(kinds)('%s is drawn in every theme from what it asks for', async (kind) => {
    const figures = filled(kind, data);
    expect(figures.length).toBeGreaterThan(0);
    for (const { plot, shown, said } of figures) {
      expect(said).toBeNull();
      await expectDrawnInEveryTheme(plot, shown);
      expect(plot.title(shown)).toContain('mu');
      expect(plot.describe(shown)).toMatch(/mu.*\.$/s);
      expect(plot.describe(shown)).not.toMatch(/NaN|undefined/);
    }
  });

  test.each(kinds)('%s outlives a reload of the page', (kind) => {
    expect(restore({ layout: { ...initialLayout, plot: kind } }).layout.plot).toBe(kind);
  });

  test('say why where there is nothing to draw', () => {
    const none = {
      ...data,
      essGrowth: { ...data.essGrowth, series: [] },
      prior: { ...data.prior, names: [] },
    };
    expect(filled('ess-growth', none)[0].said).toContain('not in this report');
    expect(filled('prior-posterior', none)[0].said).toBe('mu has no prior of its own to draw from.');
  });
});

test('a kind of plot that there is not, from a saved page, becomes the first', () => {
  expect(restore({ layout: { plot: 'violin' } }).layout.plot).toBe('trace');
});
