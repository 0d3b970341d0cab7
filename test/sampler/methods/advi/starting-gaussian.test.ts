/** Where ADVI starts: the best of several paths. */
import { expect, test } from 'vitest';
import { densityFromFunction } from '../../../../sampler/infer/density-from-function.ts';
import { defaultStart } from '../../../../sampler/infer/initial-point.ts';
import { startingGaussian } from '../../../../sampler/methods/advi/starting-gaussian.ts';
import { createRandom } from '../../../../sampler/random.ts';

/** A tenth of the mass around −5, the rest around 5, of sd 1. */
const twoModes = densityFromFunction(1, ([x], gradient) => {
  const low = Math.log(0.1) - 0.5 * (x + 5) ** 2;
  const high = Math.log(0.9) - 0.5 * (x - 5) ** 2;
  const most = Math.max(low, high);
  const total = Math.exp(low - most) + Math.exp(high - most);
  gradient[0] = (Math.exp(low - most) * (-5 - x) + Math.exp(high - most) * (5 - x)) / total;
  return most + Math.log(total);
});

function meansFrom(paths: number): readonly number[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
    const settings = { ...defaultStart, candidates: 1, paths };
    const start = startingGaussian(twoModes, twoModes.newState(), settings, createRandom(seed), {});
    if (start.kind !== 'found') throw new Error(start.kind);
    expect(start.sds[0]).toBeCloseTo(1, 1);
    return start.mean[0];
  });
}

test('the start is the Gaussian of highest ELBO of all paths', () => {
  const single = meansFrom(1);
  expect(single.filter((mean) => mean < 0).length).toBeGreaterThan(1);
  for (const mean of meansFrom(8)) expect(mean).toBeCloseTo(5, 1);
});

test('without a Gaussian the start is the first point, and without a point it says why', () => {
  const flat = densityFromFunction(1, (_, gradient) => {
    gradient[0] = 0;
    return 0;
  });
  const start = startingGaussian(flat, flat.newState(), { ...defaultStart, paths: 2 }, createRandom(1), {});
  expect(start).toMatchObject({ kind: 'found', sds: Float64Array.of(1) });
  const nowhere = densityFromFunction(1, () => Number.NaN);
  const none = startingGaussian(
    nowhere,
    nowhere.newState(),
    { ...defaultStart, paths: 2 },
    createRandom(1),
    {},
  );
  expect(none).toMatchObject({ kind: 'bad-start', attempts: 100 });
});
