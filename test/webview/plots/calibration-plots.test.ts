/** Ranks of true values: their histogram and their distribution, with the bands of uniform ranks. */
import { expect, test } from 'vitest';
import { binomialInterval, binsFor, countRanks } from '../../../webview/numerics/rank-counts.ts';
import { rankDifferencePlot } from '../../../webview/plots/rank-difference.ts';
import { trueRanksPlot } from '../../../webview/plots/true-ranks.ts';
import { calibrationOf } from '../calibrations.ts';
import { draw, expectDrawnInEveryTheme, size, themeOf } from './drawn.ts';

const report = calibrationOf({ mu: 1, low: 1.6 });
const { draws, band, level } = report;
const [right, wrong] = report.rows.map(({ name, ranks, passes }) => ({
  name,
  ranks,
  passes,
  draws,
  band,
  level,
}));

/** Exact, by whole numbers: of C(n, k) (b - 1)^(n - k) / b^n. */
function exactInterval(count: number, bins: number, tail: number): readonly number[] {
  const all = BigInt(bins) ** BigInt(count);
  const mass: bigint[] = [];
  let ways = 1n;
  for (let k = 0; k <= count; k++) {
    mass.push(ways * BigInt(bins - 1) ** BigInt(count - k));
    ways = (ways * BigInt(count - k)) / BigInt(k + 1);
  }
  const share = (part: bigint) => Number((part * 10n ** 15n) / all) / 1e15;
  let sum = 0n;
  const below = mass.map((one) => {
    sum += one;
    return share(sum);
  });
  return [below.findIndex((p) => p > tail), below.findIndex((p) => p >= 1 - tail)];
}

test('the counts of a bin of uniform ranks are binomial', () => {
  for (const [count, bins, level] of [
    [200, 20, 0.9995],
    [200, 20, 0.99],
    [1000, 20, 0.99],
    [20, 2, 0.9],
    [5000, 20, 0.9995],
  ] as const)
    expect(binomialInterval(count, bins, level), `${count} in ${bins}`).toEqual(
      exactInterval(count, bins, (1 - level) / 2),
    );
});

test('bins are equal, and have enough ranks', () => {
  expect([200, 1000, 100, 50, 20].map((count) => binsFor(100, count))).toEqual([20, 20, 10, 5, 2]);
  expect(binsFor(7, 200)).toBe(7);
  expect(binsFor(101, 200)).toBe(1);
  expect(countRanks([0, 4, 5, 99], 100, 20)).toEqual([2, 1, ...new Array(17).fill(0), 1]);
});

test('the difference from uniform ranks starts and ends at zero, and says whether it leaves the band', async () => {
  const values = rankDifferencePlot.spec(wrong, themeOf('light'), size).data as {
    values: readonly { at: number; difference: number; low: number; high: number }[];
  };
  expect(values.values).toHaveLength(101);
  expect(values.values[0]).toEqual({ at: 0, difference: 0, low: 0, high: 0 });
  const below = wrong.ranks.filter((rank) => rank < 30).length / 200;
  expect(values.values[30].difference).toBeCloseTo(below - 0.3, 12);
  expect(values.values[30].low).toBeCloseTo(band.lower[29] / 200 - 0.3, 12);
  // As the test says: ranks that pass stay within.
  expect(rankDifferencePlot.describe(right)).toMatch(/within the band of uniform ranks everywhere/);
  expect(rankDifferencePlot.describe(wrong)).toMatch(/leaves the band of uniform ranks at \d+ of 99 values/);
});

test('a row that fails has another colour and another sentence', async () => {
  const theme = themeOf('light');
  const colorOf = async (data: typeof right) => (await draw(trueRanksPlot.spec(data, theme, size))).colors;
  expect(await colorOf(wrong)).toContain(theme.divergence);
  expect(await colorOf(right)).not.toContain(theme.divergence);
  expect(trueRanksPlot.describe(right)).toMatch(
    /^200 ranks of the true values of mu among 99 draws, in 20 bins of/,
  );
  for (const data of [right, wrong]) {
    await expectDrawnInEveryTheme(rankDifferencePlot, data);
    await expectDrawnInEveryTheme(trueRanksPlot, data);
  }
  const { marks } = await draw(trueRanksPlot.spec(right, theme, size));
  expect(marks.rect.at(-1)).toHaveLength(20);
});
