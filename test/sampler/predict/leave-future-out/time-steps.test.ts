/** The order of observed points in time, what has none, and whether the past knows the future. */
import { describe, expect, test } from 'vitest';
import { compileForward } from '../../../../sampler/compile/compile-forward.ts';
import { pastKnowsFuture } from '../../../../sampler/predict/leave-future-out/past-alone.ts';
import { timeSteps } from '../../../../sampler/predict/leave-future-out/time-steps.ts';
import { timesOf } from '../../../../sampler/predict/leave-future-out/times.ts';
import { observedValues } from '../../../../sampler/predict/leave-one-out/log-likelihood.ts';
import { pointsOf } from '../../../../sampler/predict/leave-one-out/points.ts';
import { observedModel } from '../../../../sampler/predict/leave-one-out/score-points.ts';
import { mapAllDraws } from '../../../../sampler/predict/posterior-model.ts';
import { build } from '../../models/fit.ts';

const y = [0.5, 1.9, 1.2, -0.4, 2.2, 0.8];

/** Two draws of `m`, and of `s` where the model has it. */
async function stepsOf(text: string, data: object, by?: string) {
  const { program, data: loaded } = await build(text, data);
  const observed = observedModel(program, loaded);
  if (observed.kind !== 'ok') throw new Error(observed.kind);
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const names = forward.params.flatMap(({ name, size }) =>
    size === 1 ? [name] : Array.from({ length: size }, (_, i) => `${name}[${i + 1}]`),
  );
  const values = Float64Array.from({ length: 2 * names.length }, (_, i) => 0.3 + 0.05 * i);
  const draws = { names, chains: 1, drawsPerChain: 2, values };
  const mapped = mapAllDraws(forward, draws);
  if (mapped.kind !== 'ok') throw new Error(mapped.diagnostics[0].message);
  const { points } = pointsOf(forward, loaded, observedValues(forward, draws, mapped.map));
  const found = timeSteps(points, program, loaded, by);
  return { found, model: { program, data: loaded, draws } };
}

async function namesOf(text: string, data: object, by?: string) {
  const { found } = await stepsOf(text, data, by);
  return found.kind === 'problem'
    ? found.message
    : found.steps.map(({ name, points }) => [name, points.map((point) => point.name).join()]);
}

const rows = (types: string, model: string) =>
  `dim row\ndim site\ndata from "data.json" { y : real[row]  ${types} }\nparam m ~ Normal(0, 1)\n${model}`;

describe('steps', () => {
  test('of a recurrence are those of its index', async () => {
    const text = rows('', 'observe y[i in 2..6] ~ Normal(m * y[i - 1], 1)');
    expect(await namesOf(text, { y })).toEqual([2, 3, 4, 5, 6].map((i) => [`y[${i}]`, `y[${i}]`]));
    const walk = rows('', 'param w[row] ~ GaussianRandomWalk(1)\nobserve y ~ Normal(w, 1)');
    expect(await namesOf(walk, { y })).toHaveLength(6);
  });

  test('by a number are in its order, equal ones together', async () => {
    const text = rows('t : real[row]', 'observe y ~ Normal(m * t, 1)');
    expect(await namesOf(text, { y, t: [3, 1, 2, 1, 9, 4] }, 't')).toEqual([
      ['t = 1', 'y[2],y[4]'],
      ['t = 2', 'y[3]'],
      ['t = 3', 'y[1]'],
      ['t = 4', 'y[6]'],
      ['t = 9', 'y[5]'],
    ]);
  });

  test('by labels are in their order as numbers or dates', async () => {
    const text = rows('of : site[row]', 'observe y ~ Normal(m, 1)');
    const of = ['10', '9', '10', '11', '9', '100'];
    expect(await namesOf(text, { y, of }, 'site')).toEqual([
      ['9', 'y[2],y[5]'],
      ['10', 'y[1],y[3]'],
      ['11', 'y[4]'],
      ['100', 'y[6]'],
    ]);
    const words = ['a', 'b', 'a', 'b', 'c', 'c'];
    expect(await namesOf(text, { y, of: words }, 'site')).toContain('(a, b, c) say no time');
  });

  test('of an axis whose labels increase need nothing else', async () => {
    const text = `dim year = [1990, 1991, 1995]\ndata from "data.json" { y : real[year] }\nparam m ~ Normal(0, 1)\nobserve y ~ Normal(m, 1)`;
    expect(await namesOf(text, { y: [1, 2, 3] })).toEqual(
      [1990, 1991, 1995].map((year) => [`y[${year}]`, `y[${year}]`]),
    );
    expect(await namesOf(text.replace('1990, 1991', '1991, 1990'), { y: [1, 2, 3] })).toContain('no order');
  });

  test.each([
    ['rows without an order', 'observe y ~ Normal(m, 1)', undefined, /^the points of `y` have no order/],
    [
      'two statements',
      'observe y ~ Normal(m, 1)\nobserve t ~ Normal(m, 1)',
      undefined,
      /observes `y`, `t` by 2 statements: say by `--by NAME`/,
    ],
    ['an expression', 'observe (y - m) ~ Normal(0, 1)', 't', /is an expression of unknowns/],
    ['a name that is nothing', 'observe y ~ Normal(m, 1)', 'nil', /no groups by `nil`/],
  ])('of %s are refused', async (_, model, by, message) => {
    expect(await namesOf(rows('t : real[row]', model), { y, t: y }, by)).toMatch(message);
  });

  test('labels are numbers or dates, not some of each', () => {
    expect(timesOf(['2', '10'])).toEqual([2, 10]);
    expect(timesOf(['2024-02', '2024-01-31'])?.map((time) => time - Date.UTC(2024, 0, 31))).toEqual([
      86_400_000, 0,
    ]);
    expect(timesOf(['2024-02', '7'])).toBeNull();
    expect(timesOf(['7', ''])).toBeNull();
  });
});

describe('the past', () => {
  const series = 'observe y[i in 2..6] ~ Normal(m * y[i - 1], 1)';
  test.each([
    ['a recurrence', series, false],
    ['its own mean as a predictor', 'observe y[i in 2..6] ~ Normal(m * y[i - 1] + mean(y), 1)', true],
    ['the next value', 'observe y[i in 2..5] ~ Normal(m * y[i + 1] + y[i - 1], 1)', true],
    ['a potential of all values', `${series}\npotential pull = -m * sum(y)`, true],
  ])('of %s knows the future or not', async (_, model, knows) => {
    const { found, model: posterior } = await stepsOf(rows('', model), { y });
    if (found.kind === 'problem') throw new Error(found.message);
    for (const cut of [1, 2, 3]) {
      const said = pastKnowsFuture(posterior, found.steps, cut);
      if (knows)
        expect(said).toContain(`up to ${found.steps[cut - 1].name} depends on later values of \`y\``);
      else expect(said).toBeNull();
    }
  });

  test('of a prior that holds the spread of the outcome knows the future', async () => {
    const text = rows('', series).replace('Normal(0, 1)', 'Normal(0, sd(y))');
    const { found, model } = await stepsOf(text, { y });
    if (found.kind === 'problem') throw new Error(found.message);
    expect(pastKnowsFuture(model, found.steps, 3)).toContain('depends on later values');
  });
});
