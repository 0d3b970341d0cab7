/** Prior and posterior predictive draws of outcomes that depend on each other: each follows the draw of the other. */
import { describe, expect, test } from 'vitest';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { posteriorPredictive } from '../../../sampler/predict/posterior-predictive.ts';
import { predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import { priorPredictive } from '../../../sampler/predict/prior-predictive.ts';
import type { Predictions } from '../../../sampler/report/predictive-summary.ts';
import { checked, expectMean, expectShare, rowOf, runWith } from './models.ts';

const N = 8000;
const fill = (value: number): number[] => Array<number>(N).fill(value);

async function ppc(model: PosteriorModel): Promise<Predictions> {
  const result = await posteriorPredictive(model, { draws: N, seed: 5, statistics: [] });
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result));
  return result.predictive;
}

async function prior(text: string): Promise<Predictions> {
  const { program, data } = checked(text);
  const result = await priorPredictive(program, data, { draws: N, seed: 5 });
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result.diagnostics));
  return result.predictive;
}

async function predictions(model: PosteriorModel): Promise<Predictions> {
  const values = valuesOf(predictStatements(model)[0]);
  const result = await predict(model, { name: 'p', values, draws: N, seed: 5 });
  if (result.kind === 'invalid') throw new Error(JSON.stringify(result.diagnostics));
  return result.prediction;
}

/** Mean and sd of a normal quantity: 5 standard errors. */
function expectNormal({ quantities }: Predictions, name: string, mean: number, sd: number): void {
  const row = rowOf(quantities, name);
  expectMean(row.mean, mean, sd, N);
  expect(Math.abs(row.sd / sd - 1), `sd of ${name}: ${row.sd}`).toBeLessThan(0.06);
}

// The data lie far from what the model says, so that what follows them instead of the draws is seen.
const chain = `dim row
data {
  a : real[row] = [0, 1]
  b : real[row] = [50, 50]
  c : real[row] = [80, 80]
  y : real[row] = [90, 90]
}
param k ~ Normal(2, 0.5)
observe y ~ Normal(c, 1)
let twice = 2 * b
observe c ~ Normal(twice, 1)
observe b ~ Normal(k * a, 1)
deterministic gap[i in row] = c[i] - b[i]
predict p { a = [0, 1] }
`;

describe('a chain of outcomes, in whatever order they are written', () => {
  test('prior', async () => {
    const found = await prior(chain);
    const names = found.quantities.map(({ name }) => name);
    // Outcomes are not among the parameters.
    expect(names.filter((name) => name.startsWith('b'))).toEqual(['b[1]', 'b[2]']);
    expectNormal(found, 'k', 2, 0.5);
    expectNormal(found, 'b[2]', 2, Math.sqrt(1.25));
    expectNormal(found, 'c[2]', 4, Math.sqrt(4 * 1.25 + 1));
    expectNormal(found, 'y[2]', 4, Math.sqrt(4 * 1.25 + 2));
    expectNormal(found, 'gap[2]', 2, Math.sqrt(1.25 + 1));
    const mean = found.statistics.find(({ datum, statistic }) => datum === 'b' && statistic === 'mean');
    expect(mean?.observed).toBe(50);
  });

  test.each([
    ['ppc', ppc],
    ['predict without the middle ones', predictions],
  ] as const)('%s', async (_, draw) => {
    const found = await draw(runWith(chain, { k: fill(2), 'gap[1]': fill(0), 'gap[2]': fill(0) }));
    expectNormal(found, 'b[2]', 2, 1);
    expectNormal(found, 'c[2]', 4, Math.sqrt(5));
    expectNormal(found, 'y[1]', 0, Math.sqrt(6));
    expectNormal(found, 'y[2]', 4, Math.sqrt(6));
    expectNormal(found, 'gap[2]', 2, Math.SQRT2);
  });

  test('ppc compares with what was observed', async () => {
    const { statistics } = await ppc(runWith(chain, { k: fill(2), 'gap[1]': fill(0), 'gap[2]': fill(0) }));
    const of = (name: string) =>
      statistics.find(({ datum, statistic }) => datum === name && statistic === 'mean');
    expect([of('b')?.observed, of('c')?.observed, of('y')?.observed]).toEqual([50, 80, 90]);
  });
});

test('an outcome with missing values is drawn as a whole', async () => {
  const text = `dim row
data {
  x : real?[row] = [50, NA, 50]
  y : real[row] = [1, 2, 3]
}
param m ~ Normal(3, 0.5)
observe x ~ Normal(m, 1)
observe y ~ Normal(2 * x, 1)
`;
  const found = await ppc(runWith(text, { m: fill(3), 'x_missing[1]': fill(100) }));
  for (const i of [1, 2, 3]) expectNormal(found, `y[${i}]`, 6, Math.sqrt(5));
  expectNormal(await prior(text), 'y[1]', 6, Math.sqrt(4 * 1.25 + 1));
});

test('an outcome that is a label chooses what follows', async () => {
  const text = `dim row, kind
data {
  g : kind[row] = ["a", "a"]
  extra : kind[row] = ["b", "b"]
  y : real[row] = [0, 0]
}
param m[kind] ~ Normal([0, 10], 0.5)
observe g ~ Categorical([0.25, 0.75])
observe y ~ Normal(m[g] + 0 * m[extra], 1)
`;
  const values = { 'm[a]': fill(0), 'm[b]': fill(10) };
  for (const found of [await ppc(runWith(text, values)), await prior(text)]) {
    expectShare(rowOf(found.quantities, 'P(g[1] = b)').mean, 0.75, N);
    expectMean(rowOf(found.quantities, 'y[1]').mean, 7.5, Math.sqrt(1 + 0.25 + 100 * 0.25 * 0.75), N);
  }
});

test('summaries of an outcome keep their values in the model', async () => {
  const text = `dim row
data {
  x : real[row] = [1, 3]
  y : real[row] = [0, 0]
}
param m ~ Normal(50, 0.1)
observe x ~ Normal(m, 0.1)
observe y ~ Normal(x - mean(x), 0.1)
`;
  expectNormal(await ppc(runWith(text, { m: fill(50) })), 'y[1]', 48, Math.sqrt(0.02));
  expectNormal(await prior(text), 'y[1]', 48, Math.sqrt(0.03));
});

test('a series follows what was observed of it, one step ahead', async () => {
  const text = `dim t
data { x : real[t] = [10, 20, 30]   y : real[t] = [0, 0, 0] }
param m ~ Normal(0, 1)
observe x[i in 2..3] ~ Normal(m + x[i - 1], 1)
observe y ~ Normal(x, 1)
`;
  const found = await ppc(runWith(text, { m: fill(0) }));
  expectNormal(found, 'x[2]', 10, 1);
  expectNormal(found, 'x[3]', 20, 1);
  expectNormal(found, 'y[3]', 30, 1);
});
