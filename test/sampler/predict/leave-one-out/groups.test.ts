import { describe, expect, test } from 'vitest';
import { compileForward } from '../../../../sampler/compile/compile-forward.ts';
import { loo, looOfPoints } from '../../../../sampler/diagnose/loo.ts';
import { observedModel, scorePoints } from '../../../../sampler/predict/leave-one-out/score-points.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { build } from '../../models/fit.ts';

const CHAINS = 4;
const EACH = 250;
const COUNT = CHAINS * EACH;
const random = createRandom(4);
const m = Float64Array.from({ length: COUNT }, () => 1 + 0.3 * random.normal());

/** Posterior draws of the mean are made up: the weights are of any draws. */
async function scored(text: string, data: object, by?: string) {
  const model = await build(text, data);
  const observed = observedModel(model.program, model.data);
  if (observed.kind !== 'ok') throw new Error(observed.kind);
  const forward = compileForward(observed.ir, { logLikelihood: true });
  const draws = { names: ['m'], chains: CHAINS, drawsPerChain: EACH, values: m };
  return scorePoints(forward, model.data, draws, 'run', {
    ...(by === undefined ? {} : { by }),
    rng: createRandom(1),
  });
}

const y = [0.5, 1.9, 1.2, -0.4, 2.2, 0.8];
const place = ['b', 'a', 'b', 'c', 'a', 'b'];
const rows = `dim row
dim site
data from "data.json" { place : site[row]  y : real[row] }
param m ~ Normal(0, 5)
observe y ~ Normal(m, 1)`;
const logDensity = (value: number, mean: number) => -0.5 * (value - mean) ** 2 - 0.5 * Math.log(2 * Math.PI);

describe('the values of each label are left out together', () => {
  test.each([['site'], ['place']])('by %s: elpd, p and k are those of the sums', async (by) => {
    const found = await scored(rows, { place, y }, by);
    if (found.kind !== 'ok') throw new Error(found.kind);
    expect(found.groups?.map(({ label, points }) => [label, points.map(({ name }) => name)])).toEqual([
      ['b', ['y[1]', 'y[3]', 'y[6]']],
      ['a', ['y[2]', 'y[5]']],
      ['c', ['y[4]']],
    ]);
    const values = new Float64Array(COUNT * 3);
    for (let draw = 0; draw < COUNT; draw++) {
      for (const [i, value] of y.entries())
        values[draw * 3 + ['b', 'a', 'c'].indexOf(place[i])] += logDensity(value, m[draw]);
    }
    const expected = loo({ observations: 3, chains: CHAINS, drawsPerChain: EACH, values });
    const own = looOfPoints(found.scores, COUNT);
    expect(own.elpd).toBeCloseTo(expected.elpd, 10);
    expect(own.pLoo).toBeCloseTo(expected.pLoo, 10);
    for (const g of [0, 1, 2]) expect(own.pointwise.kHat[g]).toBeCloseTo(expected.pointwise.kHat[g], 8);
  });

  test('a mean without its group is that of the draws by the group’s weights', async () => {
    const [alone, together] = [await scored(rows, { place, y }), await scored(rows, { place, y }, 'site')];
    if (alone.kind !== 'ok' || together.kind !== 'ok') throw new Error('not scored');
    // Of one value they are the same; of a low value among low ones the mean is higher without all of them.
    expect(together.means[3]).toBeCloseTo(alone.means[3] ?? Number.NaN, 12);
    expect(together.means[4]).toBeLessThan(alone.means[4] ?? Number.NaN);
    expect(alone.crps.every((value) => value !== null && value > 0)).toBe(true);
  });

  test('rows that a condition leaves out are in no group, and no point', async () => {
    const condition = rows.replace('observe y ~', 'observe y[i in row where y[i] > 0.6] ~');
    const found = await scored(condition, { place, y }, 'site');
    if (found.kind !== 'ok') throw new Error(found.kind);
    expect(found.groups?.map(({ label, points }) => [label, points.map(({ name }) => name)])).toEqual([
      ['a', ['y[2]', 'y[5]']],
      ['b', ['y[3]', 'y[6]']],
    ]);
    const alone = await scored(condition, { place, y });
    if (alone.kind !== 'ok') throw new Error(alone.kind);
    expect(alone.found.points.map(({ places, observed }) => [[...places], [...(observed ?? [])]])).toEqual([
      [[1], [1.9]],
      [[2], [1.2]],
      [[4], [2.2]],
      [[5], [0.8]],
    ]);
  });

  test('by an axis of the outcome', async () => {
    const text = `dim row
dim k = ["u", "v"]
data from "data.json" { y : real[row, k] }
param m ~ Normal(0, 5)
observe y ~ Normal(m, 1)`;
    const found = await scored(
      text,
      {
        y: [
          [1, 2],
          [3, 4],
        ],
      },
      'k',
    );
    expect(found.kind === 'ok' && found.groups?.map(({ label, points }) => [label, points.length])).toEqual([
      ['u', 2],
      ['v', 2],
    ]);
  });

  test('what has no such groups is told which it has', async () => {
    expect(await scored(rows, { place, y }, 'county')).toEqual({
      kind: 'problem',
      message: '`y` has no groups by `county`: expected one of row, place',
    });
  });
});

test('labels and vectors have no ranked probability score', async () => {
  const text = `dim row
dim k = 2
data from "data.json" { y : real[row, k] }
param m ~ Normal(0, 5)
observe y ~ MvNormal([m, m], [[1, 0], [0, 1]])`;
  const found = await scored(text, { y: [[1, 2]] });
  expect(found.kind === 'ok' && found.crps).toEqual([null]);
});
