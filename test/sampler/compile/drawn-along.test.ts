/**
 * Elements of parameters and of drawn quantities that depend on later ones: the density against the model with each
 * element written out, draws against the recursion by hand from the same normal numbers, and prior moments.
 */
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import { predict } from '../../../sampler/predict/predict.ts';
import { dataOf, irOf } from '../lower/model.ts';
import { priorOf, rowOf, runWith } from '../predict/models.ts';
import { expectSame } from './expect-same.ts';

/** The values of the quantities at a position, by the names of their elements. */
async function quantitiesOf(ir: IrProgram) {
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  return (position: readonly number[]): Readonly<Record<string, number>> => {
    const out = new Float64Array(model.names.length);
    instance.constrain(Float64Array.from(position), out);
    return Object.fromEntries(model.names.map((name, i) => [name, out[i]]));
  };
}

const normals = (n: number) => `dim count = ${n}\ndraw e[k in count] ~ Normal(0, 1)\n`;

describe('a parameter whose elements depend on later ones', () => {
  const dims = { time: 4, unit: 2 };
  const arrays = { y: { values: [0.3, -0.4, 1.1, 2.5], dims: ['time'], element: 'real' as const } };
  const head = 'data { y : real[time] }\nparam rho ~ Uniform(-1, 1)\nparam s ~ HalfNormal(1)\n';
  const tail = '\nobserve y ~ Normal(b, 0.5)';

  it('has the density of the elements written out', async () => {
    await expectSame(
      `${head}param b[t in time] ~ Normal(if t == 4 then 1 else rho * b[t + 1], s)${tail}`,
      `${head}param c ~ Normal(1, s)
param b3 ~ Normal(rho * c, s)
param b2 ~ Normal(rho * b3, s)
param b1 ~ Normal(rho * b2, s)
let b = [b1, b2, b3, c]
observe y ~ Normal(b, 0.5)`
        // Its elements are unknowns in the order of the array.
        .replace(
          /param c[\s\S]*let b =.*/,
          'param b[time] ~ Flat()\npotential p = logpdf(Normal(1, s), b[4]) + logpdf(Normal(rho * b[4], s), b[3]) + logpdf(Normal(rho * b[3], s), b[2]) + logpdf(Normal(rho * b[2], s), b[1])',
        ),
      dims,
      arrays,
    );
  });

  it('may have another index, and go back by a distance in data or two steps', async () => {
    const both = { ...arrays, lag: { values: [2], dims: [], element: 'int' as const } };
    await expectSame(
      `${head}data { lag : int }
param b[i in unit, t in time] ~ StudentT(4, if t > 2 then 0.2 * i else rho * b[i, t + lag] - b[3 - i, t + 2], s)
observe y ~ Normal(b[1], 0.5)`,
      `${head}param b[unit, time] ~ Flat()
potential p = sum(logpdf(StudentT(4, 0.2 * i, s), b[i, t]) for i in unit for t in 3..4)
  + sum(logpdf(StudentT(4, rho * b[i, t + 2] - b[3 - i, t + 2], s), b[i, t]) for i in unit for t in 1..2)
observe y ~ Normal(b[1], 0.5)`,
      dims,
      both,
    );
  });

  it('is drawn from its prior from the last element back', async () => {
    // A walk from 3 at the end: mean 3, variance 4 (5 − t) at element t of 4, covariance 4 (5 − max(s, t)).
    const { quantities } = await priorOf(`dim time = 4
data { y : real[time] = [500, 900, 500, 900] }
param b[t in time] ~ Normal(if t == 4 then 3 else b[t + 1], 2)
deterministic gap = b[1] - b[3]
observe y ~ Normal(b, 0.5)`);
    for (const [name, mean, variance] of [
      ['b[1]', 3, 16],
      ['b[2]', 3, 12],
      ['b[4]', 3, 4],
      ['gap', 0, 8],
    ] as const) {
      const row = rowOf(quantities, name);
      // Standard errors of 20 000 draws: sd / 141 of the mean, sd / 200 of the sd.
      expect(Math.abs((row.mean ?? Number.NaN) - mean)).toBeLessThan((5 * Math.sqrt(variance)) / 141);
      expect(Math.abs((row.sd ?? Number.NaN) - Math.sqrt(variance))).toBeLessThan(
        (5 * Math.sqrt(variance)) / 200,
      );
    }
  });
});

