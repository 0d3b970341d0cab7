/** Data that are censored at bounds which their own values state are not judged: the others of the model are. */
import { expect, test } from 'vitest';
import { parse } from '../../../../grammar/syntax/parse.ts';
import { ownBoundNames } from '../../../../sampler/predict/observed-data.ts';
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
});
