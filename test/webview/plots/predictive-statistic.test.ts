import { expect, test } from 'vitest';
import type { PredictiveData } from '../../../sampler/protocol.ts';
import { predictiveStatisticPlot } from '../../../webview/plots/predictive-statistic.ts';
import { expectDrawnInEveryTheme, size, themes } from './drawn.ts';

const draws = [
  [1, 3, 5],
  [2, 4, 6],
  [5, 7, 12],
];
const data: PredictiveData = {
  datum: 'y',
  kind: 'continuous',
  observed: [1, 2, 6],
  draws,
  statistics: [],
};

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The bars of a statistic that hold anything. */
function bars(statistic: string): Bar[] {
  const asked = { data, statistic: { statistic, observed: 3, predicted_mean: 4, p_value: 0.5 } };
  const spec = predictiveStatisticPlot.spec(asked, themes[0], size);
  const [{ data: drawn }] = (spec as { layer: { data: { values: Bar[] } }[] }).layer;
  return drawn.values.filter(({ count }) => count > 0);
}

test.each([
  ['mean', [3, 4, 8]],
  ['sd', [2, 2, Math.sqrt(13)]],
  ['min', [1, 2, 5]],
  ['max', [5, 6, 12]],
  ['zeros', [0, 0, 0]],
] as const)('%s is taken of each predicted data set whole', (statistic, values) => {
  const found = bars(statistic);
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
  for (const value of values)
    expect(found.some(({ from, to }) => from <= value + 1e-12 && value <= to + 1e-12)).toBe(true);
});

test('a statistic is drawn in every theme', async () => {
  const statistic = { statistic: 'mean', observed: 3, predicted_mean: 4, p_value: 0.5 };
  await expectDrawnInEveryTheme(predictiveStatisticPlot, { data, statistic });
});
