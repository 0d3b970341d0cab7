import { describe, expect, it } from 'vitest';
import { householderR } from '../../../sampler/compile/passes/householder.ts';

describe('householderR', () => {
  const rows = 7;
  const columns = 3;
  const a = Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(5 * i) + (i % 3));
  const r = householderR(a, rows, columns);

  it("gives R with R'R = A'A", () => {
    for (let i = 0; i < columns; i++) {
      for (let j = 0; j < columns; j++) {
        let wanted = 0;
        for (let k = 0; k < rows; k++) wanted += a[k * columns + i] * a[k * columns + j];
        let found = 0;
        for (let k = 0; k < columns; k++) found += r[k * columns + i] * r[k * columns + j];
        expect(found).toBeCloseTo(wanted, 12);
      }
    }
  });
  it('is upper triangular', () => {
    expect([r[3], r[6], r[7]]).toEqual([0, 0, 0]);
  });
  it('takes a column of zeros', () => {
    const zero = Float64Array.from(a, (v, i) => (i % 3 === 1 ? 0 : v));
    expect([...householderR(zero, rows, columns)].every(Number.isFinite)).toBe(true);
  });
});
