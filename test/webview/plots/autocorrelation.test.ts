import { expect, test } from 'vitest';
import { autocorrelationPlot } from '../../../webview/plots/autocorrelation.ts';
import { draw, drawsOf, size, themes } from './drawn.ts';

test('autocorrelation has a line for each chain, 61 lags long', async () => {
  const draws = drawsOf(3, 200, (chain, i) => Math.sin(chain + i / 9));
  const { marks } = await draw(autocorrelationPlot.spec(draws, themes[0], size));
  expect(marks.line.map((line) => line.length)).toEqual([61, 61, 61]);
});

test('autocorrelation is said for near and far lags', () => {
  // Two values by turns: −1 at lag 1, +1 at lag 10, less what the ends take away.
  const turns = drawsOf(1, 1000, (_, i) => i % 2);
  expect(autocorrelationPlot.describe(turns)).toBe(
    'Autocorrelation of mu, mean of 1 chains: -0.999 at lag 1, 0.99 at lag 10.',
  );
});
