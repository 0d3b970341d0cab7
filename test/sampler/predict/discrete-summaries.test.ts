/** `prob` and `viterbi` are given the outcomes: left out where these are not known. */
import { expect, test } from 'vitest';
import { answerPrior } from '../../../sampler/kept-run/answer-predictive.ts';
import { setValues } from '../../../sampler/predict/intervention-values.ts';
import { type Prediction, predict } from '../../../sampler/predict/predict.ts';
import type { NewValues } from '../../../sampler/predict/replaced-data.ts';
import { folderWith, priorOf, rowOf, runWith } from './models.ts';

const head = 'x : real[row]   y : real[row]';
const text = (data: string) => `dim row
${data}
param w ~ Normal(0, 1)
param s[row] ~ Bernoulli(inv_logit(w + x))
observe y ~ Normal(3 * s + x, 1)
deterministic p = prob(s)
deterministic odds[i in row] = p[i, 2] / p[i, 1]
deterministic path = viterbi(s)
deterministic twice = 2 * w
`;
const inline = text('data { x : real[row] = [0, 0]   y : real[row] = [0.1, 3] }');
const draws = { w: [0, 0], 's[1]': [0, 0], 's[2]': [1, 1] };
const names = (rows: Prediction['quantities']) => rows.map(({ name }) => name);

async function predicted(run: ReturnType<typeof runWith>, values: NewValues): Promise<Prediction> {
  const result = await predict(run, { name: 'p', values, draws: 2, seed: 1 });
  if (result.kind === 'invalid') throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.prediction;
}

function set(...texts: readonly string[]): NewValues {
  const run = runWith(inline, draws);
  const made = setValues(run.program, run.data, texts);
  if (made.kind === 'problem') throw new Error(made.message);
  return made.values;
}

test('the prior leaves them out, and what is computed from them', async () => {
  const prior = await priorOf(inline, 10);
  expect(names(prior.quantities)).toEqual(['w', 's[1]', 's[2]', 'twice', 'y[1]', 'y[2]']);
  expect(prior.left_out).toEqual(['p', 'odds', 'path']);
});

test('the page has no draws of them before the data', async () => {
  const { info } = runWith(inline, draws);
  const answer = await answerPrior(info, ['w', 'p[1,1]', 'odds[1]', 'path[1]', 'twice']);
  expect(answer).toMatchObject({ kind: 'prior', names: ['w', 'twice'] });
});

test('an intervention leaves them out, as the outcomes are drawn', async () => {
  const found = await predicted(runWith(inline, draws), set('x=3'));
  expect(names(found.quantities)).toEqual(['twice', 'y[1]', 'y[2]']);
  expect(found.leftOut).toEqual(['p', 'odds', 'path']);
});

test('outcomes that are given give them', async () => {
  const found = await predicted(runWith(inline, draws), set('x=1', 'y=2.5'));
  expect(found.leftOut).toEqual([]);
  // At w = 0: prior odds exp(1), likelihood ratio of N(2.5 | 4, 1) and N(2.5 | 1, 1) is 1.
  const share = 1 / (1 + Math.exp(-1));
  expect(rowOf(found.quantities, 'p[1,1]').mean).toBeCloseTo(share, 10);
});

test('new rows have them only with their outcomes', async () => {
  const folder = folderWith({
    'new.csv': 'x\n1\n',
    'whole.csv': 'x,y\n1,2.5\n',
    'd.csv': 'x,y\n0,0.1\n0,3\n',
  });
  const files = (name: string): NewValues => ({
    kind: 'files',
    files: [{ path: `${folder}/${name}`, replaces: null, span: null }],
  });
  const run = runWith(text(`data from "d.csv" { ${head} }`), draws, folder);
  expect((await predicted(run, files('new.csv'))).leftOut).toEqual(['p', 'odds', 'path']);
  const whole = await predicted(run, files('whole.csv'));
  expect(rowOf(whole.quantities, 'p[1,1]').mean).toBeCloseTo(1 / (1 + Math.exp(-1)), 10);
});
