import { expect, test } from 'vitest';
import { rankPlot } from '../../../webview/plots/rank.ts';
import { draw, drawsOf, size, themes } from './drawn.ts';

test('ranks have twenty bars for each chain and a band behind them', async () => {
  const draws = drawsOf(4, 200, (chain, i) => Math.sin(17 * chain + i * i));
  const { marks } = await draw(rankPlot.spec(draws, themes[0], size));
  expect(marks.rect.flat()).toHaveLength(4 * 20 + 4);
  expect(marks.rule.flat()).toHaveLength(4);
});

test('ranks say how far the chains are from agreeing', () => {
  // Two chains that lie apart: every bar is twice as high as it should be, or empty.
  const apart = drawsOf(2, 100, (chain, i) => 1000 * chain + i);
  expect(rankPlot.describe(apart)).toContain('off by 100 %');
});
