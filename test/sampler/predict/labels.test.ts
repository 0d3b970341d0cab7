/** Outcomes that are labels: probabilities and shares of each label, never means of positions. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { posteriorPredictive } from '../../../sampler/predict/posterior-predictive.ts';
import { predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import type { NewValues } from '../../../sampler/predict/replaced-data.ts';
import type { Predictions } from '../../../sampler/report/predictive-summary.ts';
import { root } from '../../bayes-command.ts';
import { expectShare, folderWith, priorOf, rowOf, runWith } from './models.ts';

const N = 8000;
const fill = (value: number): number[] => Array<number>(N).fill(value);

async function at(model: PosteriorModel, values?: NewValues): Promise<Predictions> {
  const [statement] = predictStatements(model);
  const asked = values ?? valuesOf(statement);
  const result = await predict(model, { name: 'p', values: asked, draws: N, seed: 5 });
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.prediction;
}

async function ppc(model: PosteriorModel, statistics: readonly string[] = []): Promise<Predictions> {
  const result = await posteriorPredictive(model, { draws: N, seed: 5, statistics });
  if (result.kind !== 'ok')
    throw new Error(
      result.kind === 'problem' ? result.message : result.diagnostics.map((d) => d.message).join(),
    );
  return result.predictive;
}

const softmax = (eta: readonly number[]): readonly number[] => {
  const parts = eta.map(Math.exp);
  const total = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / total);
};

/** Each label of an element has a row with its probability and nothing else. */
function expectProbabilities(
  { quantities }: Predictions,
  element: string,
  probabilities: Readonly<Record<string, number>>,
): void {
  const own = quantities.filter((row) => row.element === element);
  expect(own.map(({ name }) => name)).toEqual(
    Object.keys(probabilities).map((label) => `P(${element} = ${label})`),
  );
  for (const [label, probability] of Object.entries(probabilities)) {
    const row = rowOf(own, `P(${element} = ${label})`);
    expectShare(row.mean, probability, N);
    expect([row.sd, row.q3, row.q50, row.q97]).toEqual([NaN, NaN, NaN, NaN]);
  }
}

const animals = readFileSync(join(root, 'test', 'cases', 'outcome-with-labels', 'model.bayes'), 'utf8');
const csv = readFileSync(join(root, 'test', 'cases', 'outcome-with-labels', 'd.csv'), 'utf8');
const labels = ['bear', 'cat', 'dog'] as const;
const [a, b] = [
  [-0.5, 0.2, 0.3],
  [1.2, -1.5, 0.3],
];
const animalRun = (folder = folderWith({ 'd.csv': csv })) =>
  runWith(
    animals,
    Object.fromEntries(
      labels.flatMap((label, k) => [
        [`a[${label}]`, fill(a[k])],
        [`b[${label}]`, fill(b[k])],
      ]),
    ),
    folder,
  );

describe('case outcome-with-labels', () => {
  test('predict: the probability of each label in each row', async () => {
    const found = await at(animalRun());
    expect(found.quantities).toHaveLength(6);
    for (const [i, forest] of [0, 1].entries()) {
      const p = softmax(a.map((v, k) => v + b[k] * forest));
      expectProbabilities(found, `seen[${i + 1}]`, { bear: p[0], cat: p[1], dog: p[2] });
    }
    expect(found.statistics).toEqual([]);
  });

  test('ppc: shares of the labels, no mean and no zeros', async () => {
    const found = await ppc(animalRun(), ['bears = mean(seen == "bear")', 'shift = mean(a[seen])']);
    const rows = csv.trim().split('\n').slice(1);
    const own = found.statistics.filter(({ label }) => label !== undefined);
    expect(own.map(({ statistic, label, datum }) => [statistic, label, datum])).toEqual(
      labels.map((label) => [`share of ${label}`, label, 'seen']),
    );
    for (const [k, { label, observed, predicted_mean }] of own.entries()) {
      const share = rows.filter((row) => row.startsWith(`${label},`)).length / rows.length;
      expect(observed).toBeCloseTo(share, 12);
      const mean =
        rows.reduce(
          (sum, row) => sum + softmax(a.map((v, j) => v + b[j] * Number(row.split(',')[1])))[k],
          0,
        ) / rows.length;
      expectShare(predicted_mean, mean, N);
    }
    // Statistics of one's own see labels.
    const [bears, shift] = found.statistics.filter(({ label }) => label === undefined);
    expect(bears.observed).toBeCloseTo(own[0].observed, 12);
    expect(bears.predicted_mean).toBeCloseTo(own[0].predicted_mean, 12);
    expect(shift.observed).toBeCloseTo(
      own.reduce((sum, { observed }, k) => sum + observed * a[k], 0),
      12,
    );
    expect(found.data).toMatchObject([{ datum: 'seen', kind: 'label', labels: ['bear', 'cat', 'dog'] }]);
    expect(found.quantities.filter(({ name }) => !/^P\(seen\[\d+\] = (bear|cat|dog)\)$/.test(name))).toEqual(
      [],
    );
  });
});

