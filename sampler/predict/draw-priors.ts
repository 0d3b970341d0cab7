/** Draws of all parameters from their priors, by name. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { createRandom } from '../random.ts';
import { jointDraws, openPrior, type PriorRequest } from './prior-predictive.ts';

/** None where a parameter has no prior to draw from, such as an improper one. */
export async function drawPriors(
  program: Program,
  data: LoadedData,
  { draws, seed }: PriorRequest,
): Promise<readonly Readonly<Record<string, readonly number[]>>[]> {
  const opened = await openPrior(program, data);
  if (opened.kind === 'invalid') return [];
  const { forward } = opened;
  const all: Record<string, readonly number[]>[] = [];
  for (const drawOne of jointDraws(forward, createRandom(seed), draws)) {
    drawOne();
    const values = forward.model.params.map(
      ({ name, offset, size }) => [name, [...forward.params.subarray(offset, offset + size)]] as const,
    );
    all.push(Object.fromEntries(values));
  }
  return all;
}
