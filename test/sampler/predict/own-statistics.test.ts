/** Statistics of one's own with conditions and quantiles: of the data as observed, and of each replication. */
import { expect, test } from 'vitest';
import { posteriorPredictive } from '../../../sampler/predict/posterior-predictive.ts';
import { expectMean, expectShare, runWith } from './models.ts';

const N = 4000;
const model = `dim row, site = ["a", "b"]
data { y : real[row] = [1, 4, -2, 7, 3]
  at : site[row] = ["a", "b", "a", "b", "a"] }
param mu ~ Normal(0, 10)
observe y ~ Normal(mu, 1)
`;
const run = runWith(model, { mu: Array<number>(N).fill(2) });

async function statisticsOf(...statistics: readonly string[]) {
  const result = await posteriorPredictive(run, { draws: N, seed: 5, statistics });
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join());
  if (result.kind === 'problem') throw new Error(result.message);
  return statistics.map((text) => {
    const row = result.predictive.statistics.find(({ statistic }) => statistic === text.split(' = ')[0]);
    if (row === undefined) throw new Error(`no ${text}`);
    return row;
  });
}

test('a condition on data chooses the same rows of each replication', async () => {
  const [mean] = await statisticsOf('m = mean(y[at == "a"])');
  expect(mean.observed).toBeCloseTo(2 / 3, 12);
  expectMean(mean.predicted_mean, 2, Math.sqrt(1 / 3), N);
});

test('a condition on the values themselves chooses anew in each replication', async () => {
  const [above, many, both] = await statisticsOf(
    'above = mean(y[y > 0])',
    'many = count(y[y > 2])',
    'both = sum(y[y > 2 and at == "b"])',
  );
  expect([above.observed, many.observed, both.observed]).toEqual([15 / 4, 3, 11]);
  // E[y | y > 0] with y ~ N(2, 1): 2 + phi(2) / Phi(2).
  expectMean(above.predicted_mean, 2 + 0.05399096651318806 / 0.9772498680518208, 0.5, N);
  expectShare(many.predicted_mean / 5, 0.5, 5 * N);
  // E[y; y > 2] is Phi(0) 2 + phi(0), for each of the two.
  expectMean(both.predicted_mean, 2 * (1 + 0.3989422804014327), 2, N);
});

test('a quantile is that of each replication in order', async () => {
  const [high, least] = await statisticsOf('high = quantile(y, 0.9)', 'least = quantile(y[at == "b"], 0)');
  expect(high.observed).toBeCloseTo(4 + 0.6 * 3, 12);
  expect(least.observed).toBe(4);
  // The smaller of two standard normals has mean -1/sqrt(pi); order statistics 4 and 5 of five 0.49502, 1.16296.
  expectMean(least.predicted_mean, 2 - 0.5641895835477563, 0.9, N);
  expectMean(high.predicted_mean, 2 + 0.4 * 0.4950189705 + 0.6 * 1.1629644736, 0.7, N);
});

test('what cannot be chosen says so', async () => {
  await expect(statisticsOf('q = quantile(y[y > 0], 0.5)')).rejects.toThrow(
    'which elements are chosen must be known from data',
  );
  await expect(statisticsOf('q = quantile(y, 1.5)')).rejects.toThrow(
    'expected a probability from 0 to 1, found 1.5',
  );
});
