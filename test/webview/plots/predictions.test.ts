import { expect, test } from 'vitest';
import type { PredictionRow } from '../../../sampler/protocol.ts';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const row = (name: string, mean: number, of: Partial<PredictionRow> = {}): PredictionRow => ({
  name,
  at: [],
  isOutcome: true,
  mean,
  sd: 1,
  q3: mean - 2,
  q50: mean,
  q97: mean + 2,
  ...of,
});

test('each prediction has an interval, a tick at its median and a point at its mean', async () => {
  const predicted = [row('y[1]', 2), row('y[2]', 5)];
  const { plot, shown } = fillFigure(viewPlots.predictions.figure, { predicted });
  const { marks, texts } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.rule.flat()).toHaveLength(2);
  expect(marks.rect.flat()).toHaveLength(2);
  expect(marks.symbol.flat()).toHaveLength(2);
  expect(texts).toEqual(expect.arrayContaining(['y[1]', 'y[2]']));
  expect(plot.describe(shown)).toContain('y[1] 2, from 0 to 4; y[2] 5, from 3 to 7.');
  expect(viewPlots.predictions.room({ predicted }).height).toBe(2 * 18 + 34);
  await expectDrawnInEveryTheme(plot, shown);
});

test('probabilities of labels are one bar for each element, parted by label', async () => {
  const predicted = ['seen[1]', 'seen[2]'].flatMap((element) => [
    row(`P(${element} = bear)`, 0.95, { element, label: 'bear' }),
    row(`P(${element} = fox)`, 0.05, { element, label: 'fox' }),
  ]);
  const { plot, shown } = fillFigure(viewPlots.labels.figure, { predicted });
  const { marks, texts } = await draw(plot.spec(shown, themes[0], size));
  expect(new Set(marks.rect.flat().map(({ y }) => y)).size).toBe(2);
  expect(marks.rect.flat()).toHaveLength(4);
  // Too narrow for its number.
  expect(texts).toContain('0.95');
  expect(texts).not.toContain('0.05');
  expect(viewPlots.labels.room({ predicted }).height).toBe(2 * 24 + 28 + 34);
  await expectDrawnInEveryTheme(plot, shown);
});
