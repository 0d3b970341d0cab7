/** Prior draws of a series start at its start: against a simulation of the same process, written out. */
import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../../sampler/random.ts';
import { bayesJson } from '../../bayes-command.ts';
import { useWorkspace } from '../cli/workspace.ts';
import { expectMean, expectShare, priorOf, rowOf } from './models.ts';

const N = 8000;
const T = 6;

/** Mean and sd of each element over `N` paths. */
function simulated(path: (rng: Random) => readonly number[]): { mean: number; sd: number }[] {
  const rng = createRandom(404);
  const paths = Array.from({ length: N }, () => path(rng));
  return Array.from({ length: T }, (_, t) => {
    const mean = paths.reduce((sum, values) => sum + values[t], 0) / N;
    const variance = paths.reduce((sum, values) => sum + (values[t] - mean) ** 2, 0) / (N - 1);
    return { mean, sd: Math.sqrt(variance) };
  });
}

// Data far from what the prior says, so that draws that follow them are seen.
const head = `dim time = ${T}
data { y : real[time] = [500, 900, 500, 900, 500, 900] }
`;

const half = (rng: Random) => Math.abs(rng.normal());

describe.each([
  [
    'a walk of parameters, each with a prior of its own',
    `param s ~ HalfNormal(1)
param x[t in time] ~ Normal(if t == 1 then 3 else 0.5 * x[t - 1], 0.1 + s)
observe y ~ Normal(x, 0.5)`,
    (rng: Random) => {
      const s = 0.1 + half(rng);
      const y: number[] = [];
      let x = 6;
      for (let t = 0; t < T; t++) {
        x = 0.5 * x + s * rng.normal();
        y.push(x + 0.5 * rng.normal());
      }
      return y;
    },
  ],
  [
    'a hidden Markov chain',
    `param stay ~ Beta(3, 1)
param s[t in time] ~ Bernoulli(if t == 1 then 0.2 else if s[t - 1] == 1 then stay else 1 - stay)
observe y[t in time] ~ Normal(3 * s[t], 1)`,
    (rng: Random) => {
      const stay = rng.next() ** (1 / 3);
      const y: number[] = [];
      let s = 0;
      for (let t = 0; t < T; t++) {
        s = rng.next() < (t === 0 ? 0.2 : s === 1 ? stay : 1 - stay) ? 1 : 0;
        y.push(3 * s + rng.normal());
      }
      return y;
    },
  ],
  [
    'an autoregression',
    `param rho ~ Uniform(0, 0.9)
param s ~ HalfNormal(1)
observe y[t in time] ~ Normal(if t == 1 then 3 else rho * y[t - 1], 1 + s)`,
    (rng: Random) => {
      const rho = 0.9 * rng.next();
      const s = 1 + half(rng);
      const y: number[] = [];
      for (let t = 0; t < T; t++) y.push((t === 0 ? 3 : rho * y[t - 1]) + s * rng.normal());
      return y;
    },
  ],
  [
    'a volatility that follows the last square',
    `param a ~ Uniform(0, 0.5)
let v[t in time] = if t == 1 then 1 else 0.2 + a * y[t - 1]^2 + 0.3 * v[t - 1]
observe y ~ Normal(2, sqrt(v))`,
    (rng: Random) => {
      const a = 0.5 * rng.next();
      const y: number[] = [];
      let v = 1;
      for (let t = 0; t < T; t++) {
        if (t > 0) v = 0.2 + a * y[t - 1] ** 2 + 0.3 * v;
        y.push(2 + Math.sqrt(v) * rng.normal());
      }
      return y;
    },
  ],
  [
    'a random walk as one vector',
    `param s ~ HalfNormal(1)
observe y ~ GaussianRandomWalk(s, mu = 0.5, init = Normal(1, 2))`,
    (rng: Random) => {
      const s = half(rng);
      const y = [1 + 2 * rng.normal()];
      for (let t = 1; t < T; t++) y.push(y[t - 1] + 0.5 + s * rng.normal());
      return y;
    },
  ],
  [
    'a random walk with a drift and a scale of each step',
    `param s ~ HalfNormal(1)
let trend[t in time] = 0.5 * t
let step[t in time] = s * (0.2 + 0.3 * t)
observe y ~ GaussianRandomWalk(step, mu = trend, init = Normal(1, 2))`,
    (rng: Random) => {
      const s = half(rng);
      const y = [1 + 2 * rng.normal()];
      for (let t = 2; t <= T; t++) y.push(y[t - 2] + 0.5 * t + s * (0.2 + 0.3 * t) * rng.normal());
      return y;
    },
  ],
  [
    'an autoregression with a drift of each step',
    `param rho ~ Uniform(0, 0.9)
let trend[t in time] = 0.5 * t
observe y ~ AR([rho], 1, init = Normal(3, 1), mu = trend)`,
    (rng: Random) => {
      const rho = 0.9 * rng.next();
      const y = [3 + rng.normal()];
      for (let t = 2; t <= T; t++) y.push(rho * y[t - 2] + 0.5 * t + rng.normal());
      return y;
    },
  ],
  [
    'an autoregression as one vector',
    `param rho ~ Uniform(0, 0.9)
observe y ~ AR([rho], 1, init = Normal(3, 1))`,
    (rng: Random) => {
      const rho = 0.9 * rng.next();
      const y = [3 + rng.normal()];
      for (let t = 1; t < T; t++) y.push(rho * y[t - 1] + rng.normal());
      return y;
    },
  ],
])('%s', (_, text, path) => {
  test('has the moments of its simulation', async () => {
    const { quantities } = await priorOf(head + text, N);
    for (const [t, { mean, sd }] of simulated(path).entries()) {
      const row = rowOf(quantities, `y[${t + 1}]`);
      // Both are estimates from N draws.
      expectMean(row.mean, mean, Math.SQRT2 * sd, N);
      expect(Math.abs(row.sd / sd - 1), `sd of ${row.name}: ${row.sd}, simulated ${sd}`).toBeLessThan(0.08);
    }
  });
});

