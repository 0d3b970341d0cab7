/** The test of uniform ranks, and its bands, against another algorithm in test/golden/rank-uniformity.py. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../sampler/calibrate/judge-ranks.ts';
import { uniformityTest } from '../../../sampler/calibrate/rank-uniformity.ts';

interface Golden {
  readonly cases: readonly {
    readonly name: string;
    readonly ranks: number;
    readonly found: readonly number[];
    readonly p_value: number;
  }[];
  readonly bands: readonly {
    readonly count: number;
    readonly ranks: number;
    readonly level: number;
    readonly lower: readonly number[];
    readonly upper: readonly number[];
  }[];
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('../../golden/rank-uniformity.json', import.meta.url), 'utf8'),
);

describe('the test of uniform ranks', () => {
  it.each(golden.cases)('has the p-value of $name', ({ ranks, found, p_value }) => {
    const own = uniformityTest(found.length, ranks).pValue(found);
    expect(Math.abs(own - p_value)).toBeLessThan(1e-9);
  });

  it.each(golden.bands)('has the band of $count of $ranks at $level', ({ count, ranks, level, ...band }) => {
    expect(uniformityTest(count, ranks).band(level)).toEqual(band);
  });
});

describe('the shape of ranks', () => {
  const spread = (quantile: (p: number) => number) =>
    Array.from({ length: 200 }, (_, i) => Math.floor(100 * quantile((i + 0.5) / 200)));

  it.each([
    ['low', (p: number) => p ** 1.5],
    ['high', (p: number) => p ** 0.6],
    ['narrow', (p: number) => (p < 0.5 ? 2 * p * p : 1 - 2 * (1 - p) ** 2)],
    ['wide', (p: number) => 0.25 + p / 2],
    ['uneven', (p: number) => (p < 0.5 ? 0.18 + 0.14 * p : 0.75 + 0.14 * (p - 0.5))],
  ] as const)('is %s', (shape, quantile) => {
    expect(shapeOf(spread(quantile), 99)).toBe(shape);
  });
});
