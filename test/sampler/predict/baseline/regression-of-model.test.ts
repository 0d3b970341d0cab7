/** Which models are regressions, by which columns, and why others are not. */
import { describe, expect, test } from 'vitest';
import { compileForward } from '../../../../sampler/compile/compile-forward.ts';
import { regressionOfModel } from '../../../../sampler/predict/baseline/regression-of-model.ts';
import { observedModel } from '../../../../sampler/predict/leave-one-out/score-points.ts';
import { checked, folderWith } from '../models.ts';

const ROWS = 12;
const x = Array.from({ length: ROWS }, (_, i) => Math.round(100 * Math.sin(3 * i + 1)) / 100 + 0.5 * i);
const groups = 'aabcbcbacbca';
const csv = [
  'x,e,k,y,n,g',
  ...x.map((value, i) => [value, 1 + (i % 4), i % 2, i % 3, 4, groups[i]].join(',')),
].join('\n');
const folder = folderWith({ 'd.csv': csv });

const head = `dim row
dim g
data from "d.csv" {
  x : real[row]  # bayes: ignore unused-data
  e : real[row]  # bayes: ignore unused-data
  k : int[row] in 0..1  # bayes: ignore unused-data
  n : int[row]  # bayes: ignore unused-data
  y : int[row] in 0..
  of : g[row] = column("g")  # bayes: ignore unused-data
}
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
`;

async function regressionOf(statements: string) {
  const model = checked(`${head}${statements}`, folder);
  const observed = observedModel(model.program, model.data);
  if (observed.kind !== 'ok') throw new Error(observed.kind);
  return regressionOfModel(model, compileForward(observed.ir, { logLikelihood: true }));
}

async function found(statements: string) {
  const result = await regressionOf(statements);
  if (result.kind !== 'ok') throw new Error(result.diagnostics.map(({ message }) => message).join('; '));
  return result.regression;
}

async function refusal(statements: string) {
  const result = await regressionOf(statements);
  if (result.kind !== 'invalid') throw new Error('it is a regression');
  const [{ code, message, span }] = result.diagnostics;
  const text = `${head}${statements}`;
  return { code, message, at: text.slice(span.start, span.end) };
}

/** A column without its mean and size, of positive first element. */
function standard(values: ArrayLike<number>): readonly number[] {
  const all = Array.from(values);
  const centre = all.reduce((sum, value) => sum + value, 0) / all.length;
  const size = Math.sqrt(all.reduce((sum, value) => sum + (value - centre) ** 2, 0));
  const sign = all[0] - centre < 0 ? -1 : 1;
  return all.map((value) => (sign * (value - centre)) / size);
}

function expectColumn(column: { readonly values: Float64Array }, expected: readonly number[]): void {
  const own = standard(column.values);
  for (const [i, value] of standard(expected).entries()) expect(own[i]).toBeCloseTo(value, 7);
}

const isOf = (label: string) => x.map((_, i) => Number(groups[i] === label));