test('two series that follow each other, and what is derived from them', async () => {
  const { quantities } = await priorOf(
    `dim time = 3
data { x : real[time] = [500, 500, 500]   y : real[time] = [900, 900, 900] }
param m ~ Normal(1, 0.1)
observe x[t in time] ~ Normal(if t == 1 then m else y[t - 1] + 1, 0.1)
observe y[t in time] ~ Normal(2 * x[t], 0.1)
deterministic last = x[3]
`,
    N,
  );
  // m -> 2m -> 2m + 1 -> 4m + 2 -> 4m + 3, and each step's noise with it.
  const sd = 0.1 * Math.sqrt(16 + 16 + 4 + 4 + 1 + 1);
  for (const name of ['x[3]', 'last']) expectMean(rowOf(quantities, name).mean, 7, sd, N);
  expect(rowOf(quantities, 'last').sd / sd - 1).toBeCloseTo(0, 1);
});

test('a chain of labels', async () => {
  const { quantities } = await priorOf(
    `dim state = ["dry", "wet"]
dim day = 3
data { s : state[day] = ["wet", "wet", "wet"]   P : real[state, state] = [[0.9, 0.1], [0.5, 0.5]] }
param a ~ Beta(1, 1)
observe s[t in day] ~ Categorical(if t == 1 then [1, 0] else P[s[t - 1]])
`,
    N,
  );
  expectShare(rowOf(quantities, 'P(s[2] = dry)').mean, 0.9, N);
  expectShare(rowOf(quantities, 'P(s[3] = dry)').mean, 0.9 * 0.9 + 0.1 * 0.5, N);
});

test('what no statement draws stays as it was observed', async () => {
  const { quantities } = await priorOf(
    `dim time = 3
data { y : real[time] = [100, 900, 900] }
param m ~ Normal(0, 0.1)
observe y[t in 2..3] ~ Normal(m + 2 * y[t - 1], 0.1)
`,
    N,
  );
  expectMean(rowOf(quantities, 'y[2]').mean, 200, 0.2, N);
  expectMean(rowOf(quantities, 'y[3]').mean, 400, 0.5, N);
});

test('neighbours that depend on each other in a circle follow what was observed', async () => {
  const { quantities } = await priorOf(
    `dim area = 3
data { y : real[area] = [100, 200, 300] }
param m ~ Normal(0, 0.1)
observe y[i in area] ~ Normal(m + 0.5 * y[4 - i], 0.1)
`,
    N,
  );
  expectMean(rowOf(quantities, 'y[1]').mean, 150, 0.2, N);
});

const here = useWorkspace();

test('bayes prior', async () => {
  here.write(
    'm.bayes',
    `${head}param m ~ Normal(0, 0.001)
observe y[t in time] ~ Normal(if t == 1 then 1 else m + 2 * y[t - 1], 0.001)
`,
  );
  const { value } = await bayesJson<{ quantities: { name: string; mean: number }[] }>(
    ['prior', 'm.bayes', '--draws', '50', '--seed', '1'],
    here.folder(),
  );
  expect(value.quantities.find(({ name }) => name === 'y[6]')?.mean).toBeCloseTo(32, 0);
});
