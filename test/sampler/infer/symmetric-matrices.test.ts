/** Eigenvectors and geometric means against NumPy and SciPy (`test/golden/symmetric-matrices.py`). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometricMean } from '../../../sampler/infer/geometric-mean.ts';
import { symmetricEigen } from '../../../sampler/infer/symmetric-eigen.ts';
import golden from '../../golden/symmetric-matrices.json';

const largest = (values: readonly number[]) => values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

function expectSame(found: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  const apart = expected.map((x, i) => found[i] - x);
  expect(largest(apart)).toBeLessThanOrEqual(tolerance * largest(expected));
}

describe('eigenvalues and eigenvectors', () => {
  it.each(golden.eigen)('$name', ({ matrix, values, vectors }) => {
    const n = values.length;
    const a = Float64Array.from(matrix);
    const found = symmetricEigen(a, n);
    if (found === null) throw new Error('no eigenvalues');
    expectSame(found.values, values, 1e-13);
    if (vectors !== null) expectSame(found.vectors.map(Math.abs), vectors, 1e-9);
    expectDecomposed(a, n, found);
  });

  it('decompose any symmetric matrix', () => {
    const entry = fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, 1, -1));
    const matrix = fc
      .integer({ min: 1, max: 9 })
      .chain((n) => fc.array(entry, { minLength: n * n, maxLength: n * n }).map((values) => ({ n, values })));
    fc.assert(
      fc.property(matrix, ({ n, values }) => {
        const a = Float64Array.from(values, (_, k) => {
          const [i, j] = [Math.floor(k / n), k % n];
          return values[Math.min(i, j) * n + Math.max(i, j)];
        });
        const found = symmetricEigen(a, n);
        if (found === null) throw new Error('no eigenvalues');
        expectDecomposed(a, n, found);
        expect([...found.values]).toEqual([...found.values].sort((x, y) => x - y));
      }),
      { examples: [[{ n: 2, values: [-Number.MIN_VALUE, -Number.MIN_VALUE, 0, 0] }]] },
    );
  });

  it('are none where an entry is not finite', () => {
    expect(symmetricEigen(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)).toBeNull();
    expect(symmetricEigen(Float64Array.of(Number.POSITIVE_INFINITY), 1)).toBeNull();
  });
});

/** The vectors are orthonormal, and A u = λ u. */
function expectDecomposed(
  a: Float64Array,
  n: number,
  { values, vectors }: NonNullable<ReturnType<typeof symmetricEigen>>,
): void {
  const scale = largest([...a]);
  for (let k = 0; k < n; k++) {
    for (let l = 0; l <= k; l++) {
      let product = 0;
      for (let i = 0; i < n; i++) product += vectors[k * n + i] * vectors[l * n + i];
      expect(Math.abs(product - (k === l ? 1 : 0))).toBeLessThan(1e-13);
    }
    for (let i = 0; i < n; i++) {
      let image = 0;
      for (let j = 0; j < n; j++) image += a[i * n + j] * vectors[k * n + j];
      // Products of subnormal numbers are rounded to the smallest of them.
      const bound = 1e-13 * n * scale + 2 * n * Number.MIN_VALUE;
      expect(Math.abs(image - values[k] * vectors[k * n + i])).toBeLessThanOrEqual(bound);
    }
  }
}

describe('the geometric mean of a matrix and the inverse of another', () => {
  it.each(golden.means)('$name', ({ draws, gradients, mean }) => {
    const n = Math.sqrt(mean.length);
    const found = geometricMean(Float64Array.from(draws), Float64Array.from(gradients), n);
    if (found === null) throw new Error('no mean');
    expectSame(found, mean, 1e-10);
  });

  it('is none where a matrix is not positive definite', () => {
    const one = Float64Array.of(1, 0, 0, 1);
    const flat = Float64Array.of(1, 1, 1, 1);
    expect(geometricMean(one, flat, 2)).toBeNull();
    expect(geometricMean(Float64Array.of(-1, 0, 0, 1), one, 2)).toBeNull();
    expect(geometricMean(Float64Array.of(Number.NaN, 0, 0, 1), one, 2)).toBeNull();
  });
});
