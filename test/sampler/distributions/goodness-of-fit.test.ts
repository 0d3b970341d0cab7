import { expect, it } from 'vitest';
import { binomialCdf } from '../../../sampler/distributions/binomial.ts';
import { Phi } from '../../../sampler/distributions/math.ts';
import { createRandom } from '../../../sampler/random.ts';
import { chiSquaredTest, kolmogorovSmirnov } from './goodness-of-fit.ts';

const rng = createRandom(3);
const normals = Float64Array.from({ length: 20_000 }, () => rng.normal());

it('Kolmogorov-Smirnov accepts the true cdf and rejects one 10 % off in scale or 0.08 off in place', () => {
  expect(kolmogorovSmirnov(normals, Phi)).toBeGreaterThan(0.01);
  expect(kolmogorovSmirnov(normals, (x) => Phi(x / 1.1))).toBeLessThan(1e-5);
  expect(kolmogorovSmirnov(normals, (x) => Phi(x - 0.08))).toBeLessThan(1e-5);
  expect(kolmogorovSmirnov(normals, (x) => Phi(x - 0.08), 40)).toBeLessThan(1e-5);
});

it('chi-squared accepts the true masses and rejects slightly different ones', () => {
  const coins = Float64Array.from({ length: 20_000 }, () => {
    let k = 0;
    for (let i = 0; i < 12; i++) if (rng.next() < 0.3) k++;
    return k;
  });
  const mass = (p: number) => (k: number) => binomialCdf(k, 12, p) - binomialCdf(k - 1, 12, p);
  expect(chiSquaredTest(coins, 0, mass(0.3))).toBeGreaterThan(0.01);
  expect(chiSquaredTest(coins, 0, mass(0.31))).toBeLessThan(1e-5);
  expect(
    chiSquaredTest(
      coins.map((k) => k + 0.5),
      0,
      mass(0.3),
    ),
  ).toBe(0);
});
