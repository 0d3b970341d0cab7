/**
 * Starts of chains drawn from the priors, for models without a density at jittered points: those lie within a few units of 0
 * on the unconstrained scale, wherever the priors are, and a differential equation with a rate of 1 in place of 1e-4 has
 * no solution.
 */
import { priorPositions } from './prior-positions.ts';
import type { Work } from './run-plan.ts';

/** Of each chain. */
const DRAWS = 40;

/** Of a chain its own draws; all are drawn at the first call. None where a prior has no draws. */
export function startsFromPriors({
  plan,
  prepared,
  whole,
  machine,
}: Work): (chain: number) => Promise<readonly Float64Array[]> {
  const { program, data } = plan.checked;
  const { seed, chains } = plan.settings;
  let drawn: Promise<readonly Float64Array[]> | null = null;
  const drawAll = async (): Promise<readonly Float64Array[]> => {
    const values = await machine.drawPriors(program, data, { draws: DRAWS * chains, seed });
    return priorPositions(prepared.ir, whole, prepared.module, values);
  };
  return async (chain) => {
    drawn ??= drawAll();
    return (await drawn).filter((_, k) => k % chains === chain);
  };
}
