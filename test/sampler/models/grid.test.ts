/** Posteriors of one or two parameters, against sums over a fine grid of densities written out here. */
import { describe, expect, test } from 'vitest';
import { disagreements } from '../../posteriors/compare.ts';
import { sampleModel } from './fit.ts';

interface Axis {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Mean and sd of each axis under an unnormalised log density, by the midpoint rule. */
function moments(axes: readonly [Axis, Axis], logDensity: (x: number, y: number) => number, steps = 400) {
  const at = ({ from, to }: Axis, i: number) => from + ((to - from) * (i + 0.5)) / steps;
  const logs = Float64Array.from({ length: steps * steps }, (_, i) =>
    logDensity(at(axes[0], Math.floor(i / steps)), at(axes[1], i % steps)),
  );
  const top = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const weights = logs.map((l) => Math.exp(l - top));
  const total = weights.reduce((a, b) => a + b, 0);
  return Object.fromEntries(
    axes.map((axis, k) => {
      const value = (i: number) => at(axis, k === 0 ? Math.floor(i / steps) : i % steps);
      const mean = weights.reduce((s, w, i) => s + w * value(i), 0) / total;
      const variance = weights.reduce((s, w, i) => s + w * (value(i) - mean) ** 2, 0) / total;
      return [axis.name, { mean, sd: Math.sqrt(variance), mcse_mean: 0, mcse_sd: 0 }];
    }),
  );
}

async function check(
  text: string,
  data: object,
  axes: readonly [Axis, Axis],
  logDensity: (x: number, y: number) => number,
): Promise<void> {
  const { rows } = await sampleModel(text, { seed: 11, draws: 2000, targetAccept: 0.9 }, data);
  expect(disagreements([...rows.values()], moments(axes, logDensity))).toEqual([]);
}

const axis = (name: string, from: number, to: number): Axis => ({ name, from, to });
const sum = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0);
const normal = (x: number, mu: number, sigma: number) => -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma);
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const poisson = (y: number, rate: number) => (rate ** y * Math.exp(-rate)) / factorial(y);

