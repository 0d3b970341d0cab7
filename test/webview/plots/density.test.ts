import { expect, test } from 'vitest';
import { densityPlot } from '../../../webview/plots/density.ts';
import { draw, drawsOf, size, themes } from './drawn.ts';

test('a density has a curve for each chain, the interval and the mean', async () => {
  const draws = drawsOf(4, 300, (chain, i) => Math.sin(1 + i * i) + 0.1 * chain);
  const { marks } = await draw(
    densityPlot.spec({ draws, interval: [-0.9, 0.9], mean: 0.1 }, themes[0], size),
  );
  expect(marks.line).toHaveLength(4);
  expect(marks.rule.flat()).toHaveLength(1);
  expect(marks.symbol.flat()).toHaveLength(1);
});

test('a density of what does not vary shows its place without a curve', async () => {
  const draws = drawsOf(2, 50, () => 3);
  const { marks } = await draw(densityPlot.spec({ draws, interval: [3, 3], mean: 3 }, themes[0], size));
  expect(marks.line?.flat() ?? []).toEqual([]);
  expect(marks.symbol.flat()).toHaveLength(1);
});
