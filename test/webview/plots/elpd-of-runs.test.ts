/** Differences of elpd: a model that is not clearly worse is told apart from one that is. */
import { expect, test } from 'vitest';
import { isClearlyWorse } from '../../../sampler/report/elpd-words.ts';
import { elpdOfRunsPlot } from '../../../webview/plots/elpd-of-runs.ts';
import { draw, expectDrawnInEveryTheme, size, themeOf } from './drawn.ts';

const row = (run: string, elpd_diff: number, se_diff: number | null) => ({
  run,
  model: run,
  provisional: false,
  elpd_loo: -100 + elpd_diff,
  se: 5,
  elpd_diff,
  se_diff,
  weight: 0,
  p_worse: null,
});
const rows = [row('A', 0, 0), row('B', -3.9, 0.5), row('C', -20, 11), row('D', -20, 9)];
const data = { compared: { rows, warnings: [] }, labelWidth: 60, rowHeight: 26 };

test('two standard errors and a difference of four make it clear', () => {
  expect(rows.map(isClearlyWorse)).toEqual([false, false, false, true]);
  expect(isClearlyWorse({ elpd_diff: -4, se_diff: 1.9 })).toBe(true);
  expect(isClearlyWorse({ elpd_diff: -40, se_diff: null })).toBe(false);
});

test('what is not clear is hollow, in another colour, and said', async () => {
  const theme = themeOf('light');
  const { marks } = await draw(elpdOfRunsPlot.spec(data, theme, size));
  const [points] = marks.symbol;
  expect(points.map(({ fill, stroke }) => [fill, stroke])).toEqual([
    [theme.foreground, theme.foreground],
    [theme.background, theme.accent],
    [theme.background, theme.accent],
    [theme.divergence, theme.divergence],
  ]);
  expect(elpdOfRunsPlot.describe(data)).toBe(
    'Expected log predictive density less that of A, the best: B -3.9, standard error 0.5, which is not clear; C -20, standard error 11, which is not clear; D -20, standard error 9. The table has the numbers.',
  );
  await expectDrawnInEveryTheme(elpdOfRunsPlot, data);
});

test('models that predict exactly alike have an axis', async () => {
  const alike = { ...data, compared: { rows: [row('A', 0, 0), row('B', 0, 0)], warnings: [] } };
  const { texts } = await draw(elpdOfRunsPlot.spec(alike, themeOf('light'), size));
  expect(texts.filter((text) => /^[−-]?\d/.test(text))).toEqual(expect.arrayContaining(['0.0', '1.0']));
});