describe('grids', () => {
  const x = [-1.2, -0.3, 0.4, 1.1, 1.9, -0.8, 0.1, 0.9];

  test('logistic regression', () => {
    const y = [0, 1, 0, 1, 1, 0, 0, 1];
    return check(
      'dim n\ndata from "data.json" { x : real[n]  y : int[n] in 0..1 }\nparam a ~ Normal(0, 1.5)\n' +
        'param b ~ Normal(0, 1.5)\nobserve y ~ Bernoulli(logit_p = a + b * x)',
      { x, y },
      [axis('a', -6, 6), axis('b', -5, 8)],
      (a, b) =>
        normal(a, 0, 1.5) +
        normal(b, 0, 1.5) +
        sum(y.map((y, i) => Math.log(1 / (1 + Math.exp((1 - 2 * y) * (a + b * x[i])))))),
    );
  });

  test('robust regression: Student t errors', () => {
    const y = [-2.1, -0.5, 0.9, 2.3, 3.6, 9, 0.2, 1.7];
    return check(
      'dim n\ndata from "data.json" { x : real[n]  y : real[n] }\nparam b ~ Normal(0, 5)\n' +
        'param s ~ HalfNormal(2)\nobserve y ~ StudentT(3, b * x, s)',
      { x, y },
      [axis('b', -4, 6), axis('s', 0, 8)],
      (b, s) =>
        normal(b, 0, 5) -
        0.5 * (s / 2) ** 2 +
        sum(y.map((y, i) => -Math.log(s) - 2 * Math.log1p(((y - b * x[i]) / s) ** 2 / 3))),
    );
  });

  test('zero-inflated counts', () => {
    const y = [0, 0, 3, 1, 0, 4, 0, 2, 0, 0];
    return check(
      'dim n\ndata from "data.json" { y : int[n] }\nparam psi ~ Beta(2, 2)\nparam mu ~ Gamma(2, 0.5)\n' +
        'observe y ~ ZeroInflatedPoisson(psi, mu)',
      { y },
      [axis('psi', 0, 1), axis('mu', 0, 9)],
      (psi, mu) =>
        Math.log(psi * (1 - psi)) +
        Math.log(mu) -
        0.5 * mu +
        sum(y.map((y) => Math.log((y === 0 ? 1 - psi : 0) + psi * poisson(y, mu)))),
    );
  });

  test('counts of which zeros and those above five were not recorded', () => {
    const [y, z] = [
      [1, 1, 2, 1, 3],
      [1, 4, 2],
    ];
    const mass = (rate: number) => sum([1, 2, 3, 4, 5].map((k) => poisson(k, rate)));
    // A rate near zero: its upper tail is below any difference of distribution functions.
    return check(
      'dim n, m\ndata from "data.json" { y : int[n]  z : int[m] }\nparam a ~ Exponential(3)\n' +
        'param b ~ Exponential(0.5)\nobserve y ~ Truncated(Poisson(a), 1, 5)\nobserve z ~ Truncated(Poisson(b), 1, 5)',
      { y, z },
      [axis('a', 0, 6), axis('b', 0, 15)],
      (a, b) =>
        -3 * a -
        0.5 * b +
        sum(y.map((y) => Math.log(poisson(y, a) / mass(a)))) +
        sum(z.map((z) => Math.log(poisson(z, b) / mass(b)))),
    );
  });

  test('a mixture of two known components', () => {
    const y = [-0.4, 0.3, 2.8, 3.5, 0.1, 3.1];
    return check(
      'dim n\ndata from "data.json" { y : real[n] }\nparam w ~ Beta(1, 1)\nparam m ~ Normal(2, 2)\n' +
        'observe y ~ Mixture([w, 1 - w], Normal(0, 1), Normal(m, 0.5))',
      { y },
      [axis('w', 0, 1), axis('m', -6, 10)],
      (w, m) =>
        normal(m, 2, 2) +
        sum(y.map((y) => Math.log(w * Math.exp(normal(y, 0, 1)) + (1 - w) * Math.exp(normal(y, m, 0.5))))),
    );
  });

  test('a moving average, by a recurrence', () => {
    const y = [0.3, 1.2, 0.8, -0.6, -1.1, 0.4, 0.9, 0.2];
    return check(
      'dim t\ndata from "data.json" { y : real[t] }\nparam theta ~ Uniform(-1, 1)\nparam s ~ HalfNormal(1)\n' +
        'let err[i in t] = y[i] - (if i == 1 then 0 else theta * err[i - 1])\nobserve (err) ~ Normal(0, s)',
      { y },
      [axis('theta', -1, 1), axis('s', 0, 4)],
      (theta, s) => {
        let err = 0;
        let log = -0.5 * s * s;
        for (const value of y) {
          err = value - theta * err;
          log += normal(err, 0, s);
        }
        return log;
      },
    );
  });

  test('a bound that is itself unknown', () =>
    check(
      'data { y : real = 0.7  z : real = 1.4 }\nparam a ~ Normal(0, 1) in 0..\nparam b ~ Normal(0, 1) in 0..a\n' +
        'observe y ~ Normal(b, 0.5)\nobserve z ~ Normal(a, 0.5)',
      {},
      [axis('a', 0, 5), axis('b', 0, 5)],
      (a, b) => {
        if (b >= a) return Number.NEGATIVE_INFINITY;
        // The mass of a standard normal between 0 and a, by Simpson's rule.
        const n = 64;
        let mass = 0;
        for (let k = 0; k <= n; k++) {
          mass += (k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2) * Math.exp(-0.5 * ((a * k) / n) ** 2);
        }
        mass *= a / n / 3;
        return normal(a, 0, 1) + normal(b, 0, 1) - Math.log(mass) + normal(0.7, b, 0.5) + normal(1.4, a, 0.5);
      },
    ));
});
