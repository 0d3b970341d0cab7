/** `bayes loo` and `bayes compare` on runs that `bayes sample` kept. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loo } from '../../../sampler/diagnose/loo.ts';
import { stackingObjective } from '../../../sampler/diagnose/stacking-weights.ts';
import { createRandom } from '../../../sampler/random.ts';
import type { CompareReport, LooReport } from '../../../sampler/report/loo-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { keptModels, logNormal } from './kept-models.ts';
import { line, sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const settings = 'sample { draws = 400, tune = 400, chains = 2, seed = 7 }';

const { keep, looOf, warned } = keptModels(here);

const compareOf = (...runs: readonly string[]) =>
  bayesJson<CompareReport>(['compare', ...runs], here.folder());

/** Rows of x, y and a group; the row on line 9 lies far out. */
function table(rows = 40, outlier = 12): string {
  const rng = createRandom(5);
  const lines = Array.from({ length: rows }, (_, i) => {
    const x = rng.normal();
    const y = i === 6 ? outlier : 1 + 2 * x + rng.normal();
    return `${x.toFixed(3)},${y.toFixed(3)},${'abcd'[i % 4]}`;
  });
  return `# measured\nx,y,g\n${lines.join('\n')}\n`;
}
const header = `dim row
data from "d.csv" { x : real[row]  y : real[row] }
param a ~ Normal(0, 5)
param s ~ HalfNormal(3)
`;
const slope = `${header}param b ~ Normal(0, 5)\nobserve y ~ Normal(a + b * x, s)\n${settings}\n`;
const flat = `${header}observe y ~ Normal(a, s)\n${settings}\n`;

beforeAll(() => {
  here.write('d.csv', table());
  here.write('calm.csv', table(40, 1));
  here.write('long.csv', table(120));
  here.write('line.bayes', line);
});

function rowsOf(text: string): readonly { readonly x: number; readonly y: number }[] {
  const lines = text.trim().split('\n').slice(2);
  return lines.map((cells) => {
    const [x, y] = cells.split(',').map(Number);
    return { x, y };
  });
}

