import { expect, test } from 'vitest';
import { eachAnswered } from '../../../sampler/draws/draw-statistics.ts';
import type { SamplerAnswer } from '../../../sampler/protocol.ts';
import { viewPlots } from '../../../webview/plots/view-plots.ts';
import { draw, drawsOf, expectDrawnInEveryTheme, fillFigure, size, themes } from './drawn.ts';

const x = drawsOf(1, 100, (_, i) => Math.sin(i), 'mu');
const y = drawsOf(1, 100, (_, i) => Math.exp(Math.sin(i)), 'tau');
const sampler: SamplerAnswer<Float64Array> = {
  kind: 'sampler',
  chains: 1,
  drawsPerChain: 100,
  ...eachAnswered(() => new Float64Array(100)),
  divergent: Float64Array.from({ length: 100 }, (_, i) => Number(i < 7)),
};
const { pairs } = viewPlots;

test('pairs have a density for each quantity, and a panel with draws and divergences for each pair', async () => {
  const { plot, shown } = fillFigure(pairs.figure, { pairs: { quantities: [x, y], log: false }, sampler });
  const { marks } = await draw(plot.spec(shown, themes[0], { width: 480, height: 400 }));
  expect(marks.symbol.map((points) => points.length)).toEqual([93, 7]);
  expect(marks.symbol[1].every(({ fill }) => fill === themes[0].divergence)).toBe(true);
  expect(marks.area).toHaveLength(2);
  expect(plot.describe(shown)).toContain('with 7 divergences marked');
  await expectDrawnInEveryTheme(plot, shown);
});

test('the logarithm is of positive quantities alone', async () => {
  const { plot, shown } = fillFigure(pairs.figure, { pairs: { quantities: [x, y], log: true }, sampler });
  const { texts } = await draw(plot.spec(shown, themes[0], size));
  expect(texts).toEqual(expect.arrayContaining(['mu', 'log tau']));
  // tau = exp(mu).
  expect(plot.describe(shown)).toContain('mu and log tau 1.');
});

test('pairs need two quantities, and say what the crosses are', () => {
  const one = { pairs: { quantities: [x], log: false }, sampler: null };
  expect(fillFigure(pairs.figure, one).said).toBe('Choose two quantities or more.');
  // Draws of another program may not say which diverged.
  expect(pairs.explanation(one)).toBe('Each point is a draw.');
  const calm = { ...sampler, divergent: sampler.divergent.map(() => 0) };
  expect(pairs.explanation({ ...one, sampler: calm })).toBe('Each point is a draw. No draw diverged.');
  expect(pairs.explanation({ ...one, sampler })).toContain('red crosses are the 7 divergences');
});
