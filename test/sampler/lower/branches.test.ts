/** What is computed ahead of a branch, and shapes where data decide that there is a branch or an element. */
import { describe, expect, it } from 'vitest';
import { dataOf, irOf, logDensityAt, normalLog, quantitiesAt } from './model.ts';

const data = dataOf(
  { n: 3, g: 2 },
  {
    x: { values: [1, 2, 4], dims: ['n'] },
    y: { values: [1, 2, 3, 5, 8, 13], dims: ['g', 'n'] },
    flag: 1,
  },
);

describe('a sum that both branches use', () => {
  it('has its value in each of them', () => {
    const ir = irOf(
      `dim n, g
       data { y : real[g, n] }
       param a[n] ~ Flat()
       fun bent(s) = if a < 0 then s else 2 * s
       deterministic v = bent(sum(a * y[j] for j in g)) + 0 * y`,
      data,
    );
    const { v } = quantitiesAt(ir, [-1, 1, 2]);
    expect(v).toEqual([-6, 20, 64, -6, 20, 64]);
  });
});

describe('a branch that data decide', () => {
  it('has the shape of both', () => {
    const ir = irOf(
      `dim n
       data { x : real[n]  flag : int }
       param a ~ Flat()
       deterministic v = if flag == 1 then a else x
       deterministic w = if flag == 1 then v[2] else x
       potential p = if flag == 0 then x else a`,
      data,
    );
    expect(ir.quantities.map((q) => [q.name, q.shape])).toEqual([
      ['a', []],
      ['v', [3]],
      ['w', [3]],
    ]);
    expect(quantitiesAt(ir, [0.5]).v).toEqual([0.5, 0.5, 0.5]);
    // Each element of the potential counts.
    expect(logDensityAt(ir, [0.5])).toBe(1.5);
  });

  it('does not mind that the other could not be computed', () => {
    const ir = irOf(
      `dim n
       data { x : real[n] }
       fun before(t) = if t > 1 then x[t - 1] else 0
       param a ~ Flat()
       deterministic v = before(1) + before(2) + a`,
      data,
    );
    expect(quantitiesAt(ir, [0]).v).toEqual([1]);
  });
});

describe('a sum over a range that is empty', () => {
  it('has the shape of what would be summed', () => {
    const ir = irOf(
      `dim n
       data { x : real[n]  count : int }
       param a ~ Flat()
       deterministic v = sum(a * x for j in 1..count)
       deterministic w = v[2] + sum(x[j + 7] for j in 1..count)`,
      dataOf({ n: 3 }, { x: { values: [1, 2, 4], dims: ['n'] }, count: 0 }),
    );
    expect(quantitiesAt(ir, [0.5])).toMatchObject({ v: [0, 0, 0], w: [0] });
  });
});

describe('the log density of an array', () => {
  it('has its axes in the order that the checker says', () => {
    const ir = irOf(
      `dim n, g
       data { x : real[n]  y : real[g, n] }
       param m[g] ~ Flat()
       deterministic v = logpdf(Normal(m, exp(y)), x)`,
      data,
    );
    expect(ir.quantities[1].dims.map((d) => d.name)).toEqual(['g', 'n']);
    const [first, , , , last] = quantitiesAt(ir, [0, 1]).v;
    expect(first).toBeCloseTo(normalLog(1, 0, Math.exp(1)), 12);
    expect(last).toBeCloseTo(normalLog(2, 1, Math.exp(8)), 12);
  });
});

describe('a sum under two conditions', () => {
  it('asks the outer one first', () => {
    const ir = irOf(
      `dim n, g
       data { x : real[n]  y : real[g, n] }
       param a[n] ~ Flat()
       deterministic v[i in n, j in g] = if i > 1 then (if a[i - 1] > 0 then sum(a[i - 1] * x[k] for k in n) else 0) else y[j, i]`,
      data,
    );
    expect(quantitiesAt(ir, [1, -1, 5]).v).toEqual([1, 5, 7, 7, 0, 0]);
  });
});
