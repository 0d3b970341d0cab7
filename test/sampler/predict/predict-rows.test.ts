/** Predictions at new rows: outcomes, and summaries of the fitted data that stay. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import { predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import { expectMean, folderWith, meanOf, rowOf, runWith, varianceOf } from './models.ts';
import {
  columns,
  file,
  N,
  ok,
  own,
  regression,
  regressionDraws,
  regressionFolder,
  regressionRun,
} from './new-rows.ts';

const { inv_logit: invLogit } = mathLibrary();

describe('new rows', () => {
  test('have the means and sds of the draws, put together directly', async () => {
    const { quantities, statistics } = await ok(regressionRun(), file(regressionFolder, 'x\n10\n-4\n'));
    const { a, b, s } = regressionDraws;
    for (const [i, x] of [10, -4].entries()) {
      const mu = a.map((v, k) => v + b[k] * x);
      // The deterministic quantity is the same numbers, to rounding.
      expect(rowOf(quantities, `mu[${i + 1}]`).mean).toBeCloseTo(meanOf(mu), 9);
      const variance = varianceOf(mu) + meanOf(s.map((v) => v * v));
      const y = rowOf(quantities, `y[${i + 1}]`);
      expectMean(y.mean, meanOf(mu), Math.sqrt(meanOf(s.map((v) => v * v))), N);
      expect(Math.abs(y.sd - Math.sqrt(variance))).toBeLessThan(0.05 * Math.sqrt(variance));
    }
    expect(quantities.map(({ name }) => name)).toEqual(['mu[1]', 'mu[2]', 'y[1]', 'y[2]']);
    expect(statistics).toEqual([]);
  });

  test('outcomes given there change nothing: the swapped data are not fitted', async () => {
    const without = await ok(regressionRun(), file(regressionFolder, 'x\n10\n-4\n'));
    const absurd = await ok(regressionRun(), file(regressionFolder, 'x,y\n10,1e6\n-4,-1e6\n'));
    const blank = await ok(regressionRun(), file(regressionFolder, 'x,y\n10,\n-4,NA\n'));
    expect(absurd.quantities).toEqual(without.quantities);
    expect(blank.quantities).toEqual(without.quantities);
    // They are laid beside the predictions.
    expect(absurd.statistics.find((s) => s.statistic === 'max')).toMatchObject({ observed: 1e6, p_value: 0 });
    expect(blank.statistics).toEqual([]);
  });

  test('need no weights, which count rows of the fit', async () => {
    const text = `dim row
data { x : real[row] = [1, 2]  y : real[row] = [1, 2]  w : real[row] = [1, 3] }
param b ~ Normal(0, 1)
observe y ~ Normal(b * x, 0.1) weight w
`;
    const folder = folderWith({});
    const { quantities } = await ok(runWith(text, { b: [2, 2, 2, 2] }), file(folder, 'x\n10\n'));
    expect(quantities.map(({ name }) => name)).toEqual(['y[1]']);
    expect(Math.abs(rowOf(quantities, 'y[1]').mean - 20)).toBeLessThan(0.5);
  });

  test('by a statement, with values in the model', async () => {
    const text = `dim dose
data { x : real[dose] = [-0.86, -0.3, 0.05]
  n : int[dose] in 1.. = [5, 5, 5]
  deaths : int[dose] in 0..n = [0, 1, 3] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
deterministic p = inv_logit(a + b * x)
observe deaths ~ Binomial(n, p)
predict doses { x = [-1, 0, 1, 2], n = 10 }
`;
    const draws = columns({ a: (z) => 0.5 * z(), b: (z) => 1 + 0.2 * z() });
    const model = runWith(text, draws);
    const { quantities, byRow } = await ok(model, own(model));
    for (const [i, x] of [-1, 0, 1, 2].entries()) {
      const p = draws.a.map((a, k) => invLogit(a + draws.b[k] * x));
      expect(rowOf(quantities, `p[${i + 1}]`).mean).toBeCloseTo(meanOf(p), 9);
      expectMean(rowOf(quantities, `deaths[${i + 1}]`).mean, 10 * meanOf(p), 2, N);
    }
    expect([...byRow]).toEqual(['p', 'deaths']);
  });

  test('one number is used for one row; a dimension of a counted size follows', async () => {
    const text = `data { T : int = 3 }
dim t = T
data { x : real[t] = [1, 2, 3]
  y : real[t] = [1, 2, 3] }
param a ~ Normal(0, 1)
let total = size(t)
observe y ~ Normal(a * x, 1)
predict one { x = 4 }
predict five { x = [1, 2, 3, 4, 5] }
`;
    const model = runWith(text, { a: Array(N).fill(2) });
    const one = await ok(model, own(model));
    expect(one.quantities.map(({ name }) => name)).toEqual(['y[1]']);
    expectMean(rowOf(one.quantities, 'y[1]').mean, 8, 1, N);
    const five = await ok(model, valuesOf(predictStatements(model)[1]));
    expect(five.quantities).toHaveLength(5);
    expect(five.newData.data.arrays.get('T')?.values[0]).toBe(5);
  });

  test('data of a whole other shape by JSON', async () => {
    const folder = folderWith({
      'old.json': '{"n": 2, "x": [1, 2], "y": [1, 2]}',
      'new.json': '{"n": 3, "x": [7, 8, 9]}',
    });
    const text = `data from "old.json" {
  n : int
  x : real[n]
  y : real[n] }
param a ~ Normal(0, 1)
observe y ~ Normal(a * x, 1)
`;
    const model = runWith(text, { a: Array(N).fill(1) }, folder);
    const { quantities } = await ok(model, {
      kind: 'files',
      files: [{ path: join(folder, 'new.json'), replaces: null, span: null }],
    });
    expect(quantities).toHaveLength(3);
    expectMean(rowOf(quantities, 'y[3]').mean, 9, 1, N);
  });
});

describe('summaries of the fitted data stay', () => {
  const fitted = 'x,y\n1,2\n2,3\n3,5\n';
  const forms: readonly (readonly [string, string])[] = [
    ['standardize', 'let z = standardize(x)'],
    ['mean and sd', 'let z = (x - mean(x)) / sd(x)'],
    [
      'definitions of their own',
      'let total = sum(x)\nlet centre = total / size(row)\nlet z = (x - centre) / sd(x)',
    ],
    ['a function', 'fun scaled(v) = (v - mean(v)) / sd(v)\nlet z = scaled(x)'],
    ['a comprehension', 'let z[i in row] = (x[i] - sum(x[j] for j in row) / 3) / sd(x)'],
  ];
  for (const [title, definition] of forms) {
    test(title, async () => {
      const text = regression.replace(
        'deterministic mu = a + b * x',
        `${definition}\ndeterministic mu = a + b * z`,
      );
      const folder = folderWith({ 'old.csv': fitted });
      const model = runWith(text, { a: Array(N).fill(1), b: Array(N).fill(2), s: Array(N).fill(1) }, folder);
      const { quantities } = await ok(model, file(folder, 'x\n4\n100\n'));
      // Mean 2 and sd 1 of 1, 2, 3.
      expect(rowOf(quantities, 'mu[1]').mean).toBeCloseTo(1 + 2 * 2, 12);
      expect(rowOf(quantities, 'mu[2]').mean).toBeCloseTo(1 + 2 * 98, 12);
    });
  }

  test('a mean by group, and that of a new group from its own rows', async () => {
    const text = `dim row, group
data from "old.csv" {
  x : real[row]
  y : real[row]
  g : group[row] }
let count[k in group] = sum(if g[i] == k then 1 else 0 for i in row)
let centre[k in group] = sum(if g[i] == k then x[i] else 0 for i in row) / count[k]
param m ~ Normal(0, 1)
param t ~ HalfNormal(1)
param a[group] ~ Normal(m, t)
deterministic c = x - centre[g]
observe y ~ Normal(a[g] + c, 1)
`;
    const folder = folderWith({ 'old.csv': 'x,y,g\n1,0,u\n3,0,u\n10,0,v\n' });
    const model = runWith(
      text,
      { m: Array(N).fill(0), t: Array(N).fill(1), 'a[u]': Array(N).fill(0), 'a[v]': Array(N).fill(0) },
      folder,
    );
    const { quantities } = await ok(model, file(folder, 'x,g\n5,u\n5,v\n5,w\n7,w\n'));
    expect([1, 2, 3, 4].map((i) => rowOf(quantities, `c[${i}]`).mean)).toEqual([3, -5, -1, 1]);
  });
});