describe('bayes loo', () => {
  test('is that of the log likelihoods at the kept draws, by chain', async () => {
    const rows = rowsOf(here.read('d.csv'));
    const { draws_by_name } = await keep('slope', slope);
    const [a, b, s] = ['a', 'b', 's'].map((name) => draws_by_name[name].flat());
    const own = await looOf('slope');
    const expected = loo({
      observations: rows.length,
      chains: 2,
      drawsPerChain: 400,
      values: Float64Array.from(
        a.flatMap((_, d) => rows.map(({ x, y }) => logNormal(y, a[d] + b[d] * x, s[d]))),
      ),
    });
    expect(own.draws).toBe(800);
    expect(own.elpd_loo).toBeCloseTo(expected.elpd, 8);
    expect(own.se).toBeCloseTo(expected.se, 8);
    expect(own.p_loo).toBeCloseTo(expected.pLoo, 8);
    expect(own.n_bad).toBe(expected.unreliable.length);
    for (const [i, k] of own.pareto_k.entries()) expect(k).toBeCloseTo(expected.pointwise.kHat[i], 7);
    for (const [i, elpd] of own.pointwise.entries()) expect(elpd).toBeCloseTo(expected.pointwise.elpd[i], 8);
    expect(own.pointwise.reduce((sum, elpd) => sum + elpd, 0)).toBeCloseTo(own.elpd_loo, 9);
  });

  test('R² and RMSE are of the predictions without the point, near those of refits', async () => {
    const rows = rowsOf(here.read('calm.csv'));
    await keep('calm', slope.replace('d.csv', 'calm.csv'));
    const { r2, rmse } = await looOf('calm');
    // Priors this wide leave least squares, refitted without each row in turn.
    const errors = rows.map(({ x, y }, i) => {
      const others = rows.filter((_, j) => j !== i);
      const mean = (of: (row: (typeof rows)[number]) => number) =>
        others.reduce((sum, row) => sum + of(row), 0) / others.length;
      const [mx, my] = [mean((row) => row.x), mean((row) => row.y)];
      const b = mean((row) => (row.x - mx) * (row.y - my)) / mean((row) => (row.x - mx) ** 2);
      return y - my - b * (x - mx);
    });
    const squared = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    expect(rmse).toBeCloseTo(Math.sqrt(squared), 1);
    const meanY = rows.reduce((sum, { y }) => sum + y, 0) / rows.length;
    const total = rows.reduce((sum, { y }) => sum + (y - meanY) ** 2, 0) / rows.length;
    expect(r2).toBeCloseTo(1 - squared / total, 1);
  });

  test('a point with a high k is named with its line of the file', async () => {
    await keep('far', slope.replace('s ~ HalfNormal(3)', 's ~ HalfNormal(0.05)'));
    const own = await looOf('far');
    expect(own.n_bad).toBeGreaterThan(0);
    expect(own.pareto_k[6]).toBeGreaterThan(own.k_threshold);
    expect(own.points[6]).toEqual({ name: 'y[7]', file: here.path('d.csv'), row: 7, line: 9 });
    expect(own.warnings.join()).toContain('y[7]');
    expect(own.mcse).toBeNull();
    const { stdout } = await warned('loo', 'far');
    expect(stdout).toMatch(/^y\[7\] +\d+\.\d+ +-\d+\.\d+ +d\.csv:9$/m);
    expect(stdout).toContain('Warning: Pareto k is above 0.6');
  });

  test('rows that a filter leaves out do not shift the lines', async () => {
    await keep('some', flat.replace('"d.csv" {', '"d.csv" where x > 0 {'));
    const rows = rowsOf(here.read('d.csv'));
    const kept = [...rows.keys()].filter((i) => rows[i].x > 0);
    expect((await looOf('some')).points.map(({ line: at }) => at)).toEqual(kept.map((i) => i + 3));
  });

  test('imputed values are no points, and several statements are added up, in words', async () => {
    const text = table().replace(/^(.*?),.*?,/gm, (row, x, i) => (i > 60 && i < 100 ? `${x},NA,` : row));
    const missing = (text.match(/NA/g) ?? []).length;
    expect(missing).toBeGreaterThan(0);
    here.write('gaps.csv', text);
    const model = slope
      .replace('d.csv', 'gaps.csv')
      .replace('observe y', 'param m ~ Normal(0, 5)\nobserve x ~ Normal(m, 1)\nobserve y');
    await keep('gaps', model.replace('y : real[row]', 'y : real?[row]'));
    const own = await looOf('gaps');
    expect(own.pointwise).toHaveLength(80 - missing);
    expect(own.points.filter(({ name }) => name.startsWith('x'))).toHaveLength(40);
    const notes = own.notes.join('\n');
    expect(notes).toContain(`${missing} values of \`y\``.replace(/^1 values/, '1 value'));
    expect(notes).toContain('2 `observe` statements (x, y)');
    expect(notes).toContain('`x` is used elsewhere in the model too');
    expect([own.r2, own.rmse]).toEqual([null, null]);
  });

  test('a joint observation is one point', async () => {
    const joint = `dim row = 6, k = 2
data { y : real[row, k] = [[1, 2], [0.5, 1], [2, 2.5], [0, 1.5], [1.5, 2], [1, 0.5]] }
param m[k] ~ Normal(0, 3)
observe y ~ MvNormal(m, cov = [[1, 0.3], [0.3, 1]])
${settings}
`;
    await keep('joint', joint);
    const own = await looOf('joint');
    expect(own.points.map(({ name }) => name)).toEqual(['y[1]', 'y[2]', 'y[3]', 'y[4]', 'y[5]', 'y[6]']);
    expect(own.notes).toEqual([
      '`y` is observed jointly: 6 points, each of 2 values, which are left out together',
    ]);
    expect(own.r2).toBeNull();
  });

  test('an expression, a potential and a part of a series are stated', async () => {
    const series = `dim t
data { y : real[t] = [1, 2, 1.5, 2.5, 2, 3, 2.2, 2.8] }
param rho ~ Normal(0, 1)
param s ~ HalfNormal(2)
observe y[i in 2..8] ~ Normal(rho * y[i - 1], s)
observe (y - rho) ~ Normal(0, 3)
potential pull = -rho^2
${settings}
`;
    await keep('series', series);
    const own = await looOf('series');
    expect(own.points.map(({ name }) => name).slice(0, 2)).toEqual(['y[2]', 'y[3]']);
    const notes = own.notes.join('\n');
    expect(notes).toContain('`residual@6` is an expression');
    expect(notes).toContain('`y` is used elsewhere');
    expect(notes).toContain('`potential` (line 7)');
  });

  test('draws that fail a diagnostic say so first', async () => {
    await keep('short', line.replace('draws = 300, tune = 300', 'draws = 20, tune = 20'));
    const { code, stdout } = await warned('loo', 'short');
    expect(code).toBe(3);
    expect(stdout.indexOf('PROVISIONAL')).toBeGreaterThan(0);
    expect(stdout.indexOf('PROVISIONAL')).toBeLessThan(stdout.indexOf('elpd_loo'));
    expect((await looOf('short')).provisional).toBe(true);
  });

  test('draws of an approximation are refused, and so is a model without data', async () => {
    await bayes(['laplace', 'line.bayes', '--out', 'lap'], here.folder());
    const approximate = await warned('loo', 'lap');
    expect(approximate.code).toBe(2);
    expect(approximate.stderr).toContain('fit the model with `bayes sample`');
    await keep('prior', `param m ~ Normal(0, 1)\n${settings}\n`);
    const empty = await warned('loo', 'prior');
    expect([empty.code, empty.stderr]).toEqual([
      2,
      'bayes: the model of prior has no `observe` statement, so there is nothing to leave out\n',
    ]);
  });
});

