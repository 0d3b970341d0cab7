/**
 * The evidence: of a conjugate regression in closed form and by R's bridgesampling (`test/golden/evidence.R`), and of
 * models whose unknowns do not touch the data, where it is the density of the data whatever the prior.
 */
import { describe, expect, test } from 'vitest';
import { elementNames } from '../../../sampler/compile/element-names.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { drawPriors } from '../../../sampler/predict/draw-priors.ts';
import { bayesFactors } from '../../../sampler/predict/evidence/bayes-factors.ts';
import { type EvidenceOfRun, evidenceOfRun } from '../../../sampler/predict/evidence/evidence-of-run.ts';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import golden from '../../golden/evidence.json' with { type: 'json' };
import { checked, runWith } from './models.ts';

async function evidenceOf(model: PosteriorModel, run = 'r'): Promise<EvidenceOfRun> {
  const found = await evidenceOfRun(model, run);
  if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
  return found.evidence;
}

async function problemOf(model: PosteriorModel): Promise<string> {
  const found = await evidenceOfRun(model, 'r');
  if (found.kind !== 'problem') throw new Error(JSON.stringify(found));
  return found.message;
}

const data = `dim row
data {
  x : real[row] = [${golden.x.join(', ')}]
  y : real[row] = [${golden.y.join(', ')}]
}
`;
const line = (y = data) => `${y}param v ~ InverseGamma(3, 2)
param a ~ Normal(0, 2 * sqrt(v))
param b ~ Normal(0, 2 * sqrt(v))
observe y ~ Normal(a + b * x, sqrt(v))`;
const constant = `${data}param v ~ InverseGamma(3, 2)
param a ~ Normal(0, 2 * sqrt(v))
observe y ~ Normal(a, sqrt(v))`;
const [a, b, v] = golden.line.draws;
const lineRun = (y = data) => runWith(line(y), { v, a, b });
const constantRun = () => runWith(constant, { v: golden.constant.draws[1], a: golden.constant.draws[0] });

describe('the evidence of a conjugate regression', () => {
  test.each([
    { name: 'a line', run: lineRun, expected: golden.line },
    { name: 'a constant', run: constantRun, expected: golden.constant },
  ])('$name: the closed form, and the estimate of R', async ({ run, expected }) => {
    const { logIntegral, relativeError } = await evidenceOf(run());
    expect(relativeError).toBeLessThan(0.01);
    expect(Math.abs(logIntegral - expected.log_evidence)).toBeLessThan(4 * relativeError);
    expect(Math.abs(logIntegral - expected.bridge)).toBeLessThan(
      4 * Math.hypot(relativeError, expected.bridge_error),
    );
  });
});

/** The prior's draws are the posterior's, since the datum depends on none of them. */
async function priorRun(prior: string, observe: string): Promise<PosteriorModel> {
  const text = `${prior}\n${observe}`;
  const { program, data: loaded } = checked(text);
  const draws = await drawPriors(program, loaded, { draws: 1000, seed: 5 });
  const { ir } = lower(program, loaded);
  const columns = ir.quantities.flatMap((quantity) =>
    elementNames(quantity).map((name, i) => [name, draws.map((draw) => draw[quantity.name][i])] as const),
  );
  return runWith(text, Object.fromEntries(columns));
}

const LOG_TWO_PI = Math.log(2 * Math.PI);

describe('densities keep their constants: a prior integrates to 1', () => {
  const datum = 'data { z : real = 1.5 }';
  test.each([
    'param x ~ StudentT(4, 1, 2)',
    'param x ~ HalfNormal(2)',
    'param x ~ Gamma(2, 3)',
    'param x ~ LogNormal(0, 1)',
    'param x ~ Weibull(2, 3)',
    'param x ~ Beta(2, 3)',
    'param x ~ Uniform(-1, 3)',
    'param x ~ Normal(0, 1) in 0.5..2',
    'param x ~ Truncated(Normal(0, 1), 0.5, 2)',
    'param x ~ Mixture([0.25, 0.75], Normal(0, 1), Normal(1, 2))',
    'param m ~ Normal(0, 1)\nparam x[4] ~ Normal(m, 0.5)',
    'param x[3] ~ Dirichlet([1, 2, 3])',
    'param x[4] ~ ZeroSumNormal(2)',
    'dim g = 3\ndim f = 3\nparam x[g, f] ~ ZeroSumNormal(2, over = (g, f))',
    'param x[2] ~ MvNormal([0, 1], cov = [[1, 0.5], [0.5, 2]])',
    'param x[4] ~ GaussianRandomWalk(0.5, init = Normal(3, 2), mu = 1)',
    'param L[3, 3] ~ LKJCholesky(2)',
    'param R[3, 3] ~ LKJCorr(2)',
    'param S[2, 2] ~ Wishart(5, [[1, 0.3], [0.3, 1]])',
  ])('%s', async (prior) => {
    const run = await priorRun(`${datum}\n${prior}`, 'observe z ~ Normal(0, 2)');
    const { logIntegral, relativeError } = await evidenceOf(run);
    expect(relativeError).toBeLessThan(0.1);
    const expected = -0.5 * LOG_TWO_PI - Math.log(2) - 0.5 * (1.5 / 2) ** 2;
    expect(Math.abs(logIntegral - expected)).toBeLessThan(4 * relativeError);
  });

  test.each([
    // 3^4 e^-3 / 4!, C(10, 4) 0.3^4 0.7^6.
    ['a Poisson', 'observe n ~ Poisson(3)', Math.log((81 * Math.exp(-3)) / 24)],
    ['a binomial', 'observe n ~ Binomial(10, 0.3)', Math.log(210 * 0.3 ** 4 * 0.7 ** 6)],
  ])('and so does the likelihood of %s', async (_, observe, expected) => {
    const run = await priorRun('data { n : int = 4 }\nparam x ~ Normal(0, 1)', observe);
    const { logIntegral, relativeError } = await evidenceOf(run);
    expect(relativeError).toBeLessThan(0.02);
    expect(Math.abs(logIntegral - expected)).toBeLessThan(4 * relativeError);
  });
});

