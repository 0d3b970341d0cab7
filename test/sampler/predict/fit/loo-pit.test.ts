import { describe, expect, test } from 'vitest';
import { compileForward, instantiateForward } from '../../../../sampler/compile/compile-forward.ts';
import { looPits } from '../../../../sampler/predict/fit/loo-pit.ts';
import { createPace } from '../../../../sampler/predict/fit/pace.ts';
import { predictiveCdf } from '../../../../sampler/predict/fit/predictive-cdf.ts';
import { observedModel } from '../../../../sampler/predict/leave-one-out/score-points.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { build } from '../../models/fit.ts';

const pace = createPace(() => false);

async function forwardOf(text: string, data: object) {
  const model = await build(text, data);
  const observed = observedModel(model.program, model.data);
  if (observed.kind !== 'ok') throw new Error(observed.kind);
  return { ...model, forward: compileForward(observed.ir, { logLikelihood: true }) };
}

/** P(Z <= z) of the standard normal by Simpson's rule, independent of the library. */
function normalCdf(z: number): number {
  const steps = 2000;
  const from = -10;
  const h = (z - from) / steps;
  const density = (x: number) => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(from) + density(z);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * h);
  return (sum * h) / 3;
}

describe('places of values in what is predicted without them', () => {
  test('of a conjugate model are those of its formula', async () => {
    const random = createRandom(11);
    const y = Array.from({ length: 30 }, () => 2 + random.normal());
    const { data, forward } = await forwardOf(
      'dim row\ndata from "data.json" { y : real[row] }\nparam m ~ Normal(0, 10)\nobserve y ~ Normal(m, 1)',
      { y },
    );
    // The posterior of m: precision 1/100 + n.
    const posterior = (values: readonly number[]) => {
      const precision = 0.01 + values.length;
      return { mean: values.reduce((a, b) => a + b, 0) / precision, sd: Math.sqrt(1 / precision) };
    };
    const all = posterior(y);
    const draws = Float64Array.from({ length: 4000 }, () => all.mean + all.sd * random.normal());
    const found = await looPits(
      forward,
      data,
      { names: ['m'], chains: 4, drawsPerChain: 1000, values: draws },
      100,
      pace,
    );
    expect(found?.map(({ datum, unreliable }) => [datum, unreliable])).toEqual([['y', 0]]);
    for (const [i, value] of y.entries()) {
      const { mean, sd } = posterior(y.filter((_, j) => j !== i));
      const exact = normalCdf((value - mean) / Math.sqrt(1 + sd * sd));
      expect(found?.[0].below[i]).toBe(found?.[0].upTo[i]);
      // The Monte Carlo error is below 0.002.
      expect(Math.abs((found?.[0].upTo[i] ?? 0) - exact)).toBeLessThan(0.006);
    }
  });

  test('of more values than are asked for, evenly spaced ones are looked at', async () => {
    const { data, forward } = await forwardOf(
      'dim row\ndata from "data.json" { y : real[row] }\nparam m ~ Normal(0, 10)\nobserve y ~ Normal(m, 1)',
      { y: [1, 2, 3, 4, 5, 6] },
    );
    const draws = { names: ['m'], chains: 1, drawsPerChain: 40, values: new Float64Array(40).fill(3) };
    const found = await looPits(forward, data, draws, 3, pace);
    expect([...(found?.[0].observed ?? [])]).toEqual([2, 4, 6]);
  });
});

describe('cumulative probabilities at a draw', () => {
  const cases = [
    // P(Y < 2) and P(Y <= 2) of Poisson(1.5), by its sum.
    ['Poisson(1.5)', 'int', 2, Math.exp(-1.5) * 2.5, Math.exp(-1.5) * (2.5 + 1.125)],
    ['Normal(1, 2)', 'real', 2, normalCdf(0.5), normalCdf(0.5)],
    // Of values above 0: (F(2) - F(0)) / (1 - F(0)).
    [
      'Truncated(Normal(1, 2), 0)',
      'real',
      2,
      (normalCdf(0.5) - normalCdf(-0.5)) / normalCdf(0.5),
      (normalCdf(0.5) - normalCdf(-0.5)) / normalCdf(0.5),
    ],
    ['Truncated(Poisson(1.5), 1)', 'int', 1, 0, (1.5 * Math.exp(-1.5)) / (1 - Math.exp(-1.5))],
    // What is recorded as 2 has all the mass beyond.
    ['Censored(Normal(1, 2), hi = 2)', 'real', 2, normalCdf(0.5), 1],
    ['Censored(Normal(1, 2), 2)', 'real', 2, 0, normalCdf(0.5)],
    [
      'Mixture([0.25, 0.75], Normal(0, 1), Normal(1, 2))',
      'real',
      2,
      0.25 * normalCdf(2) + 0.75 * normalCdf(0.5),
      0.25 * normalCdf(2) + 0.75 * normalCdf(0.5),
    ],
    // A hurdle at zero.
    ['HurdleGamma(0.7, 2, 1)', 'real', 0, 0, 0.3],
  ] as const;

  test.each(cases)('%s', async (likelihood, type, y, below, upTo) => {
    const text = `dim row\ndata from "data.json" { y : ${type}[row] }\nparam m ~ Normal(0, 1)\nobserve y ~ ${likelihood}`;
    const { forward } = await forwardOf(text, { y: [y] });
    const instance = instantiateForward(forward);
    instance.run('rest');
    const cdf = predictiveCdf(forward.observations[0].distribution, 1, instance.read);
    expect(cdf?.below(0, y)).toBeCloseTo(below, 10);
    expect(cdf?.upTo(0, y)).toBeCloseTo(upTo, 10);
  });

  test('several values of one draw have none', async () => {
    const text =
      'dim row\ndim k = 2\ndata from "data.json" { y : real[row, k] }\nparam m[k] ~ Normal(0, 1)\nobserve y ~ MvNormal(m, [[1, 0], [0, 1]])';
    const { forward } = await forwardOf(text, { y: [[1, 2]] });
    const instance = instantiateForward(forward);
    expect(predictiveCdf(forward.observations[0].distribution, 1, instance.read)).toBeNull();
  });
});
