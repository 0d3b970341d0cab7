import { describe, expect, test } from 'vitest';
import { mathLibrary } from '../../../sampler/math/instance.ts';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { posteriorPredictive } from '../../../sampler/predict/posterior-predictive.ts';
import { createRandom } from '../../../sampler/random.ts';
import type { StatisticRow } from '../../../sampler/report/predictive-summary.ts';
import { expectMean, expectShare, meanOf, rowOf, runWith } from './models.ts';

const { Phi } = mathLibrary();
const N = 8000;

async function check(model: PosteriorModel, statistics: readonly string[] = [], draws = N) {
  const result = await posteriorPredictive(model, { draws, seed: 5, statistics });
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result));
  return result.predictive;
}

function row(rows: readonly StatisticRow[], statistic: string, datum = 'y'): StatisticRow {
  const found = rows.find((r) => r.statistic === statistic && r.datum === datum);
  if (found === undefined) throw new Error(`no ${statistic}(${datum})`);
  return found;
}

/** Draws that stand for a posterior. */
function columns(count: number, of: Readonly<Record<string, (z: () => number) => number>>) {
  const rng = createRandom(77);
  return Object.fromEntries(
    Object.entries(of).map(([name, f]) => [name, Array.from({ length: count }, () => f(() => rng.normal()))]),
  );
}

const y = [2.1, -0.4, 1.3, 0.2, 3.9, 1.1];
const normalModel = `dim row
data { y : real[row] = [${y.join(', ')}] }
param mu ~ Normal(0, 5)
param sigma ~ HalfNormal(2)
observe y ~ Normal(mu, sigma)
`;
const normalDraws = columns(N, { mu: (z) => 1 + 0.4 * z(), sigma: (z) => 1.2 * Math.exp(0.2 * z()) });

describe('replications of a normal sample', () => {
  test('the p-values are the probabilities given each draw, averaged', async () => {
    const { statistics, quantities, data } = await check(runWith(normalModel, normalDraws));
    const { mu, sigma } = normalDraws;
    const average = (p: (m: number, s: number) => number) => meanOf(mu.map((m, i) => p(m, sigma[i])));
    const n = y.length;
    const [most, least] = [Math.max(...y), Math.min(...y)];
    const expected = {
      mean: average((m, s) => Phi((m - meanOf(y)) / (s / Math.sqrt(n)))),
      max: average((m, s) => 1 - Phi((most - m) / s) ** n),
      min: average((m, s) => Phi((m - least) / s) ** n),
    };
    for (const [name, p] of Object.entries(expected)) expectShare(row(statistics, name).p_value, p, N);
    expect(row(statistics, 'max').observed).toBe(3.9);
    expectMean(row(statistics, 'mean').predicted_mean, meanOf(mu), 0.8, N);
    expectMean(rowOf(quantities, 'y[3]').mean, meanOf(mu), 1.5, N);
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ datum: 'y', kind: 'continuous', observed: y });
    expect(data[0].draws).toHaveLength(200);
  });

  test('the sd against a direct simulation', async () => {
    const { statistics } = await check(runWith(normalModel, normalDraws));
    const rng = createRandom(123);
    const sdOf = (x: readonly number[]) =>
      Math.sqrt(x.reduce((s, v) => s + (v - meanOf(x)) ** 2, 0) / (x.length - 1));
    const observed = sdOf(y);
    const simulated = normalDraws.mu.map((m, i) =>
      sdOf(y.map(() => m + normalDraws.sigma[i] * rng.normal())),
    );
    const p = meanOf(simulated.map((s) => Number(s >= observed)));
    // Both are simulated, so their difference has twice the variance.
    expectShare(row(statistics, 'sd').p_value, p, N / 2);
    expect(row(statistics, 'sd').observed).toBeCloseTo(observed, 12);
  });

  test('fewer draws are taken evenly, and one seed gives one result', async () => {
    const model = runWith(normalModel, normalDraws);
    const [a, b] = [await check(model, [], 100), await check(model, [], 100)];
    expect(a).toEqual(b);
    expect(a.draws).toBe(100);
  });
});

