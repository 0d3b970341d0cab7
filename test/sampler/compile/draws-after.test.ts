/**
 * Quantities drawn after a kept draw: of the stated distributions, at any level, the same at the same position, and in
 * no density.
 */
import { describe, expect, it } from 'vitest';
import type { IrProgram } from '../../../grammar/ir.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { compile } from '../../../sampler/compile/compile.ts';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import { lower } from '../../../sampler/compile/lower/lower.ts';
import { dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';

const data = dataOf({ g: 3 }, { y: { values: [1, 5, 2], dims: ['g'], element: 'int' } });
const head = 'data { y : int[g] }\nparam a ~ Normal(0, 1)\nobserve y ~ Poisson(exp(a))\n';

/** A function from a position to the values of the quantities, by the names of their elements. */
async function quantitiesOf(ir: IrProgram) {
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  return (position: number): Readonly<Record<string, number>> => {
    const out = new Float64Array(model.names.length);
    instance.constrain(Float64Array.of(position), out);
    return Object.fromEntries(model.names.map((name, i) => [name, out[i]]));
  };
}

const positions = Array.from({ length: 20_000 }, (_, i) => Math.sin(i) / 1e3);
const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
function covariance(x: readonly number[], y: readonly number[]): number {
  const [center, other] = [mean(x), mean(y)];
  return mean(x.map((v, i) => (v - center) * (y[i] - other)));
}

/** Within five standard errors. */
function expectMean(x: readonly number[], expected: number): void {
  expect(Math.abs(mean(x) - expected)).toBeLessThan(5 * Math.sqrt(covariance(x, x) / x.length));
}

describe('draws', () => {
  const text = `${head}draw n ~ Poisson(4)
draw z[i in g] ~ Normal(y[i] + n, 0.5)
draw v[g] ~ Normal(z, 2)
draw w[2, g] ~ Dirichlet([1.0, 2.0, 5.0])
draw c ~ Censored(Normal(0, 1), 0, 1)
deterministic t = z[1] + v[3]`;

  it('have the moments of their distributions, given those before them', async () => {
    const at = await quantitiesOf(irOf(text, data));
    const all = positions.map(at);
    const of = (name: string) => all.map((one) => one[name]);
    // Of a Poisson both are the rate.
    expectMean(of('n'), 4);
    expectMean(
      of('n').map((n) => (n - 4) ** 2),
      4,
    );
    for (const [i, y] of [1, 5, 2].entries()) {
      const residual = all.map((one) => one[`z[${i + 1}]`] - one.n);
      expectMean(residual, y);
      expectMean(
        residual.map((r) => (r - y) ** 2),
        0.25,
      );
      expectMean(
        all.map((one) => (one[`v[${i + 1}]`] - one[`z[${i + 1}]`]) ** 2),
        4,
      );
      expectMean(of(`w[2,${i + 1}]`), [1, 2, 5][i] / 8);
    }
    // Elements and positions are independent.
    const first = all.map((one) => one['z[1]'] - one.n);
    const second = all.map((one) => one['z[2]'] - one.n);
    const scale = covariance(first, first) / Math.sqrt(all.length);
    expect(Math.abs(covariance(first, second))).toBeLessThan(5 * scale);
    expect(Math.abs(covariance(first.slice(1), first.slice(0, -1)))).toBeLessThan(5 * scale);
    expectMean(
      of('c').map((c) => (c === 0 ? 1 : 0)),
      0.5,
    );
    for (const one of all) {
      expect(one.t).toBe(one['z[1]'] + one['v[3]']);
      expect(one['w[1,1]'] + one['w[1,2]'] + one['w[1,3]']).toBeCloseTo(1, 12);
    }
  });

  it('are the same at the same position, whatever was drawn before, and others elsewhere', async () => {
    const [one, other] = [await quantitiesOf(irOf(text, data)), await quantitiesOf(irOf(text, data))];
    const expected = one(0.25);
    for (const position of [0.1, -3]) other(position);
    expect(other(0.25)).toEqual(expected);
    expect(other(0.25 + 2 ** -54)['z[1]']).not.toBe(expected['z[1]']);
  });

  it('leave density and gradient as they are', async () => {
    const [without, drawn] = [await compiled(irOf(head, data)), await compiled(irOf(text, data))];
    for (const position of [-1.2, 0.4]) {
      expect(gradientAt(drawn, [position])).toEqual(gradientAt(without, [position]));
    }
  });

  it('follow their own earlier elements, along either index', async () => {
    const walk = `${head}draw x[h in 1..4] ~ Normal(if h == 1 then 2 else 0.5 * x[h - 1], 1)
draw k[i in g, h in 1..3] ~ Binomial(if h == 1 then 20 else k[i, h - 1], 0.5)`;
    const at = await quantitiesOf(irOf(walk, data));
    const all = positions.map(at);
    const of = (name: string) => all.map((one) => one[name]);
    for (const h of [1, 2, 3, 4]) {
      // Of a first-order autoregression from its start.
      expectMean(of(`x[${h}]`), 2 * 0.5 ** (h - 1));
      const variance = (1 - 0.25 ** h) / 0.75;
      expectMean(
        of(`x[${h}]`).map((x) => (x - 2 * 0.5 ** (h - 1)) ** 2),
        variance,
      );
    }
    expectMean(
      all.map((one) => (one['x[4]'] - 0.5 * one['x[3]']) * one['x[3]']),
      0,
    );
    for (const i of [1, 2, 3]) expectMean(of(`k[${i},3]`), 2.5);
    for (const one of all) expect(one['k[2,3]']).toBeLessThanOrEqual(one['k[2,2]']);
  });

  it('follow a discrete unknown that is summed out', async () => {
    const more = `${head}param k[g] ~ Bernoulli(0.5)\npotential p = sum(k[i] for i in 1..1)\ndraw z[i in g] ~ Normal(100 * k[i], 1)`;
    const at = await quantitiesOf(irOf(more, data));
    for (const position of positions.slice(0, 100)) {
      const one = at(position);
      for (const i of [1, 2, 3]) expect(Math.abs(one[`z[${i}]`] - 100 * one[`k[${i}]`])).toBeLessThan(7);
    }
  });
});

it('a distribution without draws is an error at the statement', () => {
  const { program } = parse(`${head}draw z ~ Flat()`);
  const { diagnostics } = lower(program, data);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    expect.stringMatching(/^unsupported: .*Flat\(\) is improper: it has no draws/),
  ]);
});