describe('a drawn quantity whose elements depend on later ones', () => {
  const data = dataOf({ time: 5 }, {});

  it('follows the recursion from the last element back, by the same normal numbers', async () => {
    const head = 'param rho ~ Normal(0, 1)\n';
    const at = await quantitiesOf(
      irOf(`${head}draw b[t in time] ~ Normal(if t == 5 then 0.3 else rho * b[t + 1], 0.1 * t)`, data),
    );
    const numbers = await quantitiesOf(irOf(`${head}${normals(5)}`, dataOf({ time: 5, count: 5 }, {})));
    for (const rho of [-0.8, 0.4, 1.1]) {
      const [found, e] = [at([rho]), numbers([rho])];
      let before = 0;
      for (let t = 5; t >= 1; t--) {
        before = (t === 5 ? 0.3 : rho * before) + 0.1 * t * e[`e[${6 - t}]`];
        expect(Math.abs(found[`b[${t}]`] - before)).toBeLessThanOrEqual(1e-12);
      }
    }
  });

  it('goes back along another index, beside one that goes forwards', async () => {
    const table = dataOf({ time: 3, unit: 2 }, {});
    const head = 'param rho ~ Normal(0, 1)\n';
    const at = await quantitiesOf(
      irOf(
        `${head}draw b[i in unit, t in time] ~ Normal(if t == 3 then i else rho * b[3 - i, t + 1], 1)
draw f[t in time] ~ Normal(if t == 1 then b[1, 1] else f[t - 1], 1)`,
        table,
      ),
    );
    const numbers = await quantitiesOf(irOf(`${head}${normals(9)}`, dataOf({ count: 9 }, {})));
    const [found, e] = [at([0.6]), numbers([0.6])];
    let k = 0;
    const next = () => e[`e[${++k}]`];
    const b: Record<string, number> = {};
    for (const t of [3, 2, 1])
      for (const i of [1, 2]) {
        b[`${i},${t}`] = (t === 3 ? i : 0.6 * b[`${3 - i},${t + 1}`]) + next();
        expect(Math.abs(found[`b[${i},${t}]`] - b[`${i},${t}`])).toBeLessThanOrEqual(1e-12);
      }
    let f = b['1,1'];
    for (const t of [1, 2, 3]) {
      f += next();
      expect(Math.abs(found[`f[${t}]`] - f)).toBeLessThanOrEqual(1e-12);
    }
  });
});

