/** What is computed from kept draws pauses while it is, so that the host hears of a question that is cancelled. */
import { describe, expect, test } from 'vitest';
import { evidenceOfRun } from '../../../sampler/predict/evidence/evidence-of-run.ts';
import { CANCELLED } from '../../../sampler/predict/fit/pace.ts';
import { looOfRun } from '../../../sampler/predict/leave-one-out/loo-of-run.ts';
import { posteriorPredictive } from '../../../sampler/predict/posterior-predictive.ts';
import { predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { predictorLines } from '../../../sampler/predict/predictor-lines.ts';
import { priorPredictive } from '../../../sampler/predict/prior-predictive.ts';
import { createRandom } from '../../../sampler/random.ts';
import { runWith } from './models.ts';

const random = createRandom(2);
const b = Array.from({ length: 80 }, () => 2 + 0.1 * random.normal());
const model = runWith(
  `dim row
data {
  x : real[row] = [1, 2, 3, 4]
  y : real[row] = [2.1, 3.9, 6.2, 8.1]
}
param b ~ Normal(0, 3)
observe y ~ Normal(b * x, 0.5)
predict next { x = [4] }
`,
  { b },
);
const { program, data, draws } = model;
const load = { modelPath: '', readFile: () => null, listFolder: () => null };

/** Each with the number of steps that it pauses between. */
const computations = {
  'leave-one-out scores': { steps: 4, start: (pace) => looOfRun(model, 'r', { pace }) },
  evidence: { steps: 80, start: (pace) => evidenceOfRun(model, 'r', pace) },
  replications: {
    steps: 20,
    start: (pace) => posteriorPredictive(model, { draws: 20, seed: 1, statistics: [] }, pace),
  },
  predictions: {
    steps: 20,
    start(pace) {
      const [values] = predictStatements(model).map(({ assignments, span }) => ({
        kind: 'values' as const,
        assignments,
        span,
      }));
      return predict(model, { name: 'next', values, draws: 20, seed: 1 }, pace);
    },
  },
  'draws of the prior': {
    steps: 20,
    start: (pace) => priorPredictive(program, data, { draws: 20, seed: 1 }, pace),
  },
  'lines along a predictor': {
    steps: 50,
    start: (pace) => predictorLines({ program, data, load: load as never }, draws, 1, pace),
  },
} satisfies Record<
  string,
  { steps: number; start(pace: { isStopped(): Promise<boolean>; pause(): Promise<void> }): Promise<unknown> }
>;

describe.each(Object.entries(computations))('%s', (_, { steps, start }) => {
  const pausing = (last: number) => {
    let count = 0;
    return {
      pace: {
        isStopped: async () => false,
        async pause() {
          if (++count === last) throw new Error(CANCELLED);
        },
      },
      count: () => count,
    };
  };

  test('pause at each step', async () => {
    const { pace, count } = pausing(Number.POSITIVE_INFINITY);
    expect(await start(pace)).not.toMatchObject({ kind: 'problem' });
    expect(count()).toBe(steps);
  });

  test.each([1, 3])('end at step %i where they are cancelled', async (step) => {
    const { pace, count } = pausing(step);
    await expect(start(pace)).rejects.toThrow(CANCELLED);
    expect(count()).toBe(step);
  });
});
