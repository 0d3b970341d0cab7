/** Regressions on factors alone: equal rows are merged in the density, and everything by row is of all rows. */
import { expect, test } from 'vitest';
import { compile, densityPhases } from '../../../sampler/compile/compile.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { compiled, gradientAt } from './compiled.ts';

const ROWS = 1_500;
const column = (value: (row: number) => number) =>
  `[${Array.from({ length: ROWS }, (_, n) => value(n)).join(', ')}]`;

const model = (outcome: string, likelihood: string) => `dim row, site = 4
data { y : int[row] = ${column((n) => ((n * n) % 7) % 2)}  ${outcome}
  dose : real[row] = ${column((n) => (n % 3) / 2)}  at : int[row] = ${column((n) => 1 + ((n * n) % 4))} }
param a ~ Normal(0, 1)
param b ~ Normal(0, 1)
param c[site] ~ Normal(0, 1)
observe ${likelihood}`;

test.each([
  ['Bernoulli', '', 'y ~ Bernoulli(logit_p = a + b * dose + c[at])'],
  ['Poisson', '', 'y ~ Poisson(log_mu = a + b * dose + c[at])'],
  ['negative binomial', '', 'y ~ NegativeBinomial(log_mu = b * dose + c[at], alpha = exp(a))'],
  [
    'weighted rows',
    `w : real[row] = ${column((n) => n % 2)}`,
    'y ~ Binomial(3, logit_p = a + b * dose + c[at]) weight w',
  ],
])('%s', async (_, outcome, likelihood) => {
  const { program, data, diagnostics } = checkModel(model(outcome, likelihood), 'model.bayes');
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const { ir } = lower(program, data);
  expect(densityPhases(ir).map(({ name }) => name)).toContain('merge-rows');
  const position = Float64Array.from({ length: ir.dimension }, (_, i) => Math.sin(2 * i + 1) / 2);
  const merged = await compiled(ir);
  const whole = await compiled(ir, new Set(['merge-rows']));
  const { logDensity, gradient } = gradientAt(merged, position);
  for (const wanted of [interpret(ir, position), gradientAt(whole, position)]) {
    expect(Math.abs(logDensity - wanted.logDensity)).toBeLessThanOrEqual(1e-12 * Math.abs(logDensity));
    const largest = Math.max(...wanted.gradient.map(Math.abs));
    gradient.forEach((g, i) => {
      expect(Math.abs(g - wanted.gradient[i])).toBeLessThanOrEqual(1e-12 * largest);
    });
  }
  const [{ logLikelihood }] = compile(ir).observations;
  expect(logLikelihood.shape).toEqual([ROWS]);
  merged.observe(position);
  whole.observe(position);
  expect(merged.read(logLikelihood)).toEqual(
    whole.read(compile(ir, new Set(['merge-rows'])).observations[0].logLikelihood),
  );
});
