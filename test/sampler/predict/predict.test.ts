import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFolder, readDataFile } from '../../../sampler/data/node-reader.ts';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import { checkNewDraws } from '../../../sampler/predict/check-new-draws.ts';
import { checkPredictions } from '../../../sampler/predict/check-predictions.ts';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { type Prediction, predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import { predictorLines } from '../../../sampler/predict/predictor-lines.ts';
import type { NewValues } from '../../../sampler/predict/replaced-data.ts';
import { createRandom } from '../../../sampler/random.ts';
import { checked, expectMean, folderWith, meanOf, rowOf, runWith, varianceOf } from './models.ts';

const { inv_logit: invLogit } = mathLibrary();
const N = 8000;

function columns(of: Readonly<Record<string, (z: () => number) => number>>) {
  const rng = createRandom(78);
  return Object.fromEntries(
    Object.entries(of).map(([name, f]) => [name, Array.from({ length: N }, () => f(() => rng.normal()))]),
  );
}

async function run(model: PosteriorModel, values: NewValues) {
  return predict(model, { name: 'p', values, draws: N, seed: 5 });
}

async function ok(model: PosteriorModel, values: NewValues): Promise<Prediction> {
  const result = await run(model, values);
  if (result.kind === 'invalid')
    throw new Error(result.diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'));
  return result.prediction;
}

/** The model's first `predict` statement. */
const own = (model: PosteriorModel): NewValues => valuesOf(predictStatements(model)[0]);

function file(folder: string, text: string, replaces: string | null = null): NewValues {
  const path = join(folder, 'new.csv');
  writeFileSync(path, text);
  return { kind: 'files', files: [{ path, replaces, span: null }] };
}

async function failure(model: PosteriorModel, values: NewValues): Promise<readonly string[]> {
  const result = await run(model, values);
  return result.kind === 'ok' ? [] : result.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

const regression = `dim row
data from "old.csv" {
  x : real[row]
  y : real[row]
}
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param s ~ HalfNormal(1)
deterministic mu = a + b * x
observe y ~ Normal(mu, s)
`;
const regressionFolder = folderWith({ 'old.csv': 'x,y\n1,2\n2,3\n3,5\n' });
const regressionDraws = columns({
  a: (z) => 1 + 0.3 * z(),
  b: (z) => 2 + 0.1 * z(),
  s: (z) => 0.5 * Math.exp(0.1 * z()),
});
const regressionRun = (text = regression) => runWith(text, regressionDraws, regressionFolder);

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

const hierarchy = `dim home, county
data from "old.csv" {
  x  : real[home]
  y  : real[home]
  of : county[home] = column("county")
}
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(1)
param a[county] ~ Normal(mu, tau)
param b ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y ~ Normal(a[of] + b * x, s)
`;
const homes = 'x,y,county\n1,2,Cass\n2,3,Anoka\n3,5,Cass\n';
const hierarchyDraws = columns({
  mu: (z) => 3 + 0.5 * z(),
  tau: (z) => 0.8 * Math.exp(0.2 * z()),
  'a[Anoka]': (z) => 2 + 0.1 * z(),
  'a[Cass]': (z) => 5 + 0.2 * z(),
  b: (z) => 1 + 0.1 * z(),
  s: (z) => 0.3 * Math.exp(0.1 * z()),
});

describe('labels', () => {
  const square = (x: readonly number[]) => meanOf(x.map((v) => v * v));

  test('known ones take their own draws, new ones a draw of the hierarchy', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const model = runWith(hierarchy, hierarchyDraws, folder);
    const { quantities, newData } = await ok(model, file(folder, 'x,county\n2,Cass\n2,Elm\n0,Elm\n'));
    const d = hierarchyDraws;
    expect([...newData.newLabels]).toEqual([['county', ['Elm']]]);
    const known = d['a[Cass]'].map((a, i) => a + 2 * d.b[i]);
    expectMean(rowOf(quantities, 'y[1]').mean, meanOf(known), 0.5, N);
    const hyper = d.mu.map((m, i) => m + 2 * d.b[i]);
    const row = rowOf(quantities, 'y[2]');
    const sd = Math.sqrt(varianceOf(hyper) + square(d.tau) + square(d.s));
    expectMean(row.mean, meanOf(hyper), sd, N);
    expect(Math.abs(row.sd - sd)).toBeLessThan(0.05 * sd);
    // Against a simulation of its own, in the tail.
    const rng = createRandom(991);
    const simulated = Float64Array.from(
      hyper,
      (m, i) => m + d.tau[i] * rng.normal() + d.s[i] * rng.normal(),
    ).sort();
    expect(Math.abs(row.q97 - simulated[Math.floor(0.97 * N)])).toBeLessThan(0.2 * sd);
  });

  test('two levels: a new school of a known region, and one of a region that is new too', async () => {
    const text = `dim pupil, school, region
data from "old.csv" { school_of : school[pupil] = column("school")
  region_of : region[pupil] = column("region")
  y : real[pupil] }
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(1)
param r[region] ~ Normal(mu, tau)
param omega ~ HalfNormal(1)
param e[school] ~ Normal(0, omega)
observe y ~ Normal(r[region_of] + e[school_of], 0.5)
`;
    const draws = columns({
      mu: (z) => 2 + 0.2 * z(),
      tau: (z) => 1.5 * Math.exp(0.1 * z()),
      'r[north]': (z) => 4 + 0.3 * z(),
      'r[south]': (z) => 1 + 0.3 * z(),
      omega: (z) => 0.8 * Math.exp(0.1 * z()),
      'e[a]': (z) => -0.5 + 0.1 * z(),
      'e[b]': (z) => 0.5 + 0.1 * z(),
    });
    const folder = folderWith({ 'old.csv': 'school,region,y\na,north,1\nb,south,2\n' });
    const rows = 'school,region\na,north\nc,north\nd,west\nd,west\n';
    const { quantities, newData } = await ok(runWith(text, draws, folder), file(folder, rows));
    expect([...newData.newLabels]).toEqual([
      ['school', ['c', 'd']],
      ['region', ['west']],
    ]);
    const [north, noise] = [draws['r[north]'], 0.25];
    const expected = [
      [north.map((r, i) => r + draws['e[a]'][i]), noise],
      [north, square(draws.omega) + noise],
      [draws.mu, square(draws.tau) + square(draws.omega) + noise],
      [draws.mu, square(draws.tau) + square(draws.omega) + noise],
    ] as const;
    for (const [i, [centre, variance]] of expected.entries()) {
      const sd = Math.sqrt(varianceOf(centre) + variance);
      const row = rowOf(quantities, `y[${i + 1}]`);
      expectMean(row.mean, meanOf(centre), sd, N);
      expect(Math.abs(row.sd - sd)).toBeLessThan(0.05 * sd);
    }
  });

  test('labels in a statement of the model', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const text = `${hierarchy}predict p { x = [2, 2], of = ["Cass", "Elm"] }\n`;
    const model = runWith(text, hierarchyDraws, folder);
    const { quantities, newData } = await ok(model, own(model));
    expect([...newData.newLabels]).toEqual([['county', ['Elm']]]);
    const known = hierarchyDraws['a[Cass]'].map((a, i) => a + 2 * hierarchyDraws.b[i]);
    expectMean(rowOf(quantities, 'y[1]').mean, meanOf(known), 0.5, N);
  });

  test('two homes of one new county share its draw', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const text = hierarchy.replace('observe y', 'deterministic gap = a[of] - a[of[1]]\nobserve y');
    const model = runWith(text, hierarchyDraws, folder);
    const { quantities } = await ok(model, file(folder, 'x,county\n0,Elm\n0,Elm\n0,Oak\n'));
    expect(rowOf(quantities, 'gap[2]').sd).toBe(0);
    expect(rowOf(quantities, 'gap[3]').sd).toBeGreaterThan(0.8);
  });

  test('the non-centred form too', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const text = hierarchy.replace(
      'param a[county] ~ Normal(mu, tau)',
      'param z[county] ~ Normal(0, 1)\nlet a = mu + tau * z',
    );
    const { 'a[Anoka]': za, 'a[Cass]': zc, ...rest } = hierarchyDraws;
    const model = runWith(text, { ...rest, 'z[Anoka]': za, 'z[Cass]': zc }, folder);
    const { quantities } = await ok(model, file(folder, 'x,county\n0,Elm\n'));
    const d = hierarchyDraws;
    const sd = Math.sqrt(varianceOf(d.mu) + square(d.tau) + square(d.s));
    expectMean(rowOf(quantities, 'y[1]').mean, meanOf(d.mu), sd, N);
    expect(Math.abs(rowOf(quantities, 'y[1]').sd - sd)).toBeLessThan(0.05 * sd);
  });

  test('correlated effects of a new group, from their covariance', async () => {
    const text = `dim row, group, coef = ["one", "slope"]
data from "old.csv" {
  x : real[row]
  y : real[row]
  g : group[row] }
param S[2, 2] ~ LKJCholesky(2)
param e[group, coef] ~ MvNormal([1, 2], chol = S)
observe y ~ Normal(e[g, "one"] + e[g, "slope"] * x, 0.1)
`;
    const folder = folderWith({ 'old.csv': 'x,y,g\n1,0,u\n3,0,u\n' });
    const fill = (v: number) => Array<number>(N).fill(v);
    const model = runWith(
      text,
      {
        'S[1,1]': fill(1),
        'S[1,2]': fill(0),
        'S[2,1]': fill(0.6),
        'S[2,2]': fill(0.8),
        'e[u,one]': fill(0),
        'e[u,slope]': fill(0),
      },
      folder,
    );
    const { quantities } = await ok(model, file(folder, 'x,g\n1,w\n'));
    // 1 + 2, and 1 + 1 + 2 * 0.6 + 0.01.
    expectMean(rowOf(quantities, 'y[1]').mean, 3, Math.sqrt(3.21), N);
    expect(Math.abs(rowOf(quantities, 'y[1]').sd - Math.sqrt(3.21))).toBeLessThan(0.08);
  });

  test('rows that are groups themselves: a new school', async () => {
    const text = `dim school
data { y : real[school] = [28, 8, -3]
  se : real[school] = [15, 10, 16] }
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param z[school] ~ Normal(0, 1)
deterministic theta = mu + tau * z
observe y ~ Normal(theta, se)
predict ninth { se = [12] }
`;
    const draws = {
      mu: Array(N).fill(4),
      tau: Array(N).fill(3),
      ...Object.fromEntries([1, 2, 3].map((i) => [`z[${i}]`, Array(N).fill(9)])),
    };
    const model = runWith(text, draws as Record<string, number[]>);
    const { quantities } = await ok(model, own(model));
    expectMean(rowOf(quantities, 'theta[1]').mean, 4, 3, N);
    expect(Math.abs(rowOf(quantities, 'theta[1]').sd - 3)).toBeLessThan(0.15);
    expect(Math.abs(rowOf(quantities, 'y[1]').sd - Math.sqrt(153))).toBeLessThan(0.6);
  });
});