describe('columns', () => {
  test('of slopes, whatever is done to the data', async () => {
    const { columns, family, rows, isYesNo } = await found(
      'observe y ~ Poisson(log_mu = a + b * log(x + 2))',
    );
    expect([family.title, columns.map(({ name }) => name), isYesNo]).toEqual(['Poisson ridge', ['b'], false]);
    expectColumn(
      columns[0],
      x.map((value) => Math.log(value + 2)),
    );
    expect(rows.offset.every((value) => value === 0)).toBe(true);
    expect([...rows.outcome]).toEqual(x.map((_, i) => i % 3));
  });

  test('of exposures are an offset', async () => {
    const { rows, columns } = await found('observe y ~ Poisson(e * exp(a + b * x))');
    expect(columns.length).toBe(1);
    // What intercept and slope can express is theirs.
    const log = x.map((_, i) => Math.log(1 + (i % 4)));
    const left = residual(log, x);
    for (const [i, value] of left.entries()) expect(rows.offset[i]).toBeCloseTo(value, 6);
  });

  test.each([
    ['centred', 'param u[g] ~ Normal(0, t)', 'u[of]', ['u[a]', 'u[b]', 'u[c]']],
    ['non-centred', 'param u[g] ~ Normal(0, 1)', 't * u[of]', ['u[a]', 'u[b]', 'u[c]']],
  ])('of groups, %s, with a slope', async (_, prior, effect, names) => {
    const { columns } = await found(
      `param t ~ HalfNormal(1)\n${prior}\nobserve y ~ Binomial(n, logit_p = ${effect} + b * x)`,
    );
    expect(columns.map(({ name }) => name).toSorted()).toEqual(['b', ...names]);
    for (const { name, values } of columns) expectColumn({ values }, name === 'b' ? x : isOf(name.charAt(2)));
  });

  test('of correlated effects span what it can express', async () => {
    const { columns, rows } = await found(
      'param s ~ Normal(0, 1)\nparam c[g] ~ Normal(0, 1)\nparam d[g] ~ Normal(0, 1)\nparam l ~ Normal(0, 1)\nobserve y ~ Normal(a + c[of] + (s * d[of] + l * c[of]) * x, 1)',
    );
    // Three intercepts and three slopes; the constant is the intercept’s.
    expect(columns.length).toBe(5);
    expect(rows.offset.every((value) => value === 0)).toBe(true);
  });

  test('trials of yes and no are one each', async () => {
    const { isYesNo, rows } = await found('observe k ~ Bernoulli(logit_p = a + b * x)\n');
    expect([isYesNo, [...rows.trials]]).toEqual([true, x.map(() => 1)]);
  });

  test('large predictors do not saturate', async () => {
    const { columns } = await found('observe k ~ Bernoulli(logit_p = a + b * (x + 1980))');
    expectColumn(columns[0], x);
  });
});

describe('no regression', () => {
  test.each([
    ['observe y ~ Normal(a + exp(b * x), 1)', /the mean of `y` is no linear function of its predictors/],
    ['observe y ~ Poisson(exp(a) + exp(b) * e)', /the log mean of `y` is no linear function/],
    [
      'observe y ~ ZeroInflatedPoisson(0.5, exp(a + b * x))',
      /`y` is ZeroInflatedPoisson; expected one of Normal, StudentT/,
    ],
    ['observe y ~ Truncated(Normal(a + b * x, 1), lower = -1)', /`y` is truncated; expected one of/],
    ['observe y ~ Normal(a + b * x, 1) weight e', /the rows of `y` have weights, which ridge/],
    ['observe y ~ Normal(a + b, 1)', /the mean of `y` is the same in every row; expected predictors/],
    [
      'param u[row] ~ Normal(0, 1)\nobserve y ~ Normal(a + u, exp(b))',
      /the elements of `u` are free to follow every row of `y`/,
    ],
    [
      'observe y ~ Normal(a + b * x, 1)\nobserve k ~ Bernoulli(logit_p = a)',
      /it observes `k` beside `y`; expected one `observe`/,
    ],
  ])('%s', async (statements, message) => {
    const { code, message: own, at } = await refusal(statements);
    expect(code).toBe('no-regression');
    expect(own).toMatch(/^the model is no regression that ridge could stand beside: /);
    expect(own).toMatch(message);
    expect(at).not.toBe('');
    expect(statements).toContain(at.split('\n')[0]);
  });
});

/** Without what a constant and x express. */
function residual(values: readonly number[], by: readonly number[]): readonly number[] {
  const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [mv, mb] = [mean(values), mean(by)];
  const slope =
    by.reduce((sum, value, i) => sum + (value - mb) * (values[i] - mv), 0) /
    by.reduce((sum, value) => sum + (value - mb) ** 2, 0);
  return values.map((value, i) => value - mv - slope * (by[i] - mb));
}
