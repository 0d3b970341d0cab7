/** `bayes check --distributions`: right distributions pass, each mistake is found and told in words. */
import { describe, expect, test } from 'vitest';
import { checkModel } from '../../../../sampler/model/check-model.ts';
import {
  diagnosticOf,
  testDistributions,
} from '../../../../sampler/predict/own-distributions/test-distributions.ts';

async function tested(definition: string, use: string) {
  const text = `fun pick(u, p, s) = if u < p then 0 else if u < 1.5 * p then 1 else -log((1 - u) / (1 - 1.5 * p)) / s
${definition}\ndata { y : real[2] = [0.5, 0.7]  n : int[2] = [1, 2] }\nparam p ~ Beta(2, 2)\nparam m ~ Normal(0, 1)\nparam s ~ HalfNormal(1)\n${use}\n`;
  const { program, data, diagnostics } = checkModel(text, 'm.bayes');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return testDistributions(program, data);
}

describe('a right distribution passes', () => {
  test.each([
    ['D(m, s) { logpdf(v) = logpdf(StudentT(3, m, s), v) }', 'observe y ~ D(m, s)'],
    ['D(m) { logpdf(x) = logpdf(Normal(m, 1e-3), x)\n draw = m + 1e-3 * normal() }', 'observe y ~ D(m)'],
    ['D(s) in s.. { logpdf(x) = s - x\n draw = s - log(uniform()) }', 'observe (y + s) ~ D(s)'],
    ['D(s) in ..s { logpdf(x) = x - s\n draw = s + log(uniform()) }', 'observe (s - y) ~ D(s)'],
    ['D(s) in 0..s { logpdf(x) = log(2 * x / s^2)\n draw = s * sqrt(uniform()) }', 'param a ~ D(s)'],
    ['D(s) in 0..1 { logpdf(x) = -0.5 * log(x) - log(2)\n draw = uniform()^2 }', 'param a ~ D(s)'],
    [
      'D(p, s) in 0.. { logpdf(x) = if x == 0 then log(p) else if 1 == x then log(p / 2) else log1p(-1.5 * p) + logpdf(Exponential(s), x)\n draw = pick(uniform(), p, s) }',
      'observe y ~ D(0.5 * p, s)',
    ],
    [
      'K(p) in 0.. discrete { logpdf(k) = log(p) + k * log1p(-p)\n draw = floor(log(uniform()) / log1p(-p)) }',
      'observe n ~ K(p)',
    ],
    [
      'K(p) in ..3 discrete { logpdf(k) = log(p) + (3 - k) * log1p(-p)\n draw = 3 - floor(log(uniform()) / log1p(-p)) }',
      'observe n ~ K(p)',
    ],
    ['K(p) discrete { logpdf(k) = log(p / (2 - p)) + abs(k) * log1p(-p) }', 'observe n ~ K(p)'],
    [
      'K(p) in 1..2 discrete { logpdf(k) = if k == 1 then log(p) else log1p(-p)\n draw = if uniform() < p then 1 else 2 }',
      'observe n ~ Mixture([0.5, 0.5], K(p), Poisson(2))',
    ],
  ])('distribution %s', async (definition, use) => {
    const [result] = await tested(`distribution ${definition}`, use);
    expect(result.message).toMatch(/(integrates|sums) to 1/);
    expect(result.passes).toBe(true);
    for (const { total } of result.places) expect(Math.abs(total - 1)).toBeLessThan(1e-7);
    expect(diagnosticOf(result).severity).toBe('hint');
  });
});

describe('a mistake is an error', () => {
  test.each([
    [
      'D(s) in 0..s { logpdf(x) = log(x / s^2)\n draw = s * sqrt(uniform()) }',
      'param a ~ D(s)',
      /`D` integrates to 0\.5 at s = .*: expected 1; `logpdf` is the logarithm of the normalised density/,
    ],
    [
      'K(p) in 1.. discrete { logpdf(k) = log(p) + k * log1p(-p) }',
      'observe n ~ K(p)',
      /`K` sums to 0\.\d+ at p = /,
    ],
    [
      'D(m) { logpdf(x) = logpdf(Normal(m, 1), x)\n draw = m + 1.05 * normal() }',
      'observe y ~ D(m)',
      /the draws of `D` do not agree with its density at m = .*: up to .* it has the probability/,
    ],
    [
      'K(p) in 0.. discrete { logpdf(k) = log(p) + k * log1p(-p)\n draw = 1 + floor(log(uniform()) / log1p(-p)) }',
      'observe n ~ K(p)',
      /do not agree .* at 0\.00 it has the probability 0\.\d+ and the draws the share 0\.00/,
    ],
    [
      'K(p) in 0.. discrete { logpdf(k) = log(p) + k * log1p(-p)\n draw = 0.5 + floor(log(uniform()) / log1p(-p)) }',
      'observe n ~ K(p)',
      /100000 draws are no values of it/,
    ],
    [
      'D(p) in 0.. { logpdf(x) = if x == 0 then log(p) else log1p(-p) - x\n draw = if uniform() > p then 0 else -log(uniform()) }',
      'observe y ~ D(p)',
      /at 0\.00 it has the probability/,
    ],
    [
      'D(s) in 0..s { logpdf(x) = -log(s)\n draw = 2 * s * uniform() }',
      'param a ~ D(s)',
      /`draw =` of `D` gives .* which lies outside of its values/,
    ],
  ])('distribution %s', async (definition, use, message) => {
    const [result] = await tested(`distribution ${definition}`, use);
    expect(result.message).toMatch(message);
    expect(result.passes).toBe(false);
    expect(diagnosticOf(result)).toMatchObject({ code: 'distribution-test', severity: 'error' });
  });
});

test('one that the model does not use, or whose prior is improper, is told', async () => {
  const definition = 'distribution D(m) { logpdf(x) = logpdf(Normal(m, 1), x) }';
  const [unused] = await tested(definition, '');
  expect(unused).toMatchObject({
    passes: null,
    message: expect.stringContaining('no prior or likelihood of the model uses it'),
  });
  const [improper] = await tested(definition, 'param f ~ Flat()\nobserve y ~ D(f)');
  expect(improper.message).toContain('no arguments can be drawn to test it at');
  expect(diagnosticOf(improper).severity).toBe('warning');
});
