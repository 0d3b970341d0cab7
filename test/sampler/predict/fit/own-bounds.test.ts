/** Data that are censored at bounds which their own values state are not judged: the others of the model are. */
import { expect, test } from 'vitest';
import { parse } from '../../../../grammar/syntax/parse.ts';
import { setValues } from '../../../../sampler/predict/intervention-values.ts';
import { ownBoundNames } from '../../../../sampler/predict/observed-data.ts';
import { posteriorPredictive } from '../../../../sampler/predict/posterior-predictive.ts';
import { predict } from '../../../../sampler/predict/predict.ts';
import { runWith } from '../models.ts';
import { fitOfSimulation } from './simulated-models.ts';

const text = `
dim row, cut
data from "data.json" { t : real[row]  status : cut[row]  y : real[row] }
param m ~ Normal(0, 3)
param mu ~ Normal(0, 3)
observe t ~ Censored(Exponential(exp(-m)), upper = if status == "right" then t else -log(0))
observe y ~ Normal(mu, 1)
`;

test('a datum that is censored at its own values is left out of the verdict, with a note', async () => {
  const fit = await fitOfSimulation(
    {
      name: 'censored at 2',
      text,
      simulate: (random) => {
        const whole = Array.from({ length: 60 }, () => -2 * Math.log(1 - random.next()));
        return {
          t: whole.map((t) => Math.min(t, 2)),
          status: whole.map((t) => (t > 2 ? 'right' : 'none')),
          y: whole.map(() => 1 + random.normal()),
        };
      },
    },
    1,
  );
  expect(fit.reasons).toEqual([]);
  expect(new Set(fit.statistics.map(({ datum }) => datum))).toEqual(new Set(['y']));
  expect(fit.notes).toEqual([
    '`t` was not judged: where the values that were seen would have been cut off is not known',
  ]);
});

test('bounds that other data state are judged', () => {
  const names = (bound: string) => [
    ...ownBoundNames(
      parse(`data { y : real = 1  hi : real = 2 }\nobserve y ~ Censored(Normal(y, 1), ${bound})`).program,
    ),
  ];
  expect(names('upper = hi')).toEqual([]);
  expect(names('upper = if hi > 1 then y else 2')).toEqual(['y']);
  expect(names('upper = y')).toEqual(['y']);
});

test('its replicated values are not compared, and rows censored at values that are not known are not predicted', async () => {
  const run = runWith(
    `dim row
data { t : real[row] = [0.5, 2, 1, 2]   cut : bool[row] = [false, true, false, true]   x : real[row] = [1, 2, 3, 4] }
param m ~ Normal(0, 3)
observe t ~ Censored(Exponential(exp(-m) + 0 * x), upper = if cut then t else -log(0))
`,
    { m: Array.from({ length: 200 }, (_, i) => i / 200) },
  );
  const replicated = await posteriorPredictive(run, { draws: 50, seed: 1, statistics: [] });
  expect(replicated.kind === 'ok' && replicated.predictive.statistics).toEqual([]);
  const predicted = async (values: readonly string[]) => {
    const set = setValues(run.program, run.data, values);
    if (set.kind === 'problem') throw new Error(set.message);
    const result = await predict(run, { name: 'p', values: set.values, draws: 200, seed: 1 });
    return result.kind === 'ok' ? 'ok' : result.diagnostics.map(({ message }) => message).join('\n');
  };
  expect(await predicted(['cut=false'])).toBe('ok');
  expect(await predicted(['x=1'])).toMatch(
    /^`t` cannot be drawn in rows that are censored at its own values/,
  );
});