describe('quantities drawn together', () => {
  const head = 'param rho ~ Normal(0, 1)\n';
  const numbersOf = async (n: number) => {
    const e = (await quantitiesOf(irOf(`${head}${normals(n)}`, dataOf({ count: n }, {}))))([0.6]);
    let k = 0;
    return () => e[`e[${++k}]`];
  };

  it('follow the recursion by hand, in an order of the step that differs from the written one', async () => {
    const at = await quantitiesOf(
      irOf(
        `${head}draw {
  y[h in time] ~ Normal(if h == 1 then 0 else 0.5 * y[h - 1], exp(v[h] / 2))
  v[h in time] ~ Normal(if h == 1 then rho else rho * v[h - 1] - 0.2 * y[h - 1], 0.3)
}
draw after[h in time] ~ Normal(y[h] + v[h], 1)`,
        dataOf({ time: 5 }, {}),
      ),
    );
    const found = at([0.6]);
    const next = await numbersOf(15);
    let [v, y] = [0, 0];
    for (let h = 1; h <= 5; h++) {
      v = (h === 1 ? 0.6 : 0.6 * v - 0.2 * y) + 0.3 * next();
      y = (h === 1 ? 0 : 0.5 * y) + Math.exp(v / 2) * next();
      expect(Math.abs(found[`v[${h}]`] - v)).toBeLessThanOrEqual(1e-12);
      expect(Math.abs(found[`y[${h}]`] - y)).toBeLessThanOrEqual(1e-12);
    }
    for (let h = 1; h <= 5; h++) {
      const after = found[`y[${h}]`] + found[`v[${h}]`] + next();
      expect(Math.abs(found[`after[${h}]`] - after)).toBeLessThanOrEqual(1e-12);
    }
  });

  it('may run backwards along a second index, with a third of its own', async () => {
    const at = await quantitiesOf(
      irOf(
        `${head}draw {
  a[i in unit, t in time, j in side] ~ Normal(if t == 3 then i + j else b[i, t + 1] - a[3 - i, t + 1, 1], 1)
  b[i in unit, t in time] ~ Normal(rho * a[i, t, 2], 0.5)
}`,
        dataOf({ time: 3, unit: 2, side: 2 }, {}),
      ),
    );
    const found = at([0.6]);
    const next = await numbersOf(18);
    const value: Record<string, number> = {};
    for (const t of [3, 2, 1]) {
      for (const i of [1, 2])
        for (const j of [1, 2])
          value[`a[${i},${t},${j}]`] =
            (t === 3 ? i + j : value[`b[${i},${t + 1}]`] - value[`a[${3 - i},${t + 1},1]`]) + next();
      for (const i of [1, 2]) value[`b[${i},${t}]`] = 0.6 * value[`a[${i},${t},2]`] + 0.5 * next();
    }
    expect(Object.keys(value)).toHaveLength(18);
    for (const [name, wanted] of Object.entries(value))
      expect(Math.abs(found[name] - wanted)).toBeLessThanOrEqual(1e-12);
  });

  it('may be counts that are positions of each other', async () => {
    const at = await quantitiesOf(
      irOf(
        `${head}let P = [[0, 1], [1, 0]]
draw {
  s[t in time] ~ Categorical(if t == 1 then [0, 1] else P[k[t - 1]])
  k[t in time] ~ DiscreteUniform(s[t], s[t])
}`,
        dataOf({ time: 4 }, {}),
      ),
    );
    const found = at([0.6]);
    expect([1, 2, 3, 4].map((t) => found[`s[${t}]`])).toEqual([2, 1, 2, 1]);
    expect([1, 2, 3, 4].map((t) => found[`k[${t}]`])).toEqual([2, 1, 2, 1]);
  });

  it('are drawn with the parameters of the prior', async () => {
    const { quantities } = await priorOf(`dim time = 3
data { x : real = 1 }
param mu ~ Normal(2, 1)
observe x ~ Normal(mu, 1)
draw {
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

  it('are drawn anew for another horizon, after observed data', async () => {
    const text = `dim time = 3
dim horizon
data { y : real[time] = [1, 2, 8]  shift : real[horizon] = [0, 0] }
param rho ~ Normal(0, 1)
observe y[t in 2..3] ~ Normal(rho * y[t - 1], 1)
draw {
  later[h in horizon] ~ Normal(level[h] + shift[h], 0.5)
  level[h in horizon] ~ Normal(if h == 1 then rho * y[3] else rho * later[h - 1], 0.5)
}
predict far { shift = [0, 10, 20] }
`;
    const halves = Array.from({ length: 4000 }, () => 0.5);
    const names = ['later[1]', 'later[2]', 'level[1]', 'level[2]'];
    const run = runWith(text, { rho: halves, ...Object.fromEntries(names.map((name) => [name, halves])) });
    const statement = run.program.statements.find((s) => s.kind === 'predict');
    if (statement?.kind !== 'predict') throw new Error('no predict');
    const values = { kind: 'values' as const, assignments: statement.assignments, span: statement.span };
    const result = await predict(run, { name: 'far', values, draws: 4000, seed: 2 });
    if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
    let [mean, variance] = [8, 0];
    for (const [i, shift] of [0, 10, 20].entries()) {
      mean = 0.5 * mean + shift;
      variance = 0.25 * variance + 0.5;
      const row = rowOf(result.prediction.quantities, `later[${i + 1}]`);
      expect(Math.abs((row.mean ?? Number.NaN) - mean)).toBeLessThan((5 * Math.sqrt(variance)) / 63);
      expect(Math.abs((row.sd ?? Number.NaN) - Math.sqrt(variance))).toBeLessThan(
        (5 * Math.sqrt(variance)) / 89,
      );
    }
  });
});
