/** Effects on outcomes of categories, on counts of them and on censored outcomes, computed by hand from the draws. */
import { describe, expect, test } from 'vitest';
import { effectsOfRun } from '../../../sampler/predict/effects/effects-of-run.ts';
import { defaultEffects, type EffectsAsk } from '../../../sampler/report/effects-ask.ts';
import { folderWith, runWith } from './models.ts';

type Columns = Readonly<Record<string, readonly number[]>>;

const x = [-1, 0, 0.5, 2];
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const centred = (value: number) => value - mean(x);
const invLogit = (z: number) => 1 / (1 + Math.exp(-z));

async function reportOf(text: string, csv: string, draws: Columns, ask: Partial<EffectsAsk>) {
  const model = runWith(text, draws, folderWith({ 'd.csv': csv }));
  const found = await effectsOfRun(model, 'r', { ...defaultEffects, ...ask });
  if (found.kind !== 'ok') throw new Error(JSON.stringify(found));
  return found.report;
}

/** Probabilities of a draw and a value of `x`, by category. */
type Probabilities = (draw: number, x: number) => readonly number[];

async function expectProbabilities(
  text: string,
  csv: string,
  draws: Columns,
  { labels, at }: { readonly labels: readonly string[]; readonly at: Probabilities },
) {
  const along = await reportOf(text, csv, draws, { of: ['x=-0.5,1.5'] });
  expect(along.rows.map((row) => [row.category, row.at.x])).toEqual(
    labels.flatMap((label) => [-0.5, 1.5].map((value) => [label, value])),
  );
  const count = Object.values(draws)[0].length;
  const over = (value: (draw: number) => number) => mean(Array.from({ length: count }, (_, i) => value(i)));
  for (const [c, label] of labels.entries()) {
    for (const value of [-0.5, 1.5]) {
      const row = along.rows.find((one) => one.category === label && one.at.x === value);
      expect(row?.mean).toBeCloseTo(
        over((i) => at(i, value)[c]),
        12,
      );
    }
  }
  const asked = await reportOf(text, csv, draws, { compare: ['x=1.5,-0.5'] });
  expect(asked.contrasts.map(({ category }) => category)).toEqual(labels);
  for (const [c, contrast] of asked.contrasts.entries())
    expect(contrast.mean).toBeCloseTo(
      over((i) => at(i, 1.5)[c] - at(i, -0.5)[c]),
      12,
    );
  expect(asked.contrasts.reduce((sum, contrast) => sum + contrast.mean, 0)).toBeCloseTo(0, 12);
  const averaged = await reportOf(text, csv, draws, { of: ['x=-0.5,1.5'], average: true });
  // There is no other predictor, so that each row has the same probabilities.
  for (const [k, row] of averaged.rows.entries()) expect(row.mean).toBeCloseTo(along.rows[k].mean, 12);
}

const softmaxDraws = {
  mub_Intercept_centred: [0.3, -0.2, 0.9],
  'mub_b[x]': [1.2, 0.4, -0.6],
  muc_Intercept_centred: [-0.5, 0.1, 0.2],
  'muc_b[x]': [-0.7, 0.2, 0.8],
};

function softmaxAt(draw: number, value: number): readonly number[] {
  const eta = ['b', 'c'].map((kind) => {
    const level = softmaxDraws[`mu${kind}_Intercept_centred` as 'mub_Intercept_centred'][draw];
    return level + softmaxDraws[`mu${kind}_b[x]` as 'mub_b[x]'][draw] * centred(value);
  });
  const weights = [1, ...eta.map(Math.exp)];
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

describe('probabilities of each category', () => {
  test('of a formula of labels', async () => {
    const text = `dim row
dim kind
data from "d.csv" {
  y : kind[row]
  x : real[row]
}
formula "y ~ x" family Categorical`;
    const csv = ['y,x', ...x.map((value, i) => `${['a', 'b', 'c', 'b'][i]},${value}`)].join('\n');
    await expectProbabilities(text, csv, softmaxDraws, { labels: ['a', 'b', 'c'], at: softmaxAt });
  });

  test('of counts, as shares of the trials', async () => {
    const text = `dim row
dim kind
data from "d.csv" {
  y : int[row, kind] = columns("a", "b", "c")
  x : real[row]
}
formula "y ~ x" family Multinomial`;
    const csv = ['a,b,c,x', ...x.map((value, i) => `${i},${i + 1},2,${value}`)].join('\n');
    await expectProbabilities(text, csv, softmaxDraws, { labels: ['a', 'b', 'c'], at: softmaxAt });
  });

  test('of ordered ones, which are whole numbers', async () => {
    const text = `dim row
data from "d.csv" {
  y : int[row] in 1..
  x : real[row]
}
formula "y ~ x" family OrderedLogistic`;
    const csv = ['y,x', ...x.map((value, i) => `${[1, 2, 3, 2][i]},${value}`)].join('\n');
    const draws = {
      'cutpoints_centred[1]': [-0.4, -1, 0.1],
      'cutpoints_centred[2]': [0.7, 0.2, 1.5],
      'b[x]': [0.8, -0.3, 1.1],
    };
    const at: Probabilities = (i, value) => {
      const eta = draws['b[x]'][i] * centred(value);
      const [one, two] = [draws['cutpoints_centred[1]'], draws['cutpoints_centred[2]']].map((cut) =>
        invLogit(cut[i] - eta),
      );
      return [one, two - one, 1 - two];
    };
    await expectProbabilities(text, csv, draws, { labels: ['1', '2', '3'], at });
  });
});

test('a censored outcome is expected as before it is censored', async () => {
  const text = `dim row
data from "d.csv" {
  y : real[row] in 0..
  c : int[row]
  x : real[row]
}
formula "cens(y, c) ~ x" family Weibull`;
  const csv = ['y,c,x', ...x.map((value, i) => `${i + 0.5},${i % 2},${value}`)].join('\n');
  const draws = { Intercept_centred: [0.3, 0.6], 'b[x]': [0.5, -0.2], alpha: [1.5, 0.9] };
  // The family's predictor is the log of the mean.
  const at = (i: number, value: number) =>
    Math.exp(draws.Intercept_centred[i] + draws['b[x]'][i] * centred(value));
  const along = await reportOf(text, csv, draws, { of: ['x=-0.5,1.5'] });
  for (const [k, value] of [-0.5, 1.5].entries())
    expect(along.rows[k].mean).toBeCloseTo((at(0, value) + at(1, value)) / 2, 12);
  expect(along.notes).toEqual(['the expected `y` is that before values are censored']);
  const { contrasts } = await reportOf(text, csv, draws, { compare: ['x=1.5,-0.5'] });
  expect(contrasts[0].mean).toBeCloseTo((at(0, 1.5) - at(0, -0.5) + at(1, 1.5) - at(1, -0.5)) / 2, 12);
  expect(contrasts[0].category).toBeUndefined();
});