describe('statistics of one’s own', () => {
  const model = runWith(normalModel, normalDraws);

  test('are evaluated on the data and on each replication', async () => {
    const { statistics } = await check(model, ['share = mean(y > 0)', 'max(y) - min(y)']);
    const share = row(statistics, 'share');
    expect(share.observed).toBeCloseTo(5 / 6, 12);
    const p = meanOf(normalDraws.mu.map((m, i) => Phi(m / normalDraws.sigma[i])));
    expectMean(share.predicted_mean, p, 0.25, N);
    expect(row(statistics, 'max(y) - min(y)').observed).toBeCloseTo(4.3, 12);
  });

  test('may use parameters: then what is observed differs from draw to draw', async () => {
    const { statistics } = await check(model, ['chi = sum(((y - mu) / sigma)^2)']);
    const { observed, predicted_mean } = row(statistics, 'chi');
    const direct = meanOf(
      normalDraws.mu.map((m, i) => y.reduce((s, v) => s + ((v - m) / normalDraws.sigma[i]) ** 2, 0)),
    );
    expect(observed).toBeCloseTo(direct, 9);
    // Chi-squared with six degrees of freedom.
    expectMean(predicted_mean, 6, Math.sqrt(12), N);
  });

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['share = mean(z > 0)', /unknown|`z`/],
    ['share = y', /expected one number, found an array over \[row\]/],
    ['share = mean(', /expected/i],
    ['share = mu', /uses no observed data \(`y`\)/],
    ['share = mean(y), param q ~ Normal(0, 1)', /expected/],
    ['', /expected/],
  ];
  for (const [text, message] of wrong) {
    test(`\`${text}\` is refused in words`, async () => {
      const result = await posteriorPredictive(model, { draws: 10, seed: 1, statistics: [text] });
      expect(result.kind).toBe('problem');
      expect(result.kind === 'problem' && result.message).toMatch(message);
    });
  }
});