describe('siblings', () => {
  test('ordered levels, two outcomes at once, and a count beside them', async () => {
    const text = `dim row, mood = ["low", "mid", "high"], kind = ["x", "y"], cut = 2
data { t : real[row] = [0, 1]
  m : mood[row] = ["low", "high"]
  k : kind[row] = ["y", "x"]
  n : int[row] = [0, 3] }
param c[cut]: ordered ~ Normal(0, 2)
param p ~ Beta(1, 1)
observe m ~ OrderedLogistic(t, c)
observe k ~ Categorical([p, 1 - p])
observe n ~ Poisson(4)
predict p2 { t = [2] }
`;
    const model = runWith(text, { 'c[1]': fill(-1), 'c[2]': fill(1), p: fill(0.3) });
    const found = await at(model);
    const below = (cut: number) => 1 / (1 + Math.exp(2 - cut));
    expectProbabilities(found, 'm[1]', { low: below(-1), mid: below(1) - below(-1), high: 1 - below(1) });
    expectProbabilities(found, 'k[1]', { x: 0.3, y: 0.7 });
    expect(found.quantities.map(({ name }) => name).slice(-1)).toEqual(['n[1]']);
    const check = await ppc(model);
    const names = check.statistics.map(({ datum, statistic }) => `${datum}: ${statistic}`);
    expect(names.slice(0, 5)).toEqual([
      'm: share of low',
      'm: share of mid',
      'm: share of high',
      'k: share of x',
      'k: share of y',
    ]);
    expect(names.slice(5)).toEqual(['n: mean', 'n: sd', 'n: min', 'n: max', 'n: zeros']);
  });

  test('mixtures, uniform positions, numbered levels, named rows, a table of labels', async () => {
    const text = `dim site = ["A", "B"], side = 2, die = 3
data { u : die[site] = [1, 3]
  v : die[site, side] = [[1, 2], [3, 3]] }
param w ~ Beta(1, 1)
observe u ~ DiscreteUniform(1, 3)
observe v ~ Mixture([w, 1 - w], Categorical([1, 0, 0]), Categorical([0, 0.5, 0.5]))
`;
    const found = await ppc(runWith(text, { w: fill(0.4) }));
    const third = 1 / 3;
    expectProbabilities(found, 'u[B]', { 1: third, 2: third, 3: third });
    expectProbabilities(found, 'v[B,2]', { 1: 0.4, 2: 0.3, 3: 0.3 });
  });

  test('of the prior too', async () => {
    const found = await priorOf(
      `dim row, kind = ["x", "y", "z"]
data { k : kind[row] = ["x", "y", "y"] }
param p[kind] ~ Dirichlet([1, 1, 2])
observe k ~ Categorical(p)
`,
      N,
    );
    expectProbabilities(found, 'k[2]', { x: 0.25, y: 0.25, z: 0.5 });
    expect(found.statistics.map(({ statistic }) => statistic)).toEqual([
      'share of x',
      'share of y',
      'share of z',
    ]);
    expect(found.remarks).toEqual([]);
  });

  test('a file with the outcome is compared by shares; without it nothing is', async () => {
    const folder = folderWith({
      'd.csv': csv,
      'new.csv': 'forest,seen\n0,cat\n1,bear\n',
      'bare.csv': 'forest\n1\n',
    });
    const model = animalRun(folder);
    const file = (name: string): NewValues => ({
      kind: 'files',
      files: [{ path: join(folder, name), replaces: null, span: null }],
    });
    const { statistics } = await at(model, file('new.csv'));
    expect(statistics.map(({ label, observed }) => [label, observed])).toEqual([
      ['bear', 0.5],
      ['cat', 0.5],
      ['dog', 0],
    ]);
    const bare = await at(model, file('bare.csv'));
    expect(bare.statistics).toEqual([]);
    expect(bare.quantities).toHaveLength(3);
  });
});

describe('derived quantities that are labels', () => {
  const derived = animals.replace(
    'predict places',
    'deterministic first = seen[1]\ndeterministic two = 2 * forest[1] + 2\n$&',
  );
  const values = Object.fromEntries(
    labels.flatMap((label, k) => [
      [`a[${label}]`, fill(a[k])],
      [`b[${label}]`, fill(b[k])],
      ['first', fill(3)],
      ['two', fill(2)],
    ]),
  );
  const at0 = Object.fromEntries(softmax(a).map((p, k) => [labels[k], p]));

  test('the probability of each label where they are drawn, in the order of the statements', async () => {
    const found = await at(runWith(derived, values, folderWith({ 'd.csv': csv })));
    expectProbabilities(found, 'first', at0);
    expect(found.quantities.slice(0, 5).map(({ name }) => name)).toEqual([
      ...labels.map((label) => `P(first = ${label})`),
      'two',
      'P(seen[1] = bear)',
    ]);
    expect(rowOf(found.quantities, 'two')).toMatchObject({ mean: 2, sd: 0 });
    // The same draws as the outcome itself.
    for (const label of labels)
      expect(rowOf(found.quantities, `P(first = ${label})`).mean).toBe(
        rowOf(found.quantities, `P(seen[1] = ${label})`).mean,
      );
  });
});
