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

test('values under distributions of the model and under those whose arguments say their ends', async () => {
  const text = `dim row
data {
  slope   : real?[row] in 0..1 = [0.2, null]
  wait    : int?[row] = [1, null]
  used    : int?[row] in 0..60 = [1, null]
  bounded : int?[row] = [1, null]
  cut     : real?[row] = [0.4, null]
  share   : real?[row] = [0.4, null]
  angle   : real?[row] = [0.4, null]
  late    : real?[row] = [7, null]
  top     : real[row] = [5, 8]
  from    : real[row] = [1, 6]
}
distribution Sloped(a) in 0..1 { logpdf(x) = log1p(a * (2 * x - 1)) }
distribution Waits(p) in 0.. discrete {
  logpdf(k) = log(p) + k * log1p(-p)
  draw = floor(log(uniform()) / log1p(-p))
}
distribution Levels(n) in 0..n discrete { logpdf(k) = -log(n + 1) }
observe slope ~ Sloped(0.5)
observe wait ~ Waits(0.4)
observe used ~ Waits(0.4)
observe bounded ~ Levels(3)
observe cut ~ TruncatedNormal(0, 1, 0, 9)
observe share ~ Uniform(0, top)
observe angle ~ VonMises(0, 2)
observe late[i in row] ~ Truncated(Normal(6, 1), lower = from[i])
deterministic twice = 2 * used[2]`;
  const fit = await sampleModel(text, { seed: 6, draws: 2000, targetAccept: 0.9 });
  const of = (mean: number, sd: number) => ({ mean, sd, mcse_mean: 0, mcse_sd: 0 });
  const wait = Math.sqrt(0.6) / 0.4;
  const half = [Math.sqrt(2 / Math.PI), Math.sqrt(1 - 2 / Math.PI)] as const;
  const reference = {
    'slope_missing[2]': of(7 / 12, Math.sqrt(5 / 12 - 49 / 144)),
    'wait_missing[2]': of(1.5, wait),
    'used_missing[2]': of(1.5, wait),
    twice: of(3, 2 * wait),
    'bounded_missing[2]': of(1.5, Math.sqrt(1.25)),
    'cut_missing[2]': of(...half),
    'share_missing[2]': of(4, 8 / Math.sqrt(12)),
    // The second moment over -π..π, by quadrature.
    'angle_missing[2]': of(0, sdOfAngle(2)),
    'late_missing[2]': of(6 + half[0], half[1]),
  };
  expect(disagreements([...fit.rows.values()], reference)).toEqual([]);
});

function sdOfAngle(kappa: number): number {
  const h = 1e-4;
  let [total, second] = [0, 0];
  for (let x = -Math.PI + h / 2; x < Math.PI; x += h) {
    const weight = Math.exp(kappa * Math.cos(x));
    total += weight;
    second += weight * x * x;
  }
  return Math.sqrt(second / total);
}
