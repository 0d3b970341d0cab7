import { expect, test } from 'vitest';
import { createRandom } from '../../../sampler/random.ts';
import { crps } from '../../../sampler/stats/crps.ts';

test('is E|X − y| − E|X − X′| / 2, by the double sum', () => {
  const random = createRandom(2);
  const draws = Float64Array.from({ length: 40 }, () => random.normal());
  const raw = draws.map(() => random.next());
  const total = raw.reduce((a, b) => a + b, 0);
  const weights = raw.map((w) => w / total);
  let expected = 0;
  for (const [i, x] of draws.entries()) {
    expected += weights[i] * Math.abs(x - 0.3);
    for (const [j, other] of draws.entries()) expected -= (weights[i] * weights[j] * Math.abs(x - other)) / 2;
  }
  expect(crps(draws, weights, 0.3)).toBeCloseTo(expected, 12);
});

test('of the normal distribution it is the closed form', () => {
  const random = createRandom(3);
  const n = 100_000;
  const draws = Float64Array.from({ length: n }, () => 1 + 2 * random.normal());
  // σ (z (2 Φ(z) − 1) + 2 φ(z) − 1 / √π) at z = 1.5 (Gneiting and Raftery 2007), with Φ(1.5) = 0.9331927987.
  const phi = Math.exp(-1.125) / Math.sqrt(2 * Math.PI);
  const exact = 2 * (1.5 * (2 * 0.9331927987311419 - 1) + 2 * phi - 1 / Math.sqrt(Math.PI));
  expect(Math.abs(crps(draws, new Float64Array(n).fill(1 / n), 4) - exact)).toBeLessThan(0.02);
});

test('of a certain prediction it is the absolute error', () => {
  expect(crps(Float64Array.of(2, 2), Float64Array.of(0.5, 0.5), 5)).toBe(3);
});
