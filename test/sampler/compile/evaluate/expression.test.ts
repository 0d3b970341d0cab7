import { describe, expect, it } from 'vitest';
import { evaluate, reduceValues, tabulate } from '../../../../sampler/compile/evaluate/expression.ts';
import * as ir from '../../interpreter/ir-builder.ts';

const { at, bin, idx, loop, num, reduce, un, when } = ir;
const arrays = (id: number) => {
  if (id !== 4) throw new Error(`array ${id} is not known`);
  return { shape: [2, 3], values: Float64Array.of(1, 2, 3, 4, 5, 6) };
};

describe('evaluate', () => {
  it('reduces rows of a table', () => {
    const out = new Float64Array(2);
    tabulate([loop(0, 2)], [2], reduce('sum', loop(1, 3), at(4, idx(0), idx(1))), arrays, out);
    expect([...out]).toEqual([6, 15]);
  });
  it('reads only the branch that is taken', () => {
    const body = when(bin('lt', idx(0), num(2)), at(4, idx(0), 0), at(9, idx(0)));
    expect(evaluate(body, new Map([[0, 1]]), arrays)).toBe(4);
  });
  it('gives NaN out of range, and for an index that is not bound', () => {
    expect(evaluate(at(4, 2, 0), new Map(), arrays)).toBeNaN();
    expect(evaluate(at(4, 0, -1), new Map(), arrays)).toBeNaN();
    expect(evaluate(un('exp', idx(7)), new Map(), arrays)).toBeNaN();
  });
  it('evaluates once what it has many times, and anew for each element of a reduction', () => {
    let tower = bin('mul', at(4, 1, idx(0)), num(2 ** -40));
    for (let level = 0; level < 40; level++) tower = bin('add', tower, tower);
    const reads: number[] = [];
    const value = evaluate(reduce('sum', loop(0, 3), tower), new Map(), arrays, (_, flat) =>
      reads.push(flat),
    );
    expect(value).toBe(15);
    expect(reads).toEqual([3, 4, 5]);
  });
  it('describes every element that it reads', () => {
    const read: number[][] = [];
    const body = bin('add', at(4, 1, 2), at(4, 0, 1));
    evaluate(body, new Map(), arrays, (array, flat, value) => read.push([array, flat, value]));
    expect(read).toEqual([
      [4, 5, 6],
      [4, 1, 2],
    ]);
  });
});

describe('reduceValues', () => {
  it.each([
    ['sum', 7, 0],
    ['prod', 3.75, 1],
    ['min', 0.5, Number.POSITIVE_INFINITY],
    ['max', 5, Number.NEGATIVE_INFINITY],
    ['log_sum_exp', 5.040476, Number.NEGATIVE_INFINITY],
  ] as const)('%s, also of nothing', (fn, wanted, empty) => {
    const values = [1.5, 0.5, 5];
    expect(reduceValues(fn, 3, (k) => values[k])).toBeCloseTo(wanted, 6);
    expect(reduceValues(fn, 0, () => Number.NaN)).toBe(empty);
  });
  it('shifts a sum of exponentials, so that nothing overflows', () => {
    expect(reduceValues('log_sum_exp', 2, () => 1000)).toBeCloseTo(1000 + Math.LN2, 12);
    expect(reduceValues('log_sum_exp', 2, () => Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
  });
});
