/** `bayes predict RUN --set treated=1`: the fitted rows with some data changed. */
import { expect, test } from 'vitest';
import { setValues } from '../../../sampler/predict/intervention-values.ts';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { type Prediction, predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import { rowColumns } from '../../../sampler/predict/row-columns.ts';
import { expectMean, rowOf, runWith } from './models.ts';

const N = 4000;
const fill = (value: number): number[] => Array<number>(N).fill(value);
const text = `dim row, clinic = ["A", "B"]
data { age : real?[row] = [30, NA, 50]
  treated : int[row] in 0..1 = [0, 1, 0]
  of : clinic[row] = ["A", "B", "B"]
  dose : real[row] = [0, 3, 0]
  y : real[row] = [1, 2, 3] }
param k ~ Normal(0, 1)
param c[clinic] ~ Normal(0, 1)
param u[row] ~ Normal(0, 1)
observe age ~ Normal(40, 10)
observe dose ~ Normal(3 * treated, 0.1)
observe y ~ Normal(k * age + c[of] + 10 * dose + u, 0.1)
`;
const model = runWith(text, {
  k: fill(1),
  'c[A]': fill(0),
  'c[B]': fill(1000),
  'age_missing[2]': fill(44),
  ...{ 'u[1]': fill(0.5), 'u[2]': fill(0), 'u[3]': fill(0) },
});

async function at(own: PosteriorModel, ...texts: readonly string[]): Promise<Prediction> {
  const made = setValues(own.program, own.data, texts);
  if (made.kind === 'problem') throw new Error(made.message);
  const result = await predict(own, { name: 'set', values: made.values, draws: N, seed: 5 });
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map((d) => d.message).join('\n'));
  return result.prediction;
}

test('one value is used for all rows; what is below it is drawn, all else of the rows stays', async () => {
  const found = await at(model, 'treated=1');
  expect(found.quantities.map(({ name }) => name)).toEqual([
    ...['dose[1]', 'dose[2]', 'dose[3]'],
    ...['y[1]', 'y[2]', 'y[3]'],
  ]);
  const sd = Math.sqrt(1 + 0.01);
  for (const [name, mean] of [
    ['y[1]', 30 + 30.5],
    ['y[2]', 44 + 1030],
    ['y[3]', 50 + 1030],
  ] as const)
    expectMean(rowOf(found.quantities, name).mean, mean, sd, N);
});

test('several at once: a label, a list, and an observed quantity', async () => {
  const found = await at(model, 'of=A', 'dose=[1, 2, 3]');
  expect(found.quantities.map(({ name }) => name)).toEqual(['y[1]', 'y[2]', 'y[3]']);
  expectMean(rowOf(found.quantities, 'y[3]').mean, 50 + 30, 0.1, N);
});

test('infinity, as a bound of what is censored', async () => {
  const censored = runWith(
    `dim row
data { hi : real[row] in -inf..inf = [1, inf]  y : real[row] = [1, 2]  x : real[row] = [0, 0] }
param mu ~ Normal(0, 1)
observe y ~ Censored(Normal(mu + x, 1), upper = hi)
predict later { x = [0, 0], hi = [1, inf] }`,
    { mu: fill(3) },
  );
  const one = await at(censored, 'hi=1');
  expect(rowOf(one.quantities, 'y[2]').q97).toBe(1);
  for (const set of ['hi=inf', 'hi=[1, inf]', 'hi=[1, "inf"]']) {
    expectMean(rowOf((await at(censored, set)).quantities, 'y[2]').mean, 3, 1, N);
  }
  expect(rowOf((await at(censored, 'hi=[inf,1]')).quantities, 'y[2]').q97).toBe(1);
  const values = valuesOf(predictStatements(censored)[0]);
  const shown = await predict(censored, { name: 'later', values, draws: 10, seed: 1 });
  if (shown.kind === 'invalid') throw new Error(JSON.stringify(shown.diagnostics));
  expect(rowColumns(shown.prediction)).toMatchObject({ head: ['hi', 'x'] });
  expect(rowColumns(shown.prediction).cells({ name: 'y[2]' })).toEqual(['inf', '0']);
  await expect(at(censored, 'x=-inf')).rejects.toThrow(/infinite|-inf/);
});

test('what is wrong is said', () => {
  const problem = (...texts: readonly string[]) => {
    const made = setValues(model.program, model.data, texts);
    return made.kind === 'problem' ? made.message : null;
  };
  expect(problem('treated')).toBe('--set treated: expected NAME=VALUE, such as `--set treated=1`');
  expect(problem('treatd=1')).toBe(
    '--set treatd=1: the model has no datum `treatd`; it has `age`, `treated`, `of`, `dose`, `y`',
  );
  expect(problem('dose=much')).toBe(
    '--set dose=much: expected a number, or a list such as [0, 1], found "much"',
  );
  expect(problem('of=C')).toBe('--set of=C: "C" is no label of `clinic`; its labels are A, B');
  expect(problem('of=["A", "B", "D"]')).toContain('"D" is no label of `clinic`');
  expect(problem('dose=1', 'dose=2')).toBe('--set dose=2: `dose` is set twice');
});