describe('statements are checked before a fit', () => {
  const model = (prediction: string) => `dim row
data { x : real[row] = [1, 2]
  y : real[row] = [1, 2] }
param a ~ Normal(0, 1)
observe y ~ Normal(a * x, 1)
${prediction}
`;
  const found = (prediction: string) => {
    const text = model(prediction);
    const { program, data } = checked(text);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    return checkPredictions(program, data, load).map(
      ({ code, message, span }) => `${code} at ${text.slice(span.start, span.end)}: ${message}`,
    );
  };

  test('right ones and wrong ones', () => {
    expect(found('predict p { x = [3, 4, 5] }')).toEqual([]);
    expect(found('predict p { x = [3, "a"] }')).toEqual([
      expect.stringMatching(/^data-value at real: `predict p`: `x`: expected a number, found "a"/),
    ]);
    expect(found('predict p from "none.csv"')).toEqual([
      expect.stringMatching(
        /^data-file at "none.csv": `predict p`: cannot read data file `none.csv`: no such file/,
      ),
    ]);
  });
});

describe('what no draws can be carried to is reported before there are any', () => {
  const found = (text: string) => {
    const { program, data } = checked(text);
    const load = { modelPath: '/models/m.bayes', readFile: readDataFile, listFolder };
    return checkNewDraws(program, data, load).map(
      ({ code, message, span }) => `${code} at ${text.slice(span.start, span.end)}: ${message}`,
    );
  };
  const process = (rest: string) => `dim i
data { x : real[i] = [0.1, 0.4, 0.9]   y : real[i] = [1, 2, 1] }
param rho ~ InverseGamma(5, 5)
param sigma ~ HalfNormal(1)
let K[a in i, b in i] = exp(-0.5 * ((x[a] - x[b]) / rho)^2) + (if a == b then sigma^2 else 0)
let zero[a in i] = 0 * x[a]
${rest}
predict new { x = [0.5, 0.6] }
`;

  test('an outcome that is one draw over the rows', () => {
    expect(found(process('observe y ~ MvNormal(zero, cov = K)'))).toEqual([
      'predict-rows at new: `predict new`: no prediction for new rows of `i`: `y` is one joint draw over them, so new values depend on those that were observed; write the conditional mean as a `deterministic`',
    ]);
  });

  test('a parameter that is one draw over the rows', () => {
    expect(found(process('param f[i] ~ MvNormal(zero, cov = K)\nobserve y ~ Normal(f, 1)'))).toEqual([
      expect.stringMatching(/^predict-rows at new: `predict new`: .* `f` has a joint prior over them/),
    ]);
  });

  test('a series', () => {
    const series = (outcome: string) => `dim t
data { x : real[t] = [0.1, 0.4, 0.9]   y : real[t] = [1, 2, 1] }
param b ~ Normal(0, 1)
param rho[1] ~ Normal(0, 0.5)
observe y ~ ${outcome}
observe (b) ~ Normal(mean(x), 1)
predict new { x = [0.5, 0.6] }
`;
    expect(found(series('AR(rho, 1)'))).toEqual([expect.stringMatching(/`y` is one joint draw over them/)]);
    expect(found(series('Normal(rho[1] + b * x, 1)'))).toEqual([]);
  });

  test('rows that are drawn one by one, and new labels of a hierarchy', () => {
    expect(found(process('observe y ~ Normal(rho * x, sigma)'))).toEqual([]);
    const groups = (prior: string) => `dim row, g
data { of : g[row] = ["a", "b", "b"]   y : real[row] = [1, 2, 1] }
param tau ~ HalfNormal(1)
param a[g] ~ ${prior}
observe y ~ Normal(a[of], tau)
predict new { of = ["a", "c"] }
`;
    expect(found(groups('Normal(0, tau)'))).toEqual([]);
    expect(found(groups('Normal(0, 1)'))).toEqual([
      expect.stringMatching(/^predict-label at new: `predict new`: no prediction for "c", a label of `g`/),
    ]);
  });
});

