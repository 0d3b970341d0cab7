/**
 * Roots and integrals: value and derivatives by the module against SciPy, then log density and gradient of models
 * against the interpreter, which solves by other methods and differentiates with a tape, and against finite differences.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { evaluateTerms } from '../../../sampler/compile/evaluate/terms.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradientAt, near, points } from './expect-gradient-at.ts';

interface Golden {
  readonly name: string;
  readonly model: string;
  readonly at: readonly number[];
  readonly value: number;
  readonly slopes: readonly number[];
}

const golden: readonly Golden[] = JSON.parse(
  readFileSync(new URL('../../golden/roots-and-integrals.json', import.meta.url), 'utf8'),
);

function lowered(text: string): IrProgram {
  const { program, diagnostics } = parse(text);
  const data = loadData(program, { modelPath: 'model.bayes', readFile: () => ({ error: 'no files here' }) });
  const { ir, diagnostics: more } = lower(program, data);
  expect([...diagnostics, ...data.diagnostics, ...more].map(({ message }) => message)).toEqual([]);
  return ir;
}

describe('value and derivatives agree with SciPy', () => {
  it.each(golden.map((one) => [one.name, one] as const))('of %s', async (_, { model, at, value, slopes }) => {
    const ir = lowered(`${model}\npotential value = z`);
    const { logDensity, gradient } = gradientAt(await compiled(ir), at);
    near(logDensity, value, 1e-9, 'value');
    for (const [i, slope] of slopes.entries()) near(gradient[i], slope, 1e-8, `derivative ${i}`);
    const numbers = evaluateTerms(ir, Float64Array.from(at)).reduce((sum, term) => sum + term.value, 0);
    near(numbers, value, 1e-9, 'value outside the module');
  });
});

const MODELS: Readonly<Record<string, string>> = {
  'a root for each row, of arguments by group': `
dim group = 2
dim row = 3
fun f(x, a, b) = x + a * exp(x) - b
data {
  g : group[row] = [1, 2, 2]
  b : real[row] = [1, 2.5, 0.3]
  y : real[row] = [0.1, 0.5, -1]
}
param a[group] ~ LogNormal(0, 0.5)
param sigma ~ LogNormal(-1, 0.5)
let x[r in row] = solve_newton(f, 0, a[g[r]], b[r])
observe y ~ Normal(x, sigma)`,
  'a root of a vector with a dimension, and a guess that is unknown': `
dim part = ["s", "p", "e"]
fun flows(x, k) = [k[1] - k[2] * x["s"] * x["e"], k[2] * x["s"] * x["e"] - k[3] * x["p"], 1 - x["e"] - 0.05 * x["s"]]
data { y : real[part] = [0.5, 1.2, 0.8] }
param k[3] ~ LogNormal([0, 0.2, 0], 0.1)
param first[part] ~ LogNormal(-0.5, 0.1)
let x = solve_newton(flows, first, k)
observe y ~ Normal(x, 0.2)`,
  'a root of a sum over its elements': `
dim d = 4
fun f(x, w) = x + 0.1 * sum(x) ^ 3 - w
data { y : real[d] = [0.5, 1.2, 0.8, 0.1] }
param w[d] ~ Normal(0, 1)
let x = solve_newton(f, [0, 0, 0, 0], w)
observe y ~ Normal(x, 0.2)`,
  'an integral for each row, with limits by row': `
dim row = 3
fun hazard(t, a, b) = a * b * t ^ (b - 1)
data {
  start : real[row] = [0, 0.5, 1]
  stop : real[row] = [1.5, 2, 4]
}
param a ~ LogNormal(-1, 0.5)
param b ~ LogNormal(0.3, 0.1)
let total[r in row] = integrate(hazard, start[r], stop[r], a, b)
potential survival = -sum(total)`,
  'a random effect that is integrated out': `
dim site = 3
fun f(u, y, mu, sigma) = exp(logpdf(Poisson(exp(mu + sigma * u)), y) + logpdf(Normal(0, 1), u))
data { y : int[site] = [3, 0, 7] }
param mu ~ Normal(1, 1)
param sigma ~ HalfNormal(1)
let l[s in site] = integrate(f, -9, 9, y[s], mu, sigma)
potential likelihood = sum(log(l))`,
  'an integral to the root of an equation': `
fun f(x, a) = exp(-a * x ^ 2)
fun edge(x, a) = x ^ 3 + a * x - 4
param a ~ LogNormal(0, 0.3)
let b = solve_newton(edge, 1, a)
let z = integrate(f, -b, b, a) + integrate(f, b, 0, a)
potential value = z`,
};

describe('the log density and its gradient', () => {
  it.each(Object.entries(MODELS))('with %s', async (_, text) => {
    const ir = lowered(text);
    const instance = await compiled(ir);
    for (const x of points(ir.dimension, 2)) expectGradientAt(ir, instance, x, 1e-8);
  });
});

const BUMPS = 'fun bump(x, m, s) = exp(logpdf(Normal(m, s), x))\nfun f';

describe('closed forms', () => {
  it.each([
    [
      // By mpmath: √(π/2) (erfc(36/√2) − erfc(37/√2)).
      'a tail in which the integrand is 1e-282',
      'fun f(x) = exp(-x ^ 2 / 2)',
      'integrate(f, 36, 37)',
      1.0484283745479543e-283,
    ],
    ['equal limits', 'fun f(x) = 1 / x', 'integrate(f, 0, 0)', 0],
    ['limits the other way round', 'fun f(x) = x', 'integrate(f, 2, 0)', -2],
    ['a bump far from 0', `${BUMPS}(x) = bump(x, 100, 1)`, 'integrate(f, -inf, inf)', 1],
    ['a bump far from 0 of a half line', `${BUMPS}(x) = bump(x, 100, 1)`, 'integrate(f, 0, inf)', 1],
    ['a bump far below a limit', `${BUMPS}(x) = bump(x, -5000, 50)`, 'integrate(f, -inf, 3)', 1],
    ['two bumps', `${BUMPS}(x) = bump(x, 0, 1) + bump(x, 700, 7)`, 'integrate(f, -inf, inf)', 2],
    [
      'two bumps, one below 0',
      `${BUMPS}(x) = bump(x, 0, 1) + bump(x, -60, 0.6)`,
      'integrate(f, -inf, inf)',
      2,
    ],
    [
      'two bumps of a half line',
      `${BUMPS}(x) = bump(x, 5, 0.5) + bump(x, 300, 3)`,
      'integrate(f, 0, inf)',
      2,
    ],
    ['a tail and a bump', `${BUMPS}(x) = x ^ -2 + bump(x, 900, 20)`, 'integrate(f, 1, inf)', 2],
    ['a bump in a long range', `${BUMPS}(x) = bump(x, 371, 0.2)`, 'integrate(f, -1000, 1000)', 1],
    ['nothing between finite limits', 'fun f(x) = max(0, x - 3)', 'integrate(f, 0, 2)', 0],
    ['a root that is small', 'fun f(x) = x ^ 2 - 1e-24', 'solve_newton(f, 1)', 1e-12],
    ['a root that the guess is', 'fun f(x) = x ^ 2 - 4', 'solve_newton(f, 2)', 2],
  ])('%s', async (_, fun, call, value) => {
    const ir = lowered(`${fun}\nparam p ~ Flat()\npotential value = p * ${call}`);
    const { logDensity } = gradientAt(await compiled(ir), [1]);
    // No absolute part: the values of the integrands have no scale, and `rtol` promises none.
    expect(Math.abs(logDensity - value)).toBeLessThanOrEqual(1e-8 * Math.abs(value));
  });

  it('a root that is 0', async () => {
    const ir = lowered('fun f(x) = exp(x) - 1\nparam p ~ Flat()\npotential value = p * solve_newton(f, 3)');
    expect(Math.abs(gradientAt(await compiled(ir), [1]).logDensity)).toBeLessThanOrEqual(1e-15);
  });
});

it('bisects for a derivative where the value needs none', async () => {
  // At a = 1 the integrand is 1, and its derivative 1 + sin(200 x), whose integral over 0..1 is 1 + (1 − cos 200) / 200.
  const ir = lowered(`
fun f(x, a) = 1 + (a - 1) * (1 + sin(200 * x))
param a ~ Flat()
potential value = integrate(f, 0, 1, a)`);
  const { logDensity, gradient } = gradientAt(await compiled(ir), [1]);
  near(logDensity, 1, 1e-12, 'value');
  near(gradient[0], 1 + (1 - Math.cos(200)) / 200, 1e-8, 'derivative');
});
