/** What cannot be predicted, and what is said of it. */
import { describe, expect, test } from 'vitest';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import type { NewValues } from '../../../sampler/predict/replaced-data.ts';
import { createRandom } from '../../../sampler/random.ts';
import { expectMean, folderWith, meanOf, rowOf, runWith, varianceOf } from './models.ts';
import {
  columns,
  file,
  hierarchy,
  hierarchyDraws,
  homes,
  N,
  ok,
  own,
  regressionFolder,
  regressionRun,
  run,
} from './new-rows.ts';

async function failure(model: PosteriorModel, values: NewValues): Promise<readonly string[]> {
  const result = await run(model, values);
  return result.kind === 'ok' ? [] : result.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

describe('what cannot be predicted is said', () => {
  test('a missing column, a bad value, a missing file', async () => {
    const model = regressionRun();
    expect(await failure(model, file(regressionFolder, 'w\n10\n'))).toEqual([
      expect.stringMatching(
        /^data-column: no column `x` in .*new.csv`.* \(columns: w\); line \d+ uses it: `.*x.*`$/,
      ),
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
      expect.stringMatching(
        /^predict-label: "3" is a new label of `county`, and `u` has no value for it; replace the data of `county` too; line \d+ uses it: `.*u.*`$/,
      ),
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
      'predict-missing: `w` is over `row`, whose rows are new here: give its values too, as in `w = […]`; line 6 uses it: `observe y ~ Normal(a * x + w, 1)`',
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
      'elements that depend on later ones',
      'param f[i in row] ~ Normal(if i == size(row) then 0 else f[i + 1], s)',
      /elements of `f` depend on later ones, so new ones would change the fitted/,
    ],
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
