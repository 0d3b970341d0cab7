/** `LinearGaussian`: log densities and gradients through the language, against the joint normal of the series. */
import { describe, expect, it } from 'vitest';
import { interpretGenerated } from '../../../sampler/compile/interpreter/index.ts';
import { dataOf, irOf } from '../lower/model.ts';
import { compiled, gradientAt } from './compiled.ts';
import { expectGradients } from './expect-gradients.ts';

const programs: readonly (readonly [string, string])[] = [
  [
    'a level with gaps, all numbers',
    `dim time
data { y : real?[time] = [1.1, 0.4, "NA", 1.9, 2.2, "NA"] }
param a ~ Normal(0.8, 0.1)
param q ~ LogNormal(-1, 0.5)
param z ~ Normal(1, 0.1)
param h ~ LogNormal(-1, 0.5)
param m ~ Normal(0, 1)
param p ~ LogNormal(0, 0.5)
observe y ~ LinearGaussian(a, q, z, h, m, p)
draw s[time] ~ states(y)`,
  ],
  [
    'arguments by name, and by time',
    `dim time
data {
  y  : real[time] = [1.1, 0.4, 1.9, 2.2]
  se : real[time] = [0.3, 0.5, 0.2, 0.9]
  x  : real[time] = [1, 0.5, -1, 2]
}
param b ~ Normal(0, 1)
param q ~ LogNormal(-1, 0.5)
observe y ~ LinearGaussian(A = 1, P0 = 4, m0 = b, Q = q, H = se^2, Z = exp(b * x))`,
  ],
  [
    'a trend, whose slope may be exact',
    `dim time
data { y : real[time] = [1.1, 1.4, 1.9, 2.2, 2.9] }
param q ~ LogNormal(-1, 0.5)
param h ~ LogNormal(-1, 0.5)
param rho ~ Uniform(-1, 1)
observe y ~ LinearGaussian([[1, 1], [0, rho]], [[q, 0], [0, 0]], [1, 0], h, [0, 0], [[2, 0], [0, 1]])`,
  ],
  [
    'an autoregression of order two without noise of its own',
    `dim time
data { y : real[time] = [0.1, 0.4, -0.9, 0.2, 0.9] }
param r[2] ~ Normal(0, 0.3)
param q ~ LogNormal(-1, 0.5)
observe y ~ LinearGaussian([[r[1], r[2]], [1, 0]], [[q, 0], [0, 0]], [1, 0], 0, [0, 0], [[2, 0.1], [0.1, 2]])`,
  ],
  [
    'vectors, of which parts are missing',
    `dim time, gauge = ["a", "b"]
data { y : real?[time, gauge] = [[1.0, 1.3], [1.2, "NA"], ["NA", "NA"], [2.0, 2.6]] }
param q ~ LogNormal(-1, 0.5)
param l[gauge] ~ LogNormal(0, 0.3)
param rho ~ Uniform(-1, 1)
let H = diag(l) + 0.2 * rho
observe y ~ LinearGaussian([[1, 1], [0, rho]], [[q, 0.1], [0.1, 1]], [[1, 0.5], [rho, 1]], H, [1, rho], [[1, rho / 2], [rho / 2, 1]])
draw s[time, 2] ~ states(y)`,
  ],
  [
    'vectors of one number that lies behind all of them',
    `dim time, gauge = ["a", "b"]
data { y : real[time, gauge] = [[1.0, 1.3], [1.2, 1.0], [2.0, 2.6]] }
param load[gauge] ~ Normal(1, 0.3)
param q ~ LogNormal(-1, 0.5)
param h[gauge] ~ LogNormal(0, 0.3)
observe y ~ LinearGaussian(0.9, q, load, diag(h), 0, 1)`,
  ],
  [
    'several series, each with gaps of its own',
    `dim site = ["n", "s"], time
data { y : real?[site, time] = [[1.0, "NA", 1.3], ["NA", 1.2, 1.0]] }
param level[site] ~ Normal(0, 1)
param q[site] ~ LogNormal(-1, 0.5)
param h ~ LogNormal(0, 0.3)
observe y[i in site] ~ LinearGaussian(1, q[i], 1, h, level[i], 1)
draw s[site, time] ~ states(y)`,
  ],
  [
    'what is left of a regression',
    `dim time
data { y : real[time] = [1.0, 2.1, 1.3]  x : real[time] = [0.2, 0.5, -1] }
param b ~ Normal(0, 1)
param h ~ LogNormal(0, 0.3)
observe (y - b * x) ~ LinearGaussian(1, 0.1, 1, h, 0, 1)`,
  ],
];

describe('LinearGaussian', () => {
  it.each(programs)('has exact gradients: %s', async (_, text) => {
    await expectGradients(text);
  });

  it('is the product of the densities of each value given those before it', async () => {
    const text = `param q ~ LogNormal(0, 1)
data { y : real[t] }
observe y ~ LinearGaussian(1, q, 1, 2, 0.5, 3)`;
    const data = dataOf({ t: 3 }, { y: { values: [1.2, -0.4, 2.2], dims: ['t'], element: 'real' } });
    const ir = irOf(text, data);
    const logOf = (x: number, mean: number, variance: number) =>
      -0.5 * (Math.log(2 * Math.PI * variance) + (x - mean) ** 2 / variance);
    // At q = 1, by hand.
    let [m, p] = [0.5, 3];
    const expected = [1.2, -0.4, 2.2].map((y) => {
      const f = p + 2;
      const term = logOf(y, m, f);
      m += (p / f) * (y - m);
      p = (p * 2) / f + 1;
      return term;
    });
    const values = interpretGenerated(ir, Float64Array.of(0));
    const [observation] = ir.observations;
    expect(observation.shape).toEqual([3]);
    for (const [t, value] of (values.get(observation.logLikelihood) ?? []).entries())
      expect(value).toBeCloseTo(expected[t], 12);
    const instance = await compiled(ir);
    const prior = logOf(0, 0, 1);
    expect(gradientAt(instance, [0]).logDensity).toBeCloseTo(
      expected.reduce((a, b) => a + b, prior),
      12,
    );
  });
});
