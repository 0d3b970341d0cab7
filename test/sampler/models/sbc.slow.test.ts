/**
 * Simulation-based calibration of the whole way from text to draws: where parameters come from the prior and
 * data from the model, the rank of the truth among the draws is uniform (Talts et al. 2018, theorem 1).
 */
import { expect, test } from 'vitest';
import { createRandom } from '../../../sampler/random.ts';
import { build, run } from './fit.ts';

const groups = 5;
const simulations = 120;
const bins = 6;
const kept = 59;
const thin = 12;

const model = (noise: number) => `dim g = ${groups}, rep = 2
data from "data.json" { y : real[g, rep] }
param mu ~ Normal(0, 1)
param tau ~ HalfNormal(1)
param z[g] ~ Normal(0, 1)
deterministic theta = mu + tau * z
observe y ~ Normal(theta, ${noise})`;

/** Chi-squared statistics of the ranks of each quantity, with `bins - 1` degrees of freedom. */
async function calibration(text: string): Promise<Record<string, number>> {
  const random = createRandom(2018);
  const counts: Record<string, number[]> = {};
  for (let i = 0; i < simulations; i++) {
    const mu = random.normal();
    const tau = Math.abs(random.normal());
    const theta = Array.from({ length: groups }, () => mu + tau * random.normal());
    const y = theta.map((t) => [t + 0.7 * random.normal(), t + 0.7 * random.normal()]);
    const settings = { seed: i, chains: 1, draws: kept * thin, tune: 400, targetAccept: 0.9 };
    const fit = run(await build(text, { y }), settings);
    for (const [name, truth] of Object.entries({ mu, tau, 'theta[2]': theta[1] })) {
      const draws = fit.column(name).filter((_, k) => k % thin === thin - 1);
      const rank = draws.filter((draw) => draw < truth).length;
      counts[name] ??= new Array<number>(bins).fill(0);
      counts[name][Math.floor((rank * bins) / (kept + 1))] += 1;
    }
  }
  const expected = simulations / bins;
  return Object.fromEntries(
    Object.entries(counts).map(([name, found]) => [
      name,
      found.reduce((total, count) => total + (count - expected) ** 2 / expected, 0),
    ]),
  );
}

/** Chi-squared with five degrees of freedom is above this once in 4000 times. */
const limit = 21.7;

test('a hierarchical model is calibrated', async () => {
  const statistics = await calibration(model(0.7));
  expect(
    Object.values(statistics).filter((x) => !(x < limit)),
    JSON.stringify(statistics),
  ).toEqual([]);
});

test('a model with the wrong noise is not', async () => {
  const statistics = await calibration(model(0.4));
  expect(statistics['theta[2]'], JSON.stringify(statistics)).toBeGreaterThan(limit);
});