describe('what cannot be predicted is said', () => {
  test('a missing column, a bad value, a missing file', async () => {
    const model = regressionRun();
    expect(await failure(model, file(regressionFolder, 'w\n10\n'))).toEqual([
      expect.stringMatching(/^data-column: no column `x` in .*new.csv`.* \(columns: w\)/),
    ]);
    expect(await failure(model, file(regressionFolder, 'x\nten\n'))).toEqual([
      expect.stringMatching(/^data-value: `x`: expected a number, found "ten" in row 1, column x/),
    ]);
    const gone: NewValues = { kind: 'files', files: [{ path: 'gone.csv', replaces: null, span: null }] };
    expect(await failure(model, gone)).toEqual([
      expect.stringMatching(/^data-file: cannot read data file `gone.csv`: no such file/),
    ]);
    const other: NewValues = {
      kind: 'files',
      files: [{ path: 'new.csv', replaces: 'none.csv', span: null }],
    };
    expect(await failure(model, other)).toEqual([
      'predict-file: no data block reads "none.csv"; the model reads "old.csv": write it before the equals sign, as in `--data old.csv=new.csv`',
    ]);
  });

  test('a new label without a hierarchy, with its row', async () => {
    const folder = folderWith({ 'old.csv': homes });
    const model = runWith(hierarchy.replace('Normal(mu, tau)', 'Normal(0, 10)'), hierarchyDraws, folder);
    const result = await run(model, file(folder, 'x,county\n2,Cass\n2,Elm\n'));
    expect(result).toMatchObject({
      kind: 'invalid',
      diagnostics: [
        {
          code: 'predict-label',
          message: expect.stringMatching(
            /^no prediction for "Elm", a label of `county` that the fit has not seen: the prior of `a` does not depend on other parameters/,
          ),
          related: [{ row: 2, message: '`of` in row 2 is "Elm"' }],
        },
      ],
    });
  });

  test('a new label of which a table knows nothing', async () => {
    const folder = folderWith({ 'old.csv': homes, 'counties.csv': 'uranium\n0.3\n0.4\n' });
    const text = hierarchy
      .replace('param mu', 'data { u : real[county] = [0.3, 0.4] }\nparam mu')
      .replace('Normal(mu, tau)', 'Normal(mu + u, tau)');
    const model = runWith(
      text.replace('county[home] = column("county")', 'county[home] = column("id")'),
      {
        ...hierarchyDraws,
        'a[1]': hierarchyDraws['a[Cass]'],
        'a[2]': hierarchyDraws['a[Cass]'],
      },
      folderWith({ 'old.csv': 'x,y,id\n1,2,1\n2,3,2\n' }),
    );
    expect(await failure(model, file(folder, 'x,id\n1,3\n'))).toEqual([
      'predict-label: "3" is a new label of `county`, and `u` has no value for it; replace the data of `county` too',
    ]);
  });

  test('values of some of the rows’ data only', async () => {
    const model = runWith(
      `dim row
data { x : real[row] = [1, 2]
  w : real[row] = [1, 2]
  y : real[row] = [1, 2] }
param a ~ Normal(0, 1)
observe y ~ Normal(a * x + w, 1)
predict p { x = [1, 2, 3] }
`,
      { a: [0, 1] },
    );
    expect(await failure(model, own(model))).toEqual([
      'predict-missing: `w` is over `row`, whose rows are new here: give its values too, as in `w = […]`',
    ]);
  });

  test('lists of different lengths', async () => {
    const text = `dim row
data { x : real[row] = [1, 2]
  w : real[row] = [1, 2]
  y : real[row] = [1, 2] }
param a ~ Normal(0, 1)
observe y ~ Normal(a * x + w, 1)
predict p { x = [1, 2, 3], w = [1, 2] }
`;
    const model = runWith(text, { a: [0, 1] });
    expect(await failure(model, own(model))).toEqual([
      expect.stringMatching(/^data-shape: `w`: expected 3 along `row`/),
    ]);
  });

  test('a time series needs its own past', async () => {
    const folder = folderWith({ 'old.csv': 'y\n1\n2\n3\n' });
    const text = `dim t
data from "old.csv" { y : real[t]
  x : real[t] = column("y") }
param phi ~ Normal(0, 1)
observe y[i in 2..size(t)] ~ Normal(phi * y[i - 1], 1)
`;
    const model = runWith(text, { phi: Array(N).fill(0.5) }, folder);
    expect(await failure(model, file(folder, 'x\n1\n'))).toEqual([
      expect.stringContaining('data-column: no column `y`'),
      expect.stringContaining('data-column: no column `y`'),
    ]);
    const { quantities } = await ok(model, file(folder, 'y\n10\n20\n30\n40\n'));
    expect(quantities.map(({ name }) => name)).toEqual(['y[2]', 'y[3]', 'y[4]']);
    expectMean(rowOf(quantities, 'y[4]').mean, 15, 1, N);
  });

  test('a series with its end missing is carried on from its past, each draw from its own', async () => {
    const folder = folderWith({ 'old.csv': 'k,y\n1,1\n2,2\n3,3\n' });
    const text = `dim t
data from "old.csv" { y : real?[t] }
param phi ~ Normal(0, 1)
param s ~ HalfNormal(1)
observe y[i in 2..size(t)] ~ Normal(phi * y[i - 1], s)
`;
    const draws = columns({ phi: (z) => 0.8 + 0.1 * z(), s: (z) => 0.5 * Math.exp(0.1 * z()) });
    const given = file(folder, 'k,y\n1,10\n2,20\n3,NA\n4,\n');
    const { quantities } = await ok(runWith(text, draws, folder), given);
    const rng = createRandom(402);
    const series = draws.phi.map((phi, i) => {
      const third = 20 * phi + draws.s[i] * rng.normal();
      return [10 * phi + draws.s[i] * rng.normal(), third, phi * third + draws.s[i] * rng.normal()];
    });
    for (const k of [0, 1, 2]) {
      const simulated = series.map((row) => row[k]);
      const sd = Math.sqrt(varianceOf(simulated));
      const found = rowOf(quantities, `y[${k + 2}]`);
      expectMean(found.mean, meanOf(simulated), Math.SQRT2 * sd, N);
      expect(Math.abs(found.sd / sd - 1)).toBeLessThan(0.05);
    }
  });

  const tied: readonly (readonly [string, string, RegExp])[] = [
    [
      'a latent Gaussian process',
      'param z[row] ~ Normal(0, 1)\nlet f = cholesky(exp_quad(x, 1, 1) + 0.1 * identity(row)) @ z',
      /`z` enters each prediction through all of its elements/,
    ],
    ['a random walk', 'param f[row] ~ GaussianRandomWalk(s)', /`f` has a joint prior over them/],
    [
      'effects without a hierarchy',
      'param f[row] ~ Normal(0, 3)',
      /the prior of `f` does not depend on other parameters/,
    ],
  ];
  for (const [title, definition, message] of tied) {
    test(title, async () => {
      const folder = folderWith({ 'old.csv': 'x,y\n1,2\n2,3\n' });
      const text = `dim row
data from "old.csv" { x : real[row]
  y : real[row] }
param s ~ HalfNormal(1)
${definition}
observe y ~ Normal(f, s)
`;
      const names = /param (z|f)/.exec(definition)?.[1];
      const model = runWith(text, { s: [1, 1], [`${names}[1]`]: [0, 0], [`${names}[2]`]: [0, 0] }, folder);
      const [found, ...rest] = await failure(model, file(folder, 'x\n1.5\n'));
      expect(found).toMatch(/^predict-rows: no prediction for new rows of `row`/);
      expect(found).toMatch(message);
      expect(rest).toEqual([]);
    });
  }

  test('one joint draw over the rows', async () => {
    const folder = folderWith({ 'old.csv': 'x,y\n1,2\n2,3\n' });
    const text = `dim row
data from "old.csv" { x : real[row]
  y : real[row] }
param s ~ HalfNormal(1)
observe y ~ MvNormal(0 * x, cov = s * exp_quad(x, 1, 1) + 0.1 * identity(row))
`;
    const model = runWith(text, { s: [1, 1] }, folder);
    expect(await failure(model, file(folder, 'x\n1.5\n'))).toEqual([
      expect.stringMatching(/^predict-rows: .*`y` is one joint draw over them/),
    ]);
  });
});

describe('lines along a predictor', () => {
  const text = `dim row, group
data from "old.csv" {
  x : real[row]
  w : real[row]
  g : group[row]
  y : real[row] }
param a ~ Normal(0, 1)
param b ~ Normal(0, 5)
param c ~ Normal(0, 5)
param e[group] ~ Normal(0, 1)
let z = x - mean(x)
observe y ~ Normal(a + b * z + c * w + e[g], 0.5)
`;
  const folder = folderWith({ 'old.csv': 'x,w,g,y\n0,1,u,1\n2,3,v,2\n10,8,v,3\n' });
  const names = ['a', 'b', 'c', 'e[u]', 'e[v]'] as const;
  const draws = columns(
    Object.fromEntries(names.map((name, i) => [name, (z: () => number) => i + 0.1 * z()])),
  );

  test('the others stay at their mean, or at the commonest label', async () => {
    const model = runWith(text, draws, folder);
    const load = { modelPath: model.info.modelPath, readFile: readDataFile, listFolder };
    const lines = (await predictorLines({ ...model, load }, model.draws, 3)).get('y') ?? [];
    expect(lines.map(({ predictor, held }) => [predictor, held])).toEqual([
      [
        'x',
        [
          { name: 'w', value: '4' },
          { name: 'g', value: 'v' },
        ],
      ],
      [
        'w',
        [
          { name: 'x', value: '4' },
          { name: 'g', value: 'v' },
        ],
      ],
    ]);
    const [along] = lines;
    expect(along.observedAt).toEqual([0, 2, 10]);
    expect([along.x[0], along.x.at(-1), along.draws.length]).toEqual([0, 10, 50]);
    // The first of 50 evenly spaced draws of N.
    const first = Math.floor((0.5 * N) / 50);
    const [a, b, c, v] = ['a', 'b', 'c', 'e[v]'].map((name) => draws[name][first]);
    for (const [i, x] of along.x.entries())
      expect(along.draws[0][i]).toBeCloseTo(a + b * (x - 4) + 4 * c + v, 9);
  });

  test('none where each row has a parameter of its own', async () => {
    const own = text
      .replace('param c', 'param u[row] ~ Normal(0, 1)\nparam c')
      .replace('+ e[g]', '+ e[g] + u');
    const { program, data } = checked(own, folder);
    const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile, listFolder };
    expect((await predictorLines({ program, data, load }, null, 3)).size).toBe(0);
  });

  test('of a prior, and none where the outcome has none', async () => {
    const { program, data } = checked(text, folder);
    const load = { modelPath: join(folder, 'model.bayes'), readFile: readDataFile, listFolder };
    const prior = (await predictorLines({ program, data, load }, null, 3)).get('y') ?? [];
    expect(prior.map(({ predictor }) => predictor)).toEqual(['x', 'w']);
    // Normal(0, 5) slopes over a range of 10.
    const rises = prior[0].draws.map((line) => (line[line.length - 1] - line[0]) / 10);
    expect(Math.sqrt(varianceOf(rises))).toBeGreaterThan(3);
    expect(Math.sqrt(varianceOf(rises))).toBeLessThan(7.5);
    const cauchy = checked(
      text.replace('Normal(a + b * z + c * w + e[g], 0.5)', 'Cauchy(a + b * z + c * w + e[g], 0.5)'),
      folder,
    );
    expect((await predictorLines({ ...cauchy, load }, null, 3)).size).toBe(0);
  });
});
