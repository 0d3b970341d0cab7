import { expect, test } from 'vitest';
import { tracePlot } from '../../../webview/plots/trace.ts';
import { draw, drawsOf, expectDrawnInEveryTheme, size, themes } from './drawn.ts';

const draws = drawsOf(3, 100, (chain, i) => chain + Math.sin(i));

test('a trace has a line for each chain and a mark for each divergence', async () => {
  const divergent = Float64Array.from({ length: 300 }, (_, i) => (i === 7 || i === 205 ? 1 : 0));
  const { marks } = await draw(tracePlot.spec({ draws, divergent }, themes[0], size));
  expect(marks.line.map((line) => line.length)).toEqual([100, 100, 100]);
  expect(marks.rect.flat()).toHaveLength(2);
});

test('a trace is drawn in every theme, also where divergences are not known', () =>
  expectDrawnInEveryTheme(tracePlot, { draws, divergent: null }));

test('a trace says the means of the chains', () => {
  const level = drawsOf(2, 10, (chain) => chain + 0.5);
  expect(tracePlot.describe({ draws: level, divergent: null })).toBe(
    '10 draws of mu in order, for 2 chains. Means of the chains: 0.5, 1.5.',
  );
});
