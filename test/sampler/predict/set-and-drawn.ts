/** Shared by tests of predictions in which observed quantities are set or drawn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { PosteriorModel } from '../../../sampler/predict/posterior-model.ts';
import { type Prediction, predict, predictStatements } from '../../../sampler/predict/predict.ts';
import { valuesOf } from '../../../sampler/predict/predict-statement.ts';
import { createRandom } from '../../../sampler/random.ts';
import { root } from '../../bayes-command.ts';
import { expectMean, meanOf, rowOf, varianceOf } from './models.ts';

export const N = 8000;

export const fill = (value: number): number[] => Array<number>(N).fill(value);

export async function at(model: PosteriorModel, statement = 0): Promise<Prediction> {
  const values = valuesOf(predictStatements(model)[statement]);
  const result = await predict(model, { name: 'p', values, draws: N, seed: 5 });
  if (result.kind === 'invalid')
    throw new Error(result.diagnostics.map((d) => `${d.code}: ${d.message}`).join('\n'));
  return result.prediction;
}

export async function failure(model: PosteriorModel, statement = 0): Promise<readonly string[]> {
  const values = valuesOf(predictStatements(model)[statement]);
  const result = await predict(model, { name: 'p', values, draws: 50, seed: 5 });
  return result.kind === 'ok' ? [] : result.diagnostics.map(({ code, message }) => `${code}: ${message}`);
}

export const names = ({ quantities }: Prediction) => quantities.map(({ name }) => name);

/** Mean and sd as by direct simulation, within 5 standard errors. */
export function expectLike(prediction: Prediction, name: string, simulated: readonly number[]): void {
  const row = rowOf(prediction.quantities, name);
  const sd = Math.sqrt(varianceOf(simulated));
  expectMean(row.mean, meanOf(simulated), Math.SQRT2 * sd, N);
  expect(Math.abs(row.sd / sd - 1), `sd of ${name}: ${row.sd}, simulated ${sd}`).toBeLessThan(0.06);
}

export const simulate = (draw: (z: () => number, u: () => number) => number): number[] => {
  const rng = createRandom(4711);
  return Array.from({ length: N }, () =>
    draw(
      () => rng.normal(),
      () => rng.next(),
    ),
  );
};

export const chain = readFileSync(
  join(root, 'test', 'cases', 'predict-under-intervention', 'model.bayes'),
  'utf8',
);

export const chainDraws = { ab: fill(1), by: fill(2), s: fill(0.2) };
