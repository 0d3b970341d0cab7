import { expect, test } from 'vitest';
import type { PredictiveData } from '../../../sampler/protocol.ts';
import { predictiveStatisticPlot, pValueText } from '../../../webview/plots/predictive-statistic.ts';
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

test.each([
  [0.001, 'posterior', 'p = 0.001: not reproduced'],
  [0.001, 'prior', 'p = 0.001: few of the implied data sets are like the data'],
  [0.999, 'prior', 'p = 0.999: few of the implied data sets are like the data'],
  [0.4, 'prior', 'p = 0.400'],
] as const)('p = %d from the %s is said as it is', (p_value, from, words) => {
  const statistic = { statistic: 'mean', observed: 30, predicted_mean: 4, p_value };
  expect(pValueText({ data, statistic }, from)).toBe(words);
});