describe('bayes compare', () => {
  test('orders models, with the differences and weights of their points', async () => {
    await keep('slope', slope);
    await keep('flat', flat);
    const [a, b] = [await looOf('slope'), await looOf('flat')];
    const { value } = await compareOf('flat', 'slope');
    const [best, other] = value.rows;
    expect([best.run, other.run]).toEqual(['slope', 'flat']);
    expect(best).toMatchObject({ elpd_loo: a.elpd_loo, se: a.se, elpd_diff: 0, se_diff: 0, p_worse: null });
    expect(other.elpd_loo).toBe(b.elpd_loo);
    const differences = b.pointwise.map((elpd, i) => elpd - a.pointwise[i]);
    const mean = differences.reduce((sum, d) => sum + d, 0) / 40;
    const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 39;
    expect(other.elpd_diff).toBeCloseTo(40 * mean, 9);
    expect(other.se_diff).toBeCloseTo(Math.sqrt(40 * variance), 9);
    expect(best.weight + other.weight).toBeCloseTo(1, 12);
    const points = [a, b].map(({ pointwise }) => Float64Array.from(pointwise));
    const value1 = stackingObjective(points, Float64Array.of(best.weight, other.weight));
    for (const w of [0, 0.2, 0.4, 0.6, 0.8, 1])
      expect(value1).toBeGreaterThan(stackingObjective(points, Float64Array.of(w, 1 - w)) - 1e-8);
    expect(value.warnings.join()).toContain('40 points, fewer than 100');
    const { stdout } = await warned('compare', 'flat', 'slope');
    expect(stdout).toMatch(/^slope (.|\n)*^flat /m);
  });

  test('warns of a small difference, and not of few points where there are many', async () => {
    const long = slope.replace('d.csv', 'long.csv');
    await keep('long', long);
    await keep('wider', long.replace('b ~ Normal(0, 5)', 'b ~ Normal(0, 6)'));
    const { value } = await compareOf('long', 'wider');
    expect(value.warnings.filter((text) => text.includes('less than 4'))).toHaveLength(1);
    expect(value.warnings.filter((text) => text.includes('fewer than 100'))).toEqual([]);
  });

  test('the same values under another name, in another order of statements, are the same data', async () => {
    await keep('slope', slope);
    await keep(
      'renamed',
      flat.replaceAll('y : real[row]', 'w : real[row] = column("y")').replace('e y', 'e w'),
    );
    expect((await compareOf('slope', 'renamed')).value.rows).toHaveLength(2);
    const both = (first: string, second: string) =>
      `${header}param m ~ Normal(0, 2)\nobserve ${first}\nobserve ${second}\n${settings}\n`;
    await keep('xy', both('x ~ Normal(m, 1)', 'y ~ Normal(a, s)'));
    await keep('yx', both('y ~ Normal(a, s)', 'x ~ Normal(m, 1)'));
    const { value } = await compareOf('xy', 'yx');
    // The posterior is one and the same; other pairs of points would differ by far more.
    expect(value.rows[1].se_diff).toBeLessThan(1);
  });

  test.each([
    [
      'another number of rows',
      flat.replace('"d.csv" {', '"d.csv" where x > 0 {'),
      /`y` has 40 points in the first and \d+ points/,
    ],
    [
      'another outcome',
      flat.replace('observe y', 'observe x'),
      /y\[1\] is .* in the first and x\[1\] is .* in the second/,
    ],
    [
      'a transformed outcome',
      flat.replace('observe y', 'let z = 2 * y\nobserve z'),
      /y\[1\] is .* in the first and z\[1\] is/,
    ],
    [
      'more outcomes',
      flat.replace('observe y', 'observe x ~ Normal(0, 1)\nobserve y'),
      /the first observes `y`, the second `x`, `y`/,
    ],
    [
      'an expression',
      flat.replace('observe y ~ Normal(a, s)', 'observe (y - a) ~ Normal(0, s)'),
      /a value and an expression/,
    ],
  ])('refuses %s', async (difference, model, message) => {
    await keep('slope', slope);
    const name = difference.replaceAll(' ', '-');
    await keep(name, model);
    const { code, stderr, stdout } = await warned('compare', 'slope', name);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('fit both models to the same rows');
  });

  test('refuses one run, a run twice, and what is no run', async () => {
    await keep('slope', slope);
    expect((await warned('compare', 'slope')).stderr).toContain(
      'expected at least two runs to compare, found 1',
    );
    expect((await warned('compare', 'slope', './slope')).stderr).toContain('./slope is named twice');
    expect(await warned('compare', 'slope', 'two')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('loo --by', () => {
  const grouped = `${slope.replace('dim row\n', 'dim row\ndim g\n').replace('y : real[row] }', 'y : real[row]  of : g[row] = column("g") }')}`;

  test('leaves out the values of each label together, in text and JSON', async () => {
    await keep('grouped', grouped);
    const { value } = await bayesJson<LooReport>(['loo', 'grouped', '--by', 'g'], here.folder());
    expect(value.by).toBe('g');
    expect(value.points.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
    expect(value.pointwise).toHaveLength(4);
    const alone = await looOf('grouped');
    expect(alone.by).toBeUndefined();
    // Groups are predicted no better than values are.
    expect(value.elpd_loo).toBeLessThan(alone.elpd_loo);
    const { stdout } = await bayes(['loo', 'grouped', '--by', 'g'], here.folder());
    expect(stdout).toMatch(/leave-one-g-out cross-validation of grouped, 800 draws, 4 groups/);
    expect(stdout).toMatch(/LOO-MAE .*\nCRPS /);
  });

  test('a dimension that the outcome has no labels of is a mistake of the command line', async () => {
    await keep('grouped', grouped);
    const { code, stderr } = await bayes(['loo', 'grouped', '--by', 'county'], here.folder());
    expect(code).toBe(2);
    expect(stderr).toContain('expected one of row, of');
  });
});
