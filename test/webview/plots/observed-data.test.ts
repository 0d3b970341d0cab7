/** What is drawn of observed data beside the predictions of each kind. */
import { expect, test } from 'vitest';
import type { PredictiveData } from '../../../sampler/protocol.ts';
import { predictivePlots, predictorLines } from '../../../webview/plots/predictive-plots.ts';
import { draw, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const made = (of: Pick<PredictiveData, 'kind' | 'observed' | 'draws' | 'labels'>) => {
  const observed: PredictiveData = { datum: 'y', statistics: [], ...of };
  const given = { observed, from: 'posterior' as const };
  return { given, ...fillFigure(predictivePlots[of.kind].figure, given) };
};

test('a density of the data lies over sixty of the predictions at most', async () => {
  const set = (k: number) => Array.from({ length: 30 }, (_, i) => Math.sin(i * i + k));
  const { plot, shown } = made({
    kind: 'continuous',
    observed: set(0),
    draws: Array.from({ length: 200 }, (_, k) => set(k)),
  });
  const { marks } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.line).toHaveLength(61);
  expect(marks.line.filter(([{ stroke }]) => stroke === themes[0].reference)).toHaveLength(1);
});

test('a rootogram marks the frequencies that the model does not predict', async () => {
  const { plot, shown } = made({
    kind: 'count',
    observed: [0, 0, 0, 1, 2],
    draws: Array.from({ length: 10 }, () => [0, 1, 1, 1, 2]),
  });
  const { marks } = await draw(plot.spec(shown, themes[0], size));
  const outside = marks.rect.flat().map(({ fill }) => fill === themes[0].divergence);
  expect(outside).toEqual([true, true, false]);
  expect(plot.describe(shown)).toContain('for 2 of 3 values');
});

test('shares of labels are those of the data, and points those of the predictions', async () => {
  const { plot, shown, given } = made({
    kind: 'label',
    labels: ['bear', 'fox'],
    observed: [1, 1, 1, 2],
    draws: [
      [1, 1, 2, 2],
      [1, 2, 2, 2],
    ],
  });
  const { marks, texts } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.rect.flat()).toHaveLength(2);
  expect(texts).toEqual(expect.arrayContaining(['bear', 'fox']));
  expect(plot.describe(shown)).toContain('bear observed 0.75, predicted 0.375');
  expect(predictivePlots.label.room(given).height).toBe(2 * 26 + 44);
});

test('calibration is the diagonal where each probability is right', async () => {
  // Half of the data has probability 1/4, half 3/4, and so many come true.
  const observed = [1, 0, 0, 0, 1, 1, 1, 0];
  const draws = Array.from({ length: 4 }, (_, k) =>
    observed.map((_, i) => Number(i < 4 ? (i + k) % 4 === 0 : (i + k) % 4 !== 0)),
  );
  const { plot, shown } = made({ kind: 'binary', observed, draws });
  const { marks } = await draw(plot.spec(shown, themes[0], size));
  // Band, diagonal, line.
  expect(marks.area).toHaveLength(1);
  expect(marks.line.map((line) => line.length)).toEqual([2, 41]);
  const spec = plot.spec(shown, themes[0], size) as {
    data: { values: { predicted: number; observed: number }[] };
  };
  for (const { predicted, observed: seen } of spec.data.values) expect(seen).toBeCloseTo(predicted, 12);
});

test('along a predictor there is a line for each draw and a point for each datum', async () => {
  const observed: PredictiveData = {
    datum: 'y',
    kind: 'continuous',
    observed: [1, 2, 3],
    draws: [],
    statistics: [],
  };
  const lines = {
    predictor: 'x',
    x: [0, 1],
    draws: [
      [0, 1],
      [1, 3],
    ],
    observedAt: [0, 0.5, 1],
    held: [{ name: 'z', value: '4' }],
  };
  const { plot, shown } = fillFigure(predictorLines.figure, { observed, lines, from: 'posterior' });
  const { marks, texts } = await draw(plot.spec(shown, themes[0], size));
  expect(marks.line).toHaveLength(2);
  expect(marks.symbol.flat()).toHaveLength(3);
  expect(texts).toContain('x (z = 4)');
  await expectDrawnInEveryTheme(plot, shown);
});
