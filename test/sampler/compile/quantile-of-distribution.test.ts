/** `quantile(D(…), p)` of data and of unknowns, against quantiles by mpmath and SciPy. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import { distributions } from '../../../grammar/distributions/index.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { samplers } from '../../../sampler/distributions/index.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

interface Row {
  readonly distribution: string;
  readonly p: number;
  readonly quantile: number;
}

/** Made by `test/golden/quantiles.py`. */
const golden: readonly Row[] = JSON.parse(
  readFileSync(new URL('../../golden/quantiles.json', import.meta.url), 'utf8'),
);
const byDistribution = new Map<string, Row[]>();
for (const row of golden)
  byDistribution.set(row.distribution, [...(byDistribution.get(row.distribution) ?? []), row]);

function lowered(text: string) {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const checked = analyze(program, data).diagnostics;
  const { ir, diagnostics: compiler } = lower(program, data);
  const found = [...diagnostics, ...data.diagnostics, ...checked, ...compiler];
  return { ir, errors: found.filter(({ severity }) => severity === 'error').map(({ message }) => message) };
}

/** Of expressions, each over its own elements, at given unconstrained positions. */
async function valuesOf(
  text: string,
  expression: string,
  x: readonly number[],
  count: number,
): Promise<number[]> {
  const { ir, errors } = lowered(`${text}\ndeterministic found = ${expression}`);
  expect(errors).toEqual([]);
  const instance = await compiled(ir);
  const size = ir.quantities.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  const values = new Float64Array(size);
  instance.constrain(Float64Array.from(x), values);
  return [...values.subarray(size - count)];
}

const near = (found: number, expected: number, relative: number) =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(relative * Math.max(1e-3, Math.abs(expected)));

