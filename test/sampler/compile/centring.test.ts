/**
 * Degrees of centring: whatever they are, the density of the parameters is that of the model as written, in
 * the compiled module and in the interpreter alike.
 */
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { interpret } from '../../../sampler/compile/interpreter/index.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import type { ModelInstance } from '../../../sampler/compile/model-instance.ts';
import { countDegrees, recentre, setDegrees, writtenPosition } from '../../../sampler/infer/centring.ts';
import type { Centring } from '../../../sampler/infer/density.ts';
import { dataOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

const data = dataOf({ g: 3, h: 2 }, { y: { values: [0.3, -1.2, 2.1], dims: ['g'] } });
const observed = 'data { y : real[g] }\n';
const hyper = 'param m ~ Normal(0, 2)\nparam s ~ HalfNormal(1)\n';
const seen = 'observe y ~ Normal(a, 0.7)\n';

/** Families, ways of giving their arguments, and shapes. */
const models: Readonly<Record<string, string>> = {
  Normal: `${observed}${hyper}param a[g] ~ Normal(m, s)\n${seen}`,
  StudentT: `${observed}${hyper}param nu ~ Gamma(2, 0.5)\nparam a[g] ~ StudentT(nu, m, s)\n${seen}`,
  Laplace: `${observed}${hyper}param a[g] ~ Laplace(m, s)\n${seen}`,
  Logistic: `${observed}${hyper}param a[g] ~ Logistic(m, s)\n${seen}`,
  LogNormal: `${observed}${hyper}param a[g] ~ LogNormal(m, s)\n${seen}`,
  'a scalar': `${hyper}param a ~ Normal(m, s)\npotential p = -square(a - 1)`,
  'a location alone': `${observed}${hyper}param a[g] ~ Normal(m, 0.4)\n${seen}`,
  'a scale by group': `${observed}param s[g] ~ HalfNormal(1)\nparam a[g] ~ Normal(0, s)\n${seen}`,
  'two axes, the location over the second': `${hyper}param b[h] ~ Normal(m, s)\nparam a[g, h] ~ Normal(b, exp(m))\npotential p = -sum(sum(square(a[i, j] - i * j) for i in g) for j in h)`,
  'MvNormal by its Cholesky factor': `${observed}${hyper}param L[g, g] ~ LKJCholesky(2)\nlet C[i in g, j in g] = s * (1 + i) * L[i, j]\nparam a[g] ~ MvNormal([m, 0, 1], chol = C)\n${seen}`,
  'MvNormal by its covariance, for each group': `${hyper}param r ~ Uniform(-0.6, 0.9)\nlet S[i in h, j in h] = s * (1 + i) * (1 + j) * (if i == j then 1 else r)\nparam a[g, h] ~ MvNormal(m, cov = S)\npotential p = -sum(sum(square(a[i, j] - i * j) for i in g) for j in h)`,
  'MvNormal of data alone': `${observed}let S[i in g, j in g] = if i == j then 2 else 0.5\nparam a[g] ~ MvNormal(0, cov = S)\n${seen}`,
  GaussianRandomWalk: `${observed}${hyper}param a[g] ~ GaussianRandomWalk(s)\n${seen}`,
  'walks with drift and a start': `${hyper}param d[g] ~ Normal(0, 1)\nparam w[g] ~ HalfNormal(1)\nparam a[g, 6] ~ GaussianRandomWalk(w, mu = d, init = Laplace(m, s))\npotential p = -sum(sum(square(a[i, j] - i * j) for i in g) for j in 1..6)`,
  'walks with a drift of each step, and a scale of each step': `${hyper}param d[h] ~ Normal(0, 1)\nparam w[h] ~ HalfNormal(1)\nlet v[t in h] = d[t] + m * t\nparam a[g, h] ~ GaussianRandomWalk(w, mu = v, init = Laplace(m, s))\nparam b[g, h] ~ GaussianRandomWalk(s, mu = v)\npotential p = -sum(sum(square(a[i, j] + b[i, j] - i * j) for i in g) for j in h)`,
  'one below another': `${observed}${hyper}param b[g] ~ Normal(m, s)\nparam t ~ HalfNormal(1)\nparam a[g] ~ Normal(b, t)\n${seen}`,
};

function irOf(text: string, centring: boolean): IrProgram {
  const { program, diagnostics: syntax } = parse(text);
  const { ir, diagnostics } = lower(program, data, { centring });
  expect([...syntax, ...diagnostics].map(({ message }) => message)).toEqual([]);
  return ir;
}

function centringOf({ density: { centring } }: ModelInstance): Centring {
  if (centring === undefined) throw new Error('the model has no degrees of centring');
  return centring;
}

const waves = (n: number, phase: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 0.8 * Math.sin(1.7 * i + phase));

const degreesToTry: readonly (readonly [string, (i: number) => number])[] = [
  ['0', () => 0],
  ['0.5', () => 0.5],
  ['1', () => 1],
  ['of each element', (i) => [0.2, 1, 0, 0.7][i % 4]],
];

describe.each(Object.entries(models))('%s', (_, text) => {
  const ir = irOf(text, true);
  const writtenIr = irOf(text, false);

  it.each(degreesToTry)('has the density as written at degree %s', async (_, degree) => {
    const instance = await compiled(ir);
    const written = await compiled(writtenIr);
    const centring = centringOf(instance);
    const degrees = Float64Array.from({ length: countDegrees(centring) }, (_, i) => degree(i));
    const position = waves(ir.dimension, 0.4);
    const state = instance.density.newState();
    state.position.set(position);
    recentre(instance.density, centring, state, degrees);

    const size = ir.quantities.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    const [here, there] = [new Float64Array(size), new Float64Array(size)];
    instance.constrain(state.position, here);
    written.constrain(position, there);
    for (const [i, value] of there.entries()) expect(here[i]).toBeCloseTo(value, 12);
    for (const [i, value] of writtenPosition(centring, state.position).entries())
      expect(value).toBeCloseTo(position[i], 12);

    // The Jacobian by the scales at the draw, which the written program gives too.
    centring.at(state.position);
    const jacobian = centring.pieces
      .flatMap(({ degrees, scale }) => [...degrees].map((d, i) => (1 - d) * Math.log(scale[i])))
      .reduce((a, b) => a + b, 0);
    const expected = gradientAt(written, position).logDensity + jacobian;
    expect(Math.abs(state.logDensity - expected)).toBeLessThan(1e-11 * Math.max(1, Math.abs(expected)));
  });

  it.each(degreesToTry)('has the gradient of its density at degree %s', async (_, degree) => {
    const instance = await compiled(ir);
    const centring = centringOf(instance);
    const degrees = Float64Array.from({ length: countDegrees(centring) }, (_, i) => degree(i));
    setDegrees(centring, degrees);
    const position = waves(ir.dimension, 1.3);
    const { logDensity, gradient } = gradientAt(instance, position);
    const reference = interpret(ir, position, degrees);
    const near = (a: number, b: number, tolerance: number) =>
      expect(Math.abs(a - b)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(b)));
    near(logDensity, reference.logDensity, 1e-12);
    const h = 2e-4;
    for (let i = 0; i < position.length; i++) {
      near(gradient[i], reference.gradient[i], 1e-12);
      const at = (d: number): number =>
        gradientAt(
          instance,
          position.map((x, j) => (j === i ? x + d : x)),
        ).logDensity;
      near(gradient[i], (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h), 1e-6);
    }
  });
});