describe('other observations', () => {
  test('a mixture', async () => {
    const text = `dim row
data { y : real[row] = [0, 1, 10] }
param w ~ Beta(1, 1)
observe y ~ Mixture([w, 1 - w], Normal(0, 1), Normal(10, 1))
`;
    const { statistics } = await check(runWith(text, { w: Array(N).fill(0.3) }), ['low = mean(y < 5)']);
    const low = row(statistics, 'low');
    expectMean(low.predicted_mean, 0.3, Math.sqrt(0.21 / 3), N);
    // At least two of three below 5: 3 * 0.09 * 0.7 + 0.027.
    expectShare(low.p_value, 0.216, N);
  });

  test('truncated and censored', async () => {
    const text = (wrapper: string) => `dim row
data { y : real[row] = [0.5, 1, 0.2] }
param mu ~ Normal(0, 1)
observe y ~ ${wrapper}(Normal(mu, 1), 0, 1)
`;
    const mu = Array(N).fill(0);
    const truncated = await check(runWith(text('Truncated'), { mu }));
    const mass = Phi(1) - 0.5;
    expectMean(rowOf(truncated.quantities, 'y[1]').mean, (0.3989422804 - 0.2419707245) / mass, 0.29, N);
    const censored = await check(runWith(text('Censored'), { mu }), ['full = mean(y == 1)']);
    expectMean(row(censored.statistics, 'full').predicted_mean, 1 - Phi(1), 0.25, N);
  });

  test('multivariate: the two components of a row go together', async () => {
    const text = `dim row, part = ["a", "b"]
data { y : real[row, part] = [[1, 2], [3, 5], [0, 1]] }
param m ~ Normal(0, 1)
let mu[p in part] = m
observe y ~ MvNormal(mu, cov = [[4, 3], [3, 9]])
`;
    const { statistics, quantities } = await check(runWith(text, { m: Array(N).fill(1) }), [
      'cross = mean((y[.., "a"] - 1) * (y[.., "b"] - 1))',
    ]);
    expectMean(row(statistics, 'cross').predicted_mean, 3, Math.sqrt((36 + 9) / 3), N);
    expectMean(rowOf(quantities, 'y[2,b]').mean, 1, 3, N);
    expect(row(statistics, 'cross').observed).toBeCloseTo((0 * 1 + 2 * 4 + -1 * 0) / 3, 12);
  });

  test('part of a series: the p-values are of that part', async () => {
    const text = `dim t
data { y : real[t] = [100, 1, 2, 3, 4] }
param mu ~ Normal(0, 1)
observe y[i in 2..5] ~ Normal(mu + 0.5 * y[i - 1], 1)
`;
    const { statistics, quantities, data } = await check(runWith(text, { mu: Array(N).fill(0) }), [
      'all = sum(y)',
    ]);
    expect(data[0].observed).toEqual([1, 2, 3, 4]);
    expect(quantities.map(({ name }) => name)).toEqual(['y[2]', 'y[3]', 'y[4]', 'y[5]']);
    // One step ahead of what was observed.
    expectMean(rowOf(quantities, 'y[2]').mean, 50, 1, N);
    expectMean(rowOf(quantities, 'y[5]').mean, 1.5, 1, N);
    expect(row(statistics, 'all').observed).toBe(110);
    expectMean(row(statistics, 'all').predicted_mean, 100 + 50 + 0.5 + 1 + 1.5, 2, N);
    expect(row(statistics, 'max').observed).toBe(4);
  });

  test('counts and binary data are distinguished', async () => {
    const text = `dim row
data { y : int[row] = [0, 3, 1]
  b : int[row] in 0..1 = [0, 1, 1] }
param a ~ Normal(0, 1)
observe y ~ Poisson(log_mu = a)
observe b ~ Bernoulli(logit_p = a)
`;
    const { data, statistics } = await check(runWith(text, { a: Array(N).fill(0) }));
    expect(data.map(({ datum, kind }) => [datum, kind])).toEqual([
      ['y', 'count'],
      ['b', 'binary'],
    ]);
    expectMean(row(statistics, 'zeros').predicted_mean, Math.exp(-1), 0.28, N);
    expectMean(row(statistics, 'mean', 'b').predicted_mean, 0.5, 0.29, N);
  });

  test('a residual: what is observed depends on the draw', async () => {
    const text = `dim row
data { y : real[row] = [1, 2, 3] }
param mu ~ Normal(0, 1)
observe (y - mu) ~ Normal(0, 1)
`;
    const { statistics } = await check(runWith(text, { mu: Array.from({ length: N }, (_, i) => i % 2) }));
    const { datum, observed, p_value } = statistics.find((s) => s.statistic === 'mean') ?? statistics[0];
    expect(datum).toBe('residual@4');
    expect(observed).toBeCloseTo(1.5, 9);
    expectShare(p_value, (Phi(-2 * Math.sqrt(3)) + Phi(-Math.sqrt(3))) / 2, N);
  });

  test('missing values are replicated but not checked', async () => {
    const text = `dim row
data { y : real?[row] = [1, NA, 3] }
param mu ~ Normal(0, 1)
observe y ~ Normal(mu, 1)
`;
    const draws = { 'y_missing[2]': Array(N).fill(50), mu: Array(N).fill(0) };
    const { data, statistics, quantities } = await check(runWith(text, draws));
    expect(data[0].observed).toEqual([1, 3]);
    expect(row(statistics, 'max').observed).toBe(3);
    expectMean(rowOf(quantities, 'y[2]').mean, 0, 1, N);
  });
});

test('draws of another model are refused', async () => {
  const result = await posteriorPredictive(runWith(normalModel, { mu: [0, 1] }), {
    draws: 2,
    seed: 1,
    statistics: [],
  });
  expect(result).toMatchObject({ kind: 'invalid', diagnostics: [{ code: 'run-names' }] });
});

test('a model without data has nothing to replicate', async () => {
  const result = await posteriorPredictive(runWith('param mu ~ Normal(0, 1)\n', { mu: [0, 1] }), {
    draws: 2,
    seed: 1,
    statistics: [],
  });
  expect(result).toMatchObject({ kind: 'problem' });
});
