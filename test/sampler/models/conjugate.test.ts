/** Posteriors with a closed form, by the models a person would write. */
import { describe, expect, test } from 'vitest';
import { disagreements } from '../../posteriors/compare.ts';
import { sampleModel } from './fit.ts';

interface Exact {
  readonly mean: number;
  readonly sd: number;
}

const betaOf = (a: number, b: number): Exact => ({
  mean: a / (a + b),
  sd: Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1))),
});
const gammaOf = (shape: number, rate: number): Exact => ({
  mean: shape / rate,
  sd: Math.sqrt(shape) / rate,
});

async function check(text: string, data: object, exact: Readonly<Record<string, Exact>>): Promise<void> {
  const { rows, divergences } = await sampleModel(text, { seed: 20, draws: 1500 }, data);
  const reference = Object.fromEntries(
    Object.entries(exact).map(([name, moments]) => [name, { ...moments, mcse_mean: 0, mcse_sd: 0 }]),
  );
  expect(disagreements([...rows.values()], reference)).toEqual([]);
  expect(divergences).toBe(0);
}

const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);

describe('conjugate posteriors', () => {
  test('binomial counts and a Beta prior', () =>
    check(
      'dim n\ndata from "data.json" { trials : int[n]  hits : int[n] in 0.. }\n' +
        'param p ~ Beta(2, 3)\nobserve hits ~ Binomial(trials, p)',
      { trials: [10, 7, 12], hits: [3, 0, 5] },
      { p: betaOf(2 + 8, 3 + 21) },
    ));

  test('Poisson counts with exposure and a Gamma prior', () =>
    check(
      'dim n\ndata from "data.json" { hours : real[n]  calls : int[n] }\n' +
        'param rate ~ Gamma(2, 0.5)\nobserve calls ~ Poisson(rate * hours)',
      { hours: [1.5, 2, 4.25], calls: [3, 1, 9] },
      { rate: gammaOf(2 + 13, 0.5 + 7.75) },
    ));

  test('right-censored exponential times: only events count, all time at risk does', () => {
    const time = [0.7, 2, 1.1, 2, 0.2, 2];
    return check(
      'dim n\ndata from "data.json" { time : real[n]  follow_up : real[n] }\n' +
        'param hazard ~ Gamma(3, 2)\nobserve time ~ Censored(Exponential(hazard), hi = follow_up)',
      { time, follow_up: time.map(() => 2) },
      { hazard: gammaOf(3 + 3, 2 + sum(time)) },
    );
  });

  test('counts of categories, one by one and together, and a Dirichlet prior', () => {
    const [a, b, c] = [1 + 2 + 5, 2 + 1 + 1, 3 + 0 + 6];
    const total = a + b + c;
    return check(
      'dim n, kind = ["red", "green", "blue"]\n' +
        'data from "data.json" { one : kind[n]  many : int[kind] }\n' +
        'param share[kind] ~ Dirichlet([1, 2, 3])\n' +
        'observe one ~ Categorical(share)\nobserve many ~ Multinomial(12, share)',
      { one: ['red', 'green', 'red'], many: [5, 1, 6] },
      {
        'share[red]': betaOf(a, total - a),
        'share[green]': betaOf(b, total - b),
        'share[blue]': betaOf(c, total - c),
      },
    );
  });

  test('a normal mean with known sd, and the value that is missing', () => {
    const y = [1.2, 0.4, 2.2, 1.9];
    const precision = 1 / 9 + y.length / 4;
    const mean = (0.5 / 9 + sum(y) / 4) / precision;
    const variance = 1 / precision;
    return check(
      'dim n\ndata from "data.json" { y : real?[n] }\nparam m ~ Normal(0.5, 3)\nobserve y ~ Normal(m, 2)',
      { y: [...y, null] },
      { m: { mean, sd: Math.sqrt(variance) }, 'y_missing[5]': { mean, sd: Math.sqrt(variance + 4) } },
    );
  });

  test('the variance of a normal: scaled inverse chi-squared', () => {
    const y = [1, -2, 0.5, 3, -1.5, 0.2, 1.1, -0.7];
    const nu = 6 + y.length;
    const scale = (6 * 2 + sum(y.map((x) => x * x))) / nu;
    const mean = (nu * scale) / (nu - 2);
    return check(
      'dim n\ndata from "data.json" { y : real[n] }\nparam v ~ ScaledInverseChiSquared(6, sqrt(2))\nobserve y ~ Normal(0, sqrt(v))',
      { y },
      { v: { mean, sd: mean * Math.sqrt(2 / (nu - 4)) } },
    );
  });

  test('a covariance matrix: inverse Wishart', () => {
    const y = [
      [1, 0.5],
      [-2, -1],
      [0.3, 0.9],
      [1.5, -0.4],
    ];
    const nu = 9 + y.length;
    const S = (i: number, j: number) => (i === j ? 2 : 0.5) + sum(y.map((row) => row[i] * row[j]));
    // Moments of the inverse Wishart in two dimensions.
    const element = (i: number, j: number): Exact => ({
      mean: S(i, j) / (nu - 3),
      sd: Math.sqrt(
        ((nu - 1) * S(i, j) ** 2 + (nu - 3) * S(i, i) * S(j, j)) / ((nu - 2) * (nu - 3) ** 2 * (nu - 5)),
      ),
    });
    return check(
      'dim n, d = 2\ndata from "data.json" { y : real[n, d]  V : real[d, d] }\n' +
        'param S[d, d] ~ InverseWishart(9, V)\nobserve y ~ MvNormal(0, cov = S)',
      {
        y,
        V: [
          [2, 0.5],
          [0.5, 2],
        ],
      },
      { 'S[1,1]': element(0, 0), 'S[2,1]': element(1, 0), 'S[2,2]': element(1, 1) },
    );
  });

  test('a Gaussian process at its data: kriging weights', () => {
    // Two points, kernel of scale 2 and length 1, noise 0.5: f | y ~ N(K (K + s²)⁻¹ y, K - K (K + s²)⁻¹ K).
    const k = 4 * Math.exp(-0.5 * 0.8 ** 2);
    const [a, det] = [4.25, 4.25 ** 2 - k ** 2];
    const [y1, y2] = [1, -0.5];
    const mean = (4 * (a * y1 - k * y2) + k * (a * y2 - k * y1)) / det;
    const variance = 4 - (4 * (a * 4 - k * k) + k * (a * k - k * 4)) / det;
    return check(
      'dim n\ndata from "data.json" { x : real[n]  y : real[n] }\nparam z[n] ~ Normal(0, 1)\n' +
        'deterministic f = cholesky(exp_quad(x, 2, 1)) @ z\nobserve y ~ Normal(f, 0.5)',
      { x: [0, 0.8], y: [y1, y2] },
      { 'f[1]': { mean, sd: Math.sqrt(variance) } },
    );
  });
});