describe('of data', () => {
  it.each([...byDistribution])('%s', async (distribution, rows) => {
    const list = `[${rows.map(({ p }) => p).join(', ')}]`;
    const found = await valuesOf(
      'param m ~ Normal(0, 1)',
      `quantile(${distribution}, ${list})`,
      [0],
      rows.length,
    );
    // Sums of probabilities and roots of distribution functions keep as many digits as these.
    rows.forEach(({ quantile }, i) => {
      near(found[i], quantile, 1e-9);
    });
  });

  it('has golden values of every distribution of numbers', () => {
    const named = [...byDistribution.keys()].map((text) => text.slice(0, text.indexOf('(')));
    const all = [...samplers.values()].filter(({ kind }) => kind === 'scalar' || kind === 'category');
    expect(all.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
  });

  it('is over the axes of arguments and probabilities, within conditions and functions', async () => {
    const text = `dim row = 3
data { a : real[row] = [1.5, 2, 4]  ps : real[2] = [0.2, 0.7] }
param m ~ Normal(0, 1)
fun upper(shape) = quantile(Gamma(shape, 1), 0.7)
let each[i in row] = if i > 1 then quantile(Gamma(a[i - 1], 1), 0.7) else 0
let both[i in row, j in 1..2] = quantile(Gamma(a[i], 1), ps[j])`;
    const sampler = samplers.get('Gamma');
    const q = (shape: number, p: number) =>
      sampler?.kind === 'scalar' ? sampler.quantile(p, [shape, 1]) : Number.NaN;
    expect(await valuesOf(text, 'quantile(Gamma(a, 1), 0.7)', [0], 3)).toEqual(
      [1.5, 2, 4].map((a) => q(a, 0.7)),
    );
    expect(await valuesOf(text, 'upper(a)', [0], 3)).toEqual([1.5, 2, 4].map((a) => q(a, 0.7)));
    expect(await valuesOf(text, 'each', [0], 3)).toEqual([0, q(1.5, 0.7), q(2, 0.7)]);
    expect(await valuesOf(text, 'both', [0], 6)).toEqual([1.5, 2, 4].flatMap((a) => [q(a, 0.2), q(a, 0.7)]));
  });
});

/** The first argument times exp(0 · m), so that it is no longer known from data. */
const withUnknown = (distribution: string): string =>
  distribution.replace(/\((-?[\d.]+)(?=[,)])/, '($1 * exp(m)');
const closed = [...byDistribution].filter(([text]) => {
  const { quantile } = distributions.get(text.slice(0, text.indexOf('('))) ?? {};
  return quantile !== undefined;
});
const within = [...byDistribution].filter(([text]) => /^(Truncated\(Exponential|Censored)/.test(text));

it.each([
  'Truncated(Normal(0, 1), 10, 11)',
  'Truncated(Exponential(0.7), lower = 2)',
  'Truncated(Gamma(2.5, 0.5), 1, 9)',
  'Mixture([0.3, 0.7], Normal(0, 1), Truncated(Exponential(0.5), upper = 2))',
])('cdf, log_cdf and log_ccdf of %s at its quantiles are its probabilities', async (of) => {
  const ps = [0.001, 0.3, 0.5, 0.8, 0.999];
  const list = `[${ps.join(', ')}]`;
  const at = (name: string) =>
    valuesOf('param m ~ Normal(0, 1)', `${name}(${of}, quantile(${of}, ${list}))`, [0], 5);
  (await at('cdf')).forEach((found, i) => {
    near(found, ps[i], 1e-9);
  });
  (await at('log_cdf')).forEach((found, i) => {
    near(found, Math.log(ps[i]), 1e-9);
  });
  (await at('log_ccdf')).forEach((found, i) => {
    near(found, Math.log1p(-ps[i]), 1e-9);
  });
});

it('a limit of a censored distribution has the probability beyond it', async () => {
  const at = (name: string) =>
    valuesOf('param m ~ Normal(0, 1)', `${name}(Censored(Normal(0, 1), -1, 2), [-1.5, -1, 0, 2, 3])`, [0], 5);
  const phi = [0, 0.15865525393145705, 0.5, 1, 1];
  (await at('cdf')).forEach((found, i) => {
    near(found, phi[i], 1e-12);
  });
  expect((await at('log_ccdf')).map(Math.exp)).toEqual([
    1,
    expect.closeTo(1 - phi[1], 12),
    expect.closeTo(0.5, 12),
    0,
    0,
  ]);
});

describe('of unknowns', () => {
  it.each([...closed, ...within])('%s', async (distribution, rows) => {
    const of =
      distribution.startsWith('T') && !distribution.startsWith('Tri')
        ? distribution.replace('0.7', '0.7 * exp(m)')
        : distribution.startsWith('Censored')
          ? distribution.replace('1.5', '1.5 * exp(m)')
          : withUnknown(distribution);
    expect(of).toContain('exp(m)');
    const list = `[${rows.map(({ p }) => p).join(', ')}]`;
    const model = 'param m ~ Normal(0, 1)';
    const found = await valuesOf(model, `quantile(${of}, ${list})`, [0], rows.length);
    rows.forEach(({ quantile }, i) => {
      near(found[i], quantile, 1e-10);
    });
    await expectGradients(
      `${model}\npotential p = -0.01 * square(quantile(${of}, 0.3)) - 0.01 * quantile(${of}, 0.83)`,
    );
  });

  it('takes probabilities that are unknown', async () => {
    await expectGradients('param u ~ Uniform(0, 1)\nobserve (quantile(Weibull(1.5, 2), u)) ~ Normal(1, 1)');
  });

  it('has a closed form of each kind that the reference names', () => {
    const named = [...distributions.values()].filter(({ quantile }) => quantile !== undefined);
    expect(named.map(({ name }) => name).sort()).toEqual(
      'AsymmetricLaplace Cauchy Exponential Gumbel HalfCauchy HalfNormal Kumaraswamy Laplace LogLogistic LogNormal Logistic LogitNormal Moyal Normal Pareto Triangular Uniform Weibull'.split(
        ' ',
      ),
    );
  });

  it.each([
    ['quantile(Gamma(m, 1), 0.9)', 'the quantile of `Gamma` has no closed form'],
    ['quantile(Poisson(m), 0.9)', 'draw z ~ Poisson(…)'],
    ['quantile(Mixture([0.5, 0.5], Normal(m, 1), Normal(0, 1)), 0.9)', 'the quantile of `Mixture`'],
    ['quantile(Truncated(Gamma(m, 1), 0, 3), 0.9)', 'the quantile of `Gamma`'],
    ['quantile(Gamma(2, 1), m)', '`m` depends on a parameter: the quantile of `Gamma`'],
    ['sum(quantile(MvNormal([0, 0], cov = identity(2)), 0.5))', 'expected a distribution of numbers'],
    ['quantile(Normal(0, 1), "a")', 'a probability'],
  ])('%s is refused', (expression, message) => {
    const { errors } = lowered(`param m ~ HalfNormal(1)\ndeterministic found = ${expression}`);
    expect(errors[0]).toContain(message);
  });
});

it('is -inf and inf, or the ends of the support, at 0 and 1', async () => {
  for (const [of, expected] of [
    ['Normal(0, 1)', [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]],
    ['Normal(0 * m, 1)', [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]],
    ['Beta(2, 3)', [0, 1]],
    ['Uniform(2, 3 + 0 * m)', [2, 3]],
    ['Poisson(4)', [0, Number.POSITIVE_INFINITY]],
  ] as const)
    expect(await valuesOf('param m ~ Normal(0, 1)', `quantile(${of}, [0, 1])`, [0.3], 2)).toEqual(expected);
});

it('is a number of the model', async () => {
  const { ir, errors } = lowered(
    'param m ~ Normal(0, 1)\nobserve (m) ~ Normal(quantile(Gamma(2, 1), 0.5), 1)',
  );
  expect(errors).toEqual([]);
  const median = 1.6783469900166605;
  const expected = -0.5 * 0.4 ** 2 - 0.5 * (0.4 - median) ** 2 - Math.log(2 * Math.PI);
  expect(gradientAt(await compiled(ir), [0.4]).logDensity).toBeCloseTo(expected, 12);
});
