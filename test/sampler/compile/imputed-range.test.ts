/** Missing values within a declared range: the transform, the density as written, and the posterior it gives. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

function lowered(text: string) {
  const { program } = parse(text);
  const data = loadData(program, { modelPath: 'm.bayes', readFile: () => ({ error: 'no files' }) });
  expect(data.diagnostics).toEqual([]);
  return lower(program, data);
}

const rows = (range: string, distribution: string, values = '[0.1, null, 0.3, 0.2, null, 0.6]') => `dim row
data { y : real?[row] ${range} = ${values} }
param mu ~ Normal(0, 1)
observe y ~ ${distribution}`;

describe('gradients by the interpreter and by differences', () => {
  test.each([
    ['in 0..', 'Normal(mu, 1)'],
    ['in ..2', 'Normal(mu, 1)'],
    ['in -1..1', 'Normal(mu, exp(0.3 * mu))'],
    ['in 0..', 'StudentT(4, mu, 1)'],
    ['in 0..2', 'Gamma(2, exp(mu))'],
    ['in 0.5..', 'Exponential(exp(mu))', '[0.7, null, 0.9]'],
    ['in 0.2..0.9', 'Beta(2, exp(mu))', '[0.3, null, 0.8]'],
    ['in 0..', 'Truncated(Normal(mu, 1), 0)'],
    ['in 0..', 'Truncated(Normal(mu, 1), 0, 3)'],
    ['', 'Truncated(Normal(mu, 1), hi = 3)'],
    ['in 0.05..', 'Truncated(Normal(mu, 1), 0)'],
  ])('%s under %s', async (range, distribution, values?: string) => {
    await expectGradients(rows(range, distribution, values));
  });

  test('bounds that differ from row to row', async () => {
    await expectGradients(`dim row
data { n : real[row] = [1, 2, 3, 4]  m : real[row] = [-1, -2, -3, -4] }
data { y : real?[row] in m..n = [0.5, null, null, 3.5] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)`);
  });

  test('limits of Truncated that differ from row to row', async () => {
    await expectGradients(`dim row
data { n : real[row] = [1, 2, 3, 4]  y : real?[row] = [0.5, null, null, 3.5] }
param mu ~ Normal(0, 1)
observe y ~ Truncated(Normal(mu, 1), 0, n)`);
  });

  test('over two dimensions, the bound over one of them', async () => {
    await expectGradients(`dim a, b
data { n : real[a] = [1, 5]  y : real?[a, b] in ..n = [[0.5, null], [null, 3.5]] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)`);
  });

  test('an imputed predictor', async () => {
    await expectGradients(`dim row
data { x : real?[row] in 0.. = [1, null, 3]  y : real[row] = [1.5, 2.5, 3.1] }
param mu ~ Normal(0, 1)
observe x ~ Normal(mu, 1)
observe y ~ Normal(mu * x, 1)`);
  });
});

/** Mean of `f` under the density of mu and of one value from 0, by the trapezium rule on a grid. */
function quadrature(
  logDensity: (mu: number, y: number) => number,
  f: (mu: number, y: number) => number,
): number {
  const h = 0.01;
  let total = 0;
  let weighted = 0;
  for (let mu = -6; mu <= 6; mu += h) {
    for (let y = 0; y <= 8; y += h) {
      const weight = Math.exp(logDensity(mu, y)) * (y === 0 ? 0.5 : 1);
      total += weight;
      weighted += weight * f(mu, y);
    }
  }
  return weighted / total;
}

test('the density is that of the observe as written, by quadrature on both scales', async () => {
  const { ir } = lowered(rows('in 0..', 'Normal(mu, 1)', '[0.1, null, 0.3, 0.2, 0.05, 0.6]'));
  const instance = await compiled(ir);
  const seen = [0.1, 0.3, 0.2, 0.05, 0.6];
  const written = (mu: number, y: number) =>
    -0.5 * (mu * mu + (y - mu) ** 2 + seen.reduce((sum, x) => sum + (x - mu) ** 2, 0));
  // The unconstrained vector: log of the missing value, then mu. The Jacobian is what dy = exp(u) du leaves.
  const compiledDensity = (mu: number, y: number) =>
    gradientAt(instance, [Math.log(Math.max(y, 1e-12)), mu]).logDensity - Math.log(Math.max(y, 1e-12));
  const constant = compiledDensity(0.3, 0.7) - written(0.3, 0.7);
  for (const [mu, y] of [
    [-2, 0.01],
    [0, 3],
    [1.5, 0.2],
    [4, 7],
  ]) {
    expect(compiledDensity(mu, y)).toBeCloseTo(written(mu, y) + constant, 9);
  }
  // Normalised over the range, mu would not be pulled up by the bound.
  const mean = quadrature(written, (mu) => mu);
  const normalised = quadrature(
    (mu, y) => written(mu, y) - Math.log(0.5 * erfc(-mu / Math.SQRT2)),
    (mu) => mu,
  );
  expect(mean - normalised).toBeGreaterThan(0.05);
});

function erfc(x: number): number {
  // Abramowitz and Stegun, 7.1.26: good to 1e-7, far below what the test asks.
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const tail =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) *
    Math.exp(-x * x);
  return x >= 0 ? tail : 2 - tail;
}

describe('what cannot be imputed', () => {
  const errors = (text: string) =>
    lowered(text).diagnostics.map(({ code, message }) => `${code}: ${message}`);
  test('a range that the support leaves no room in', () => {
    expect(errors(rows('in ..0', 'Exponential(1)', '[null, null]'))[0]).toMatch(
      /^empty-range: a missing value of `y` has no room.*0\.\.0/,
    );
  });
  test('a limit of Truncated that is an unknown', () => {
    const text = `dim row\ndata { y : real?[row] = [1, null] }\nparam mu ~ Normal(0, 1)\nparam c ~ HalfNormal(1)\nobserve y ~ Truncated(Normal(mu, 1), -c)`;
    expect(errors(text)[0]).toMatch(/^unsupported: y has missing values, and a limit of its Truncated/);
  });
  test('bounds of some rows only', () => {
    const text = `dim row\ndata { b : real?[row] = [1, 2, null]  y : real?[row] in b.. = [1, null, null] }\nparam mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, 1)\nobserve b ~ Normal(mu, 1)`;
    expect(errors(text)[0]).toMatch(/^unsupported: some missing values of `y` have a lower bound/);
  });
  test('a column that nothing uses is left alone', () => {
    const text = `dim row\ndata { x : real?[row] = [1, null]  y : real[row] = [1, 2] }\nparam mu ~ Normal(0, 1)\nobserve y ~ Normal(mu, 1)`;
    expect(errors(text)).toEqual([]);
    expect(lowered(text).ir.quantities.map(({ name }) => name)).toEqual(['mu']);
  });
  test('one that is used twice is reported once', () => {
    const text = `dim row\ndata { x : real?[row] = [1, null]  y : real[row] = [1, 2] }\nparam mu ~ Normal(0, 1)\nlet m = mu * x\nobserve y ~ Normal(m + x, 1)`;
    expect(errors(text)).toHaveLength(1);
  });
});
