/** Points of a series in a linear state space: a vector with gaps counts with its known values, a gap does not. */
import { expect, it } from 'vitest';
import { compileForward, instantiateForward } from '../../../../sampler/compile/compile-forward.ts';
import { pointsOf } from '../../../../sampler/predict/leave-one-out/points.ts';
import { dataOf, irOf } from '../../lower/model.ts';

it('has one for each time of which a value is known', () => {
  const gap = Number.NaN;
  const data = dataOf(
    { t: 3, k: ['a', 'b'] },
    { y: { values: [1, 2, 0.5, gap, gap, gap], dims: ['t', 'k'], element: 'real' } },
  );
  const text = `data { y : real?[t, k] }
param q ~ LogNormal(0, 1)
observe y ~ LinearGaussian(1, q, [1, 1], [[1, 0], [0, 4]], 0, 1)`;
  const forward = compileForward(irOf(text, data), { logLikelihood: true });
  const instance = instantiateForward(forward);
  // The level's variance in each step, then the draws of the gaps.
  instance.inputs.set([2, 8, 8, 8]);
  instance.run('rest');
  const [observation] = forward.observations;
  const found = pointsOf(forward, data, [Float64Array.from(instance.read(observation.datum))]);
  expect(found.points.map(({ name, observed }) => [name, [...(observed ?? [])]])).toEqual([
    ['y[1]', [1, 2]],
    ['y[2]', [0.5, gap]],
  ]);
  expect(found.imputed.map(({ name }) => name)).toEqual(['y[3]']);
  expect(found.partlyImputed).toEqual([]);
  // After the first time: precisions 1 + 1 + 1/4, and a step of variance 2.
  const variance = 1 / 2.25 + 2;
  const mean = (1 + 2 / 4) / 2.25;
  const [, second, third] =
    observation.logLikelihood === null ? [] : instance.read(observation.logLikelihood);
  expect(second).toBeCloseTo(
    -0.5 * (Math.log(2 * Math.PI * (variance + 1)) + (0.5 - mean) ** 2 / (variance + 1)),
    12,
  );
  expect(third).toBeCloseTo(0, 12);
});
