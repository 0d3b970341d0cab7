/** Data of every kind beside its predictions: drawn in every theme. */
import { expect, test } from 'vitest';
import type { PredictiveData } from '../../../sampler/protocol.ts';
import { predictivePlots } from '../../../webview/plots/predictive-plots.ts';
import { expectDrawnInEveryTheme, fillFigure } from './drawn.ts';

const values: Readonly<Record<PredictiveData['kind'], (i: number) => number>> = {
  continuous: (i) => Math.sin(i * i),
  count: (i) => (i * 7) % 5,
  binary: (i) => (i * 5) % 2,
  label: (i) => (i % 3) + 1,
};

test.each(Object.keys(predictivePlots) as PredictiveData['kind'][])('%s data', async (kind) => {
  const of = values[kind];
  const data: PredictiveData = {
    datum: 'y',
    kind,
    observed: Array.from({ length: 30 }, (_, i) => of(i)),
    draws: Array.from({ length: 20 }, (_, set) => Array.from({ length: 30 }, (__, i) => of(i + set))),
    statistics: [],
    ...(kind === 'label' ? { labels: ['a', 'b', 'c'] } : {}),
  };
  const { plot, shown } = fillFigure(predictivePlots[kind].figure, { observed: data, from: 'posterior' });
  await expectDrawnInEveryTheme(plot, shown);
  expect(plot.title(shown)).toContain('y');
  expect(plot.describe(shown)).not.toMatch(/NaN|undefined/);
});