describe('an argument outside its domain', () => {
  const outside = [
    ['Exponential(m)', -1],
    ['Exponential(scale = m)', -1],
    ['Normal(0, m)', -0.1],
    ['Gamma(2, m)', -1],
    ['StudentT(4, 0, m)', -1],
    ['Poisson(m)', -1],
    ['Bernoulli(m)', 1.5],
    ['Binomial(4, m)', -0.5],
    ['Dirichlet([1.0, m])', -1],
    ['Truncated(Normal(0, m), 0, 2)', -1],
    ['Censored(Normal(0, m), 0, 2)', -1],
    ['Mixture([1.0, 0.0], Normal(0, m), Normal(0, 1))', -1],
  ] as const;
  it.each(outside)('of %s at %s gives no number', async (distribution, m) => {
    const dims = distribution.startsWith('Dirichlet') ? 'z[2]' : 'z';
    const at = await quantitiesOf(
      irOf(`param m ~ Normal(0, 1)\ndraw ${dims} ~ ${distribution}`, dataOf({}, {})),
    );
    const valuesAt = (x: number) =>
      Object.entries(at(x)).flatMap(([name, value]) => (name.startsWith('z') ? [value] : []));
    expect(valuesAt(m)).toEqual(valuesAt(m).map(() => Number.NaN));
    expect(valuesAt(0.5).every(Number.isFinite)).toBe(true);
  });
  it('is not a scale of 0, which a small one may round to', async () => {
    const at = await quantitiesOf(irOf('param m ~ Normal(0, 1)\ndraw z ~ Normal(3, m)', dataOf({}, {})));
    expect(at(0).z).toBe(3);
  });
});
