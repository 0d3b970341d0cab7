import { expect, test } from 'vitest';
import type { ContrastRow, EffectRow, EffectsReport } from '../../../sampler/report/effects-report.ts';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const summary = (mean: number) => ({ mean, sd: 0.5, q3: mean - 1, q50: mean, q97: mean + 1 });
const rowsAt = (values: readonly (number | string)[]): readonly EffectRow[] =>
  values.map((value, k) => ({ of: 'site', at: { site: value }, averaged: false, ...summary(k) }));
const along = (values: readonly (number | string)[]) => ({
  expected: { name: 'Expected y', of: 'site', rows: rowsAt(values) },
});

test('each label of a predictor is on a line of its own, however many and long they are', async () => {
  const labels = Array.from({ length: 20 }, (_, i) => `Hospital number ${i + 1} of the county`);
  const { plot, shown } = fillFigure(viewPlots.expected.figure, along(labels));
  const { marks, texts } = await draw(plot.spec(shown, themes[0], size));
  expect(texts).toEqual(expect.arrayContaining(labels));
  expect(marks.symbol.flat()).toHaveLength(20);
  expect(marks.rule.flat()).toHaveLength(20);
  const { height } = viewPlots.expected.room(along(labels));
  expect(height).toBeGreaterThan(20 * 20);
  expect(viewPlots.expected.room(along([1, 2, 3, 4]))).toMatchObject({ height: 240 });
  await expectDrawnInEveryTheme(plot, shown);
});

test('numbers are a line with its band, and few of them points', async () => {
  const line = fillFigure(viewPlots.expected.figure, along([-1, 0, 1, 2]));
  expect(Object.keys((await draw(line.plot.spec(line.shown, themes[0], size))).marks)).toEqual(
    expect.arrayContaining(['area', 'line']),
  );
  const points = fillFigure(viewPlots.expected.figure, along([0, 1]));
  const { marks } = await draw(points.plot.spec(points.shown, themes[0], size));
  expect(marks.symbol.flat()).toHaveLength(2);
});

test('the contrasts of categories are told as probabilities', () => {
  const contrast = (category?: string) =>
    ({
      of: 'x',
      from: 0,
      to: 1,
      ...(category === undefined ? {} : { category }),
      ...summary(1),
    }) as unknown as ContrastRow;
  const words = (contrasts: readonly ContrastRow[]) =>
    viewPlots.contrasts.explanation({
      effects: { outcome: 'y', rope: null, contrasts } as unknown as EffectsReport,
    });
  expect(words([contrast()])).toMatch(/^How much the expected y differs/);
  expect(words([contrast('a'), contrast('b')])).toMatch(/^How much the probability of each y differs/);
});