it('names the unconstrained elements as the model as written does', () => {
  for (const text of Object.values(models))
    expect(irOf(text, true).unconstrainedNames).toEqual(irOf(text, false).unconstrainedNames);
});

describe('a model without such a parameter', () => {
  it.each([
    ['data alone decide location and scale', `${observed}param a[g] ~ Normal(mean(y), 2)\n${seen}`],
    ['a range', `${observed}${hyper}param a[g] ~ Normal(m, s) in 0..\n${seen}`],
    ['a range whose ends are far', `${observed}${hyper}param a[g] ~ Normal(m, s) in -9..9\n${seen}`],
    ['an order', `${observed}${hyper}param a[g]: ordered ~ Normal(m, s)\n${seen}`],
    ['an autoregressive process', `${observed}${hyper}param a[g] ~ AR([m], s)\n${seen}`],
    ['another family', `${observed}${hyper}param a[g] ~ Gumbel(m, s)\n${seen}`],
    ['non-centred as written', `${observed}${hyper}param z[g] ~ Normal(0, 1)\nlet a = m + s * z\n${seen}`],
  ])('compiles to the same module: %s', async (_, text) => {
    const [asked, written] = [compile(irOf(text, true)), compile(irOf(text, false))];
    expect(asked.centrings).toEqual([]);
    expect(asked.wasm).toEqual(written.wasm);
  });
});
