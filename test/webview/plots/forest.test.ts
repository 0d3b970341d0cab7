import { expect, test } from 'vitest';
import type { SummaryRow } from '../../../sampler/report/sample-report.ts';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const row = (name: string, mean: number): SummaryRow => ({
  name,
  mean,
  sd: 1,
  hdi_3: mean - 2,
  hdi_97: mean + 3,
  mcse_mean: 0,
  mcse_sd: 0,
  ess_bulk: 400,
  ess_tail: 400,
  r_hat: 1,
});
const all = [row('mu', 1), row('tau', 4), row('theta[1]', 95)];
const part = [
  { ...all[0], isBad: false },
  { ...all[1], isBad: true },
];
const given = { forest: { part, all } };
const { plot, shown } = fillFigure(viewPlots.forest.figure, given);

test('a forest has two bars and a point for each quantity, and a line at zero', async () => {
  const { marks, texts } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.symbol.flat()).toHaveLength(2);
  expect(marks.rule.map((rules) => rules.length)).toEqual([1, 2, 2]);
  // Not by the colour alone.
  expect(texts).toEqual(expect.arrayContaining(['mu', '⚠ tau']));
  const bad = marks.rule.flat().filter(({ stroke }) => stroke === themes[0].divergence);
  expect(bad).toHaveLength(2);
  await expectDrawnInEveryTheme(plot, shown);
});

test('parts of a forest have the scale of the whole list, 3 % wider at each end', () => {
  expect(shown).toMatchObject({ domain: [-1 - 0.03 * 99, 98 + 0.03 * 99] });
  expect(viewPlots.forest.room(given).height).toBe(2 * 18 + 34);
  expect(plot.describe(shown)).toBe(
    'Means and 94 % intervals of 2 quantities: mu 1, tau 4. The table has the numbers.',
  );
});
