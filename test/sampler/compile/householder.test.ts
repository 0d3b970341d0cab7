import { describe, expect, it } from 'vitest';
import { createTriangle, householderR } from '../../../sampler/compile/passes/householder.ts';

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

describe('createTriangle', () => {
  const columns = 5;
  const sizes = [3, 1, 64, 17, 200];
  const rows = sizes.reduce((a, b) => a + b);
  const a = Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(i * i) * 10 ** (i % columns));

  /** The rows from `first`, column by column. */
  const blockOf = (first: number, count: number) =>
    Float64Array.from({ length: count * columns }, (_, i) => {
      const [column, row] = [Math.floor(i / count), first + (i % count)];
      return a[row * columns + column];
    });
  const inBlocks = (counts: readonly number[]) => {
    const triangle = createTriangle(columns);
    let first = 0;
    for (const count of counts) {
      triangle.add(blockOf(first, count), count);
      first += count;
    }
    return triangle.r;
  };

  it.each([
    ['blocks of many sizes', sizes],
    ['one block', [rows]],
    ['a row at a time', Array.from({ length: rows }, () => 1)],
  ])('agrees with the factor of the whole matrix, but for the signs of rows: %s', (_, counts) => {
    const whole = householderR(a, rows, columns);
    const found = inBlocks(counts);
    for (let i = 0; i < columns; i++) {
      const sign = Math.sign(whole[i * columns + i]) * Math.sign(found[i * columns + i]);
      const largest = Math.max(...whole.subarray(i * columns, (i + 1) * columns).map(Math.abs));
      for (let j = 0; j < columns; j++) {
        const at = i * columns + j;
        expect(Math.abs(sign * found[at] - whole[at])).toBeLessThanOrEqual(1e-13 * largest);
      }
    }
  });
  it('takes columns of zeros', () => {
    const triangle = createTriangle(2);
    triangle.add(Float64Array.of(0, 0, 0, 3, 4, 0), 3);
    triangle.add(Float64Array.of(0, 12), 1);
    expect([...triangle.r]).toEqual([0, 0, 0, -13]);
  });
});
