/** Complete, no and partial pooling: means computed here from the data and from draws made up by the test. */
import { expect, test } from 'vitest';
import { createPace } from '../../../sampler/predict/fit/pace.ts';
import { poolingOfRun } from '../../../sampler/predict/pooling/pooling-of-run.ts';
import { folderWith, runWith } from './models.ts';

const x = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
const y = [1, 3, 2, 4, 3, 6, 5, 4, 8, 7, 9, 8];
const groups = 'aabbbbcccccc';
const folder = folderWith({
  'd.csv': ['x,y,g', ...x.map((value, i) => [value, y[i], groups[i]].join(','))].join('\n'),
});
const draws = {
  mu: [1, 2, 1.5, 2.5],
  tau: [1, 2, 1, 0.5],
  'a[a]': [1, 1.5, 0.5, 1],
  'a[b]': [2, 2.5, 1, 1],
  'a[c]': [0, 0.5, 1, 2],
  b: [0.5, 0.6, 0.7, 0.4],
  s: [1, 1, 1, 1],
};
const model = (observe: string, prior = 'Normal(mu, tau)') => `dim row
dim g
data from "d.csv" {
  x : real[row]  # bayes: ignore unused-data
  y : int[row] in 0..
  of : g[row] = column("g")
}
param mu ~ Normal(0, 5)
param tau ~ HalfNormal(5)
param a[g] ~ ${prior}
param b ~ Normal(0, 5)
param s ~ HalfNormal(5)
observe y ~ ${observe}`;

const never = createPace(() => false);

async function poolingOf(text: string) {
  const found = await poolingOfRun(runWith(text, draws, folder), never);
  if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
  return found.report.groupings;
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const inGroup = (label: string) => x.flatMap((_, i) => (groups[i] === label ? [i] : []));

test('no pooling is the mean of the group, partial pooling the expectation at its rows', async () => {
  const [found, ...others] = await poolingOf(model('Normal(a[of] + b * x, s)'));
  expect([others.length, found.by, found.outcome]).toEqual([0, 'g', 'y']);
  expect(found.groups.map(({ label, rows }) => [label, rows])).toEqual([
    ['a', 2],
    ['b', 4],
    ['c', 6],
  ]);
  for (const { label, none, mean } of found.groups) {
    const own = inGroup(label);
    expect(none).toBeCloseTo(average(own.map((i) => y[i])), 12);
    const a = draws[`a[${label}]` as 'a[a]'];
    const expected = a.map((value, k) => value + draws.b[k] * average(own.map((i) => x[i])));
    expect(mean).toBeCloseTo(average(expected), 12);
  }
});

test('complete pooling is the regression without groups', async () => {
  const [found] = await poolingOf(model('Normal(a[of] + b * x, s)'));
  const [mx, my] = [average(x), average(y)];
  const slope =
    x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0) /
    x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  for (const { label, complete } of found.groups)
    expect(complete).toBeCloseTo(average(inGroup(label).map((i) => my + slope * (x[i] - mx))), 6);
  // Without a predictor it is one number, and slopes of groups become one slope.
  const [constant] = await poolingOf(model('Poisson(exp(a[of] / 2 + 0 * b) * s)'));
  for (const { complete } of constant.groups) expect(complete).toBeCloseTo(my, 6);
  const [slopes] = await poolingOf(model('Normal(mu + a[of] * x, s)', 'Normal(0, tau)'));
  for (const [k, { complete }] of slopes.groups.entries())
    expect(complete).toBeCloseTo(found.groups[k].complete ?? Number.NaN, 6);
});

test('a model that is no regression has no complete pooling, one without groups nothing', async () => {
  const [found] = await poolingOf(model('Gamma(exp(a[of] / 9 + 1), s)'));
  expect(found.groups.map(({ complete }) => complete)).toEqual([null, null, null]);
  const without = model('Normal(mu + b * x, s)').replace('param a[g] ~ Normal(mu, tau)\n', '');
  const result = await poolingOfRun(runWith(without, draws, folder), never);
  expect(result).toMatchObject({
    kind: 'problem',
    message: expect.stringMatching(/no parameter of the model is over groups/),
  });
});

test('it ends when the answer is no longer wanted', async () => {
  const stopped = { isStopped: async () => true, pause: async () => {} };
  const result = await poolingOfRun(runWith(model('Normal(a[of] + b * x, s)'), draws, folder), stopped);
  expect(result).toEqual({ kind: 'stopped' });
});
