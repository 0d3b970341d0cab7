import { expect, test } from 'vitest';
import { ecdfPlot } from '../../../webview/plots/ecdf.ts';
import { draw, drawsOf, expectDrawnInEveryTheme, size, themes } from './drawn.ts';

const draws = drawsOf(3, 50, (chain, i) => Math.sin(17 * chain + i * i));

test('a cumulative distribution has a rising line for each chain and three marks across', async () => {
  const { marks, texts } = await draw(ecdfPlot.spec(draws, themes[0], size));
  expect(marks.line.map((line) => line.length)).toEqual([52, 52, 52]);
  for (const line of marks.line) {
    for (let i = 1; i < line.length; i++) {
      expect(line[i].x).toBeGreaterThanOrEqual(line[i - 1].x ?? Number.NaN);
      // Up is down on a screen.
      expect(line[i].y).toBeLessThanOrEqual(line[i - 1].y ?? Number.NaN);
    }
    // From 0 at the left end to 1 at the right one.
    expect((line[0].y ?? 0) - (line[51].y ?? 0)).toBeGreaterThan(0.7 * size.height);
  }
  expect(marks.rule.flat()).toHaveLength(3);
  expect(texts).toEqual(expect.arrayContaining(['0%', '50%', '100%']));
});

test('each step is at its draw’s share', () => {
  const four = drawsOf(1, 4, (_, i) => [3, 1, 2, 7][i]);
  const spec = ecdfPlot.spec(four, themes[0], size) as unknown as {
    readonly layer: readonly { readonly data: { readonly values: readonly object[] } }[];
  };
  expect(spec.layer[1].data.values).toEqual([
    { chain: 1, value: 1, share: 0 },
    { chain: 1, value: 1, share: 0.25 },
    { chain: 1, value: 2, share: 0.5 },
    { chain: 1, value: 3, share: 0.75 },
    { chain: 1, value: 7, share: 1 },
    { chain: 1, value: 7, share: 1 },
  ]);
});

test('many draws are thinned, and still end at all of them', async () => {
  const { marks } = await draw(
    ecdfPlot.spec(
      drawsOf(2, 5000, (_, i) => Math.sqrt(i)),
      themes[0],
      size,
    ),
  );
  expect(marks.line.map((line) => line.length)).toEqual([302, 302]);
});

test('draws that are not finite or do not vary are no reason to fail', async () => {
  const broken = drawsOf(2, 10, (chain, i) => (chain === 0 ? Number.NaN : i));
  expect((await draw(ecdfPlot.spec(broken, themes[0], size))).marks.line.flat()).toHaveLength(12);
  const none = drawsOf(1, 5, () => Number.POSITIVE_INFINITY);
  expect((await draw(ecdfPlot.spec(none, themes[0], size))).marks.line?.flat() ?? []).toHaveLength(0);
  await expectDrawnInEveryTheme(
    ecdfPlot,
    drawsOf(2, 10, () => 4),
  );
});

test('it says where the shares are reached, and how far apart the chains are', () => {
  expect(ecdfPlot.describe(drawsOf(1, 101, (_, i) => i))).toBe(
    'Share of the draws of mu at or below each value: 3 % at 3, half at 50, 97 % at 97.',
  );
  // Two chains that do not overlap: where the first has ended, it has all of its draws, all chains half.
  expect(ecdfPlot.describe(drawsOf(2, 50, (chain, i) => 100 * chain + i))).toContain('by 50 % at most');
  // The same draws in another order do not differ; equal draws are one step.
  expect(ecdfPlot.describe(drawsOf(2, 4, (chain, i) => (chain === 0 ? i : 3 - i)))).toContain(
    'by 0 % at most',
  );
  expect(ecdfPlot.describe(drawsOf(2, 4, () => 1))).toContain('by 0 % at most');
});
