/**
 * Parameters whose priors refer to each other, `param { … }`: the density against the model with each element written
 * out, draws from the prior against moments by hand, and the names and order of what is stored.
 */
import { describe, expect, it } from 'vitest';
import { dataOf, irOf, lowerText } from '../lower/model.ts';
import { priorOf, rowOf } from '../predict/models.ts';
import { expectSame } from './expect-same.ts';

describe('parameters whose priors refer to each other', () => {
  const arrays = {
    u: { values: [0.3, -0.4, 1.1, 2.5], dims: ['time'], element: 'real' as const },
    v: { values: [1.3, 0.2, -0.6, 0.4], dims: ['time'], element: 'real' as const },
  };
  const head = `data { u : real[time]  v : real[time] }
param a ~ Normal(0.5, 0.3)
param b ~ Normal(0.2, 0.3)
param s ~ HalfNormal(1)
`;
  const tail = `
observe u ~ Normal(x, 0.5)
observe v ~ Normal(y, 0.5)`;

  it('have the density of the elements written out', async () => {
    const terms = [2, 3, 4].map(
      (t) => `
  + logpdf(Normal(a * x[${t - 1}] + b * y[${t - 1}], s), x[${t}]) + logpdf(StudentT(4, b * x[${t - 1}] - a * y[${t - 1}], s), y[${t}])`,
    );
    await expectSame(
      `${head}param {
  x[t in time] ~ Normal(if t == 1 then 0 else a * x[t - 1] + b * y[t - 1], s)
  y[t in time] ~ StudentT(4, if t == 1 then 1 else b * x[t - 1] - a * y[t - 1], s)
}${tail}`,
      `${head}param x[time] ~ Flat()
param y[time] ~ Flat()
potential p = logpdf(Normal(0, s), x[1]) + logpdf(StudentT(4, 1, s), y[1])${terms.join('')}${tail}`,
      { time: 4 },
      arrays,
    );
  });

  it('may refer to another of the same step, in any order of the lines, with a range and backwards', async () => {
    const terms = [1, 2, 3].map(
      (t) => `
  + logpdf(Normal(a * x[${t + 1}], y[${t}]), x[${t}]) + logpdf(LogNormal(b * log(y[${t + 1}]) + 0.1 * x[${t + 1}], 0.4), y[${t}])`,
    );
    await expectSame(
      `${head}param {
  x[t in time] ~ Normal(if t == 4 then 1 else a * x[t + 1], y[t]),
  y[t in time] ~ LogNormal(if t == 4 then 0 else b * log(y[t + 1]) + 0.1 * x[t + 1], 0.4)
}${tail}`,
      `${head}param x[time] ~ Flat()
param y[time] ~ LogNormal(0, 1)
potential p = logpdf(Normal(1, y[4]), x[4]) + logpdf(LogNormal(0, 0.4), y[4])${terms.join('')}
  - sum(logpdf(LogNormal(0, 1), y[t]) for t in time)${tail}`,
      { time: 4 },
      arrays,
    );
    await expectSame(
      `${head}param {
  y[t in time] ~ Normal(if t == 1 then 1 else 0.5 * x[t - 1], 1) in 0..
  x[t in time] ~ Normal(y[t], s)
}${tail}`,
      `${head}param y[time] ~ Flat() in 0..
param x[time] ~ Flat()
potential p = sum(logpdf(Normal(y[t], s), x[t]) for t in time) + logpdf(Truncated(Normal(1, 1), 0, inf), y[1])
  + sum(logpdf(Truncated(Normal(0.5 * x[t - 1], 1), 0, inf), y[t]) for t in 2..4)${tail}`,
      { time: 4 },
      arrays,
    );
  });

  it('may have different further axes', async () => {
    await expectSame(
      `${head}param {
  z[i in unit, t in time] ~ Normal(if t == 1 then i else a * z[i, t - 1] + b * w[3 - i, t - 1, 1], s)
  w[i in unit, t in time, k in side] ~ Normal(0.5 * z[i, t] * k, 1)
}
let x = [z[1, 1], z[1, 2], z[1, 3], z[2, 4]]
let y = [w[1, 1, 2], w[2, 2, 1], w[2, 3, 2], w[2, 4, 2]]${tail}`,
      `${head}param z[unit, time] ~ Flat()
param w[unit, time, side] ~ Flat()
potential p = sum(logpdf(Normal(i, s), z[i, 1]) for i in 1..2)
  + sum(sum(logpdf(Normal(a * z[i, t - 1] + b * w[3 - i, t - 1, 1], s), z[i, t]) for t in 2..4) for i in 1..2)
  + sum(sum(sum(logpdf(Normal(0.5 * z[i, t] * k, 1), w[i, t, k]) for k in 1..2) for t in 1..4) for i in 1..2)
let x = [z[1, 1], z[1, 2], z[1, 3], z[2, 4]]
let y = [w[1, 1, 2], w[2, 2, 1], w[2, 3, 2], w[2, 4, 2]]${tail}`,
      { time: 4, unit: 2, side: 2 },
      arrays,
    );
  });

  it('may be a chain of discrete states and a series that depends on it', async () => {
    const of = (series: string) => `${head}let P = [[0.9, 0.1], [0.3, 0.7]]
${series}
let y = x${tail}`;
    await expectSame(
      of(`param {
  x[t in time] ~ Normal((if t == 1 then 0 else a * x[t - 1]) + k[t], s)
  k[t in time] ~ Categorical(if t == 1 then [0.5, 0.5] else P[k[t - 1]])
}`),
      of(`param k[t in time] ~ Categorical(if t == 1 then [0.5, 0.5] else P[k[t - 1]])
param x[t in time] ~ Normal((if t == 1 then 0 else a * x[t - 1]) + k[t], s)`),
      { time: 4 },
      arrays,
    );
  });

  it('are stored in the order of the lines', () => {
    const ir = irOf(
      `param {
  y[t in time] ~ Normal(x[t], 1)
  x[t in time] ~ Normal(0, 1)
}`,
      dataOf({ time: 2 }, {}),
    );
    expect(ir.quantities.map(({ name, kind }) => [name, kind])).toEqual([
      ['y', 'param'],
      ['x', 'param'],
    ]);
  });

  it('have ranges that are known without the others', () => {
    const { diagnostics } = lowerText(
      `param {
  y[t in time] ~ Normal(0, 1) in x[t]..
  x[t in time] ~ Normal(0, 1)
}`,
      dataOf({ time: 2 }, {}),
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('the range of `y` depends on elements of `x`'),
    ]);
  });

  it('are numbers', () => {
    const { diagnostics } = lowerText(
      'param {\n  y[t in time]: ordered ~ Normal(x[t], 1)\n  x[t in time] ~ Normal(0, 1)\n}',
      dataOf({ time: 2 }, {}),
    );
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('ordered elements with a prior of their own each'),
    ]);
  });

  it('are drawn from the prior step by step', async () => {
    const { quantities } = await priorOf(`dim time = 3
data { z : real = 1 }
param mu ~ Normal(2, 1)
observe z ~ Normal(mu, 1)
param {
  y[h in time] ~ Normal(v[h] + (if h == 1 then 0 else y[h - 1]), 1)
  v[h in time] ~ Normal(if h == 1 then mu else v[h - 1], 1)
}
deterministic error = y[2] - y[1] - v[2]`);
    // y[2] = 2 v[1] + d + e + e', v[1] of variance 2; y[3] = 3 v[1] + 2 d + d' + three errors.
    for (const [name, mean, variance] of [
      ['v[3]', 2, 4],
      ['y[1]', 2, 3],
      ['y[2]', 4, 11],
      ['y[3]', 6, 26],
      ['error', 0, 1],
    ] as const) {
      const row = rowOf(quantities, name);
      expect(Math.abs((row.mean ?? Number.NaN) - mean)).toBeLessThan((5 * Math.sqrt(variance)) / 141);
      expect(Math.abs((row.sd ?? Number.NaN) - Math.sqrt(variance))).toBeLessThan(
        (5 * Math.sqrt(variance)) / 200,
      );
    }
  });
});
