/** Second moments and quadratic forms, against plain sums. */
import { describe, expect, it } from 'vitest';
import { quadraticForms, secondMoments } from '../../../sampler/infer/second-moments.ts';
import { createRandom } from '../../../sampler/random.ts';

const random = createRandom(3);
const vector = (n: number) => Float64Array.from({ length: n }, () => random.normal());

/** Bit for bit: metrics, and so draws, hang on them. */
describe.each([1, 2, 3, 4, 5, 7, 8, 30])('of %d numbers', (n) => {
  it('second moments are means of products', () => {
    const rows = Array.from({ length: 11 }, () => vector(n));
    const expected = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return rows.reduce((sum, x) => sum + (x[i] / rows.length) * x[j], 0);
    });
    expect(secondMoments(rows, n)).toEqual(expected);
  });

  it("quadratic forms are u' A u of each row", () => {
    const [a, vectors] = [vector(n * n), vector(n * n)];
    const expected = Float64Array.from({ length: n }, (_, k) => {
      const u = vectors.subarray(k * n, (k + 1) * n);
      const dot = (i: number) => u.reduce((sum, x, j) => sum + a[i * n + j] * x, 0);
      return u.reduce((sum, x, i) => sum + x * dot(i), 0);
    });
    expect(quadraticForms(a, vectors, n)).toEqual(expected);
  });
});