describe('refused', () => {
  const one = (text: string) => runWith(`data { z : real = 1.5 }\n${text}`, { x: [0.5, 0.6] });
  const observe = 'observe z ~ Normal(0, 2)';
  test.each([
    ['a flat prior', `param x ~ Flat()\n${observe}`, 'the prior of `x` (line 2) holds Flat()'],
    ['a flat prior over a range', `param x ~ Flat() in 0..2\n${observe}`, 'holds Flat()'],
    ['an improper scale', `param x ~ HalfFlat()\n${observe}`, 'holds HalfFlat()'],
    [
      'a constraint that the prior does not imply',
      `param x[2]: ordered ~ Normal(0, 1)\n${observe}`,
      'is not normalised over vectors that are ordered',
    ],
    [
      'a prior without its constant',
      `data { e : int[2, 2] = [[1, 2], [2, 3]] }\nparam x[3] ~ ICAR(e)\n${observe}`,
      'is ICAR, whose density leaves out a constant',
    ],
    ['no data', 'param x ~ Normal(0, 1)', 'has no `observe` statement'],
    [
      'a discrete unknown',
      'param k ~ DiscreteUniform(1, 2)\nparam x ~ Normal(0, 1)\nobserve z ~ Normal(x + k, 1)',
      'has the discrete unknown `k`',
    ],
    ['too few draws', `param x ~ Normal(0, 1)\n${observe}`, 'expected at least 26 draws'],
  ])('%s', async (_, text, message) => {
    expect(await problemOf(one(text))).toContain(message);
  });

  test('draws of an approximation', async () => {
    const run = lineRun();
    expect(await problemOf({ ...run, info: { ...run.info, method: 'mean-field' as const } })).toContain(
      'the evidence needs draws of the posterior itself',
    );
  });
});

describe('Bayes factors', () => {
  test('are differences of the evidence, the best first, with the warning about priors', async () => {
    const runs = [await evidenceOf(constantRun(), 'flat line'), await evidenceOf(lineRun(), 'line')];
    const found = bayesFactors(runs);
    if (found.kind !== 'ok') throw new Error(found.message);
    const { rows, warnings } = found.report;
    expect(rows.map(({ run }) => run)).toEqual(['line', 'flat line']);
    const expected = golden.line.log_evidence - golden.constant.log_evidence;
    const error = rows[1].bayes_factor_error ?? 0;
    expect(error).toBeCloseTo(Math.hypot(runs[0].relativeError, runs[1].relativeError), 12);
    expect(Math.abs((rows[1].log_bayes_factor ?? 0) - expected)).toBeLessThan(4 * error);
    expect(rows[0]).toMatchObject({ log_bayes_factor: 0, bayes_factor_error: null });
    const odds = Math.exp(rows[1].log_bayes_factor ?? 0);
    expect(rows[0].probability).toBeCloseTo(odds / (1 + odds), 12);
    expect(rows[1].probability).toBeCloseTo(1 / (1 + odds), 12);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('a Bayes factor judges the priors as much as the models');
  });

  test('of equal models are within their error', async () => {
    const found = bayesFactors([await evidenceOf(lineRun(), 'one'), await evidenceOf(lineRun(), 'two')]);
    if (found.kind !== 'ok') throw new Error(found.message);
    expect(found.report.warnings[0]).toContain(
      'two: the Bayes factor is within 2 of its standard errors of 1',
    );
  });

  test('of other data are refused', async () => {
    const other = data.replace('y : real[row] = [', 'y : real[row] = [9').replace('[9-', '[9');
    const found = bayesFactors([await evidenceOf(lineRun(), 'one'), await evidenceOf(lineRun(other), 'two')]);
    expect(found).toMatchObject({ kind: 'problem' });
    if (found.kind === 'problem')
      expect(found.message).toMatch(/^one and two cannot be compared: y\[1\] is /);
  });
});

test('a coarse estimate, a potential and an observed expression are doubts', async () => {
  const text = `data { z : real = 1.5 }
param x ~ Normal(0, 1)
potential pull = -x^2
observe (z - x) ~ Normal(0, 1)`;
  const spread = Array.from({ length: 40 }, (_, i) => ((i * 7) % 40) / 4 - 5);
  const { warnings } = await evidenceOf(runWith(text, { x: spread }));
  expect(warnings.join('\n')).toMatch(/relative error of the evidence is \d+ %, above 10 %/);
  expect(warnings.join('\n')).toContain('`potential` (line 3) counts as written');
  expect(warnings.join('\n')).toContain('is an expression, not a datum: the evidence is on its scale');
});
