import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extent, sorted } from '../../../sampler/stats/argsort.ts';
import { autocorrelation } from '../../../sampler/stats/autocovariance.ts';
import { mean, sd } from '../../../sampler/stats/moments.ts';
import { quantileOfSorted } from '../../../sampler/stats/quantile.ts';

const numbers = (minLength: number) =>
  fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength, maxLength: 50 });

describe('plain and typed arrays alike have', () => {
  test('a mean and a standard deviation', () => {
    expect([mean([1, 2, 6]), mean(Float64Array.of(1, 2, 6))]).toEqual([3, 3]);
    expect([sd([1, 2, 6]), sd(Float64Array.of(1, 2, 6))]).toEqual([Math.sqrt(7), Math.sqrt(7)]);
    expect(sd([1])).toBeNaN();
  });

  test('quantiles between their ends, rising with the probability', () => {
    fc.assert(
      fc.property(numbers(1), fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const ordered = sorted(values);
        expect(quantileOfSorted(ordered, 0)).toBe(ordered[0]);
        expect(quantileOfSorted(ordered, 1)).toBe(ordered[ordered.length - 1]);
        expect(quantileOfSorted(ordered, p)).toBe(quantileOfSorted([...ordered], p));
        expect(quantileOfSorted(ordered, p)).toBeGreaterThanOrEqual(quantileOfSorted(ordered, p / 2));
      }),
    );
    // numpy.quantile([1, 2, 4, 8], 0.4)
    expect(quantileOfSorted([1, 2, 4, 8], 0.4)).toBeCloseTo(2.4, 14);
    expect(quantileOfSorted([], 0.5)).toBeNaN();
  });

  test('an extent of what is finite', () => {
    expect(extent([Number.NaN, 3, -1, Number.POSITIVE_INFINITY])).toEqual([-1, 3]);
    expect(extent([Number.NaN])).toBeNull();
    expect(extent([])).toBeNull();
  });
});

describe('the autocorrelation of a chain', () => {
  test('is Σ (xᵢ − x̄)(xᵢ₊ₜ − x̄) over its value at lag 0, at few lags and at many', () => {
    const chain = Float64Array.from({ length: 300 }, (_, i) => Math.sin(i / 7) + Math.sin(i * i));
    const centred = chain.map((value) => value - chain.reduce((a, b) => a + b) / chain.length);
    const at = (lag: number) => centred.reduce((sum, x, i) => sum + x * (centred[i + lag] ?? 0), 0);
    const found = autocorrelation(chain, 120);
    expect(found).toHaveLength(121);
    for (let lag = 0; lag <= 120; lag++) expect(found[lag]).toBeCloseTo(at(lag) / at(0), 10);
  });

  test('is 0 where the chain does not vary, and ends where the chain does', () => {
    expect(autocorrelation(new Float64Array(5).fill(2), 3)).toEqual(new Float64Array(4));
    expect(autocorrelation(Float64Array.of(1, 2, 3), 10)).toHaveLength(3);
    expect(autocorrelation(new Float64Array(0), 10)).toHaveLength(0);
  });
});
