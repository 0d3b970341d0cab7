/** A value that is imputed within a declared range: its posterior against quadrature of the density as written. */
import { expect, test } from 'vitest';
import { disagreements } from '../../posteriors/compare.ts';
import { sampleModel } from './fit.ts';

const seen = [0.1, 0.3, 0.2, 0.05, 0.6];

function moments(f: (mu: number, y: number) => number) {
  const h = 0.01;
  let [total, first, second] = [0, 0, 0];
  for (let mu = -5; mu <= 5; mu += h) {
    for (let y = h / 2; y <= 8; y += h) {
      const log = -0.5 * (mu * mu + (y - mu) ** 2 + seen.reduce((sum, x) => sum + (x - mu) ** 2, 0));
      const weight = Math.exp(log);
      const value = f(mu, y);
      total += weight;
      first += weight * value;
      second += weight * value * value;
    }
  }
  const mean = first / total;
  return { mean, sd: Math.sqrt(second / total - mean * mean), mcse_mean: 0, mcse_sd: 0 };
}

test('the posterior of an imputed value and of what it depends on', async () => {
  const text = `dim row
data { y : real?[row] in 0.. = [0.1, null, 0.3, 0.2, 0.05, 0.6] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)`;
  const fit = await sampleModel(text, { seed: 4, draws: 1500, targetAccept: 0.95 });
  const reference = { mu: moments((mu) => mu), 'y_missing[2]': moments((_, y) => y) };
  expect(disagreements([...fit.rows.values()], reference)).toEqual([]);
  expect(Math.min(...fit.column('y_missing[2]'))).toBeGreaterThan(0);
});
