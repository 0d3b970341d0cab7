/** The element of a discrete unknown that a use reads at given positions of the loops around it. */
import type { IndexId } from '../../../../grammar/ir.ts';
import type { createEvaluator } from '../constant-evaluation.ts';
import type { Use } from './factors.ts';

/** Row-major; NaN outside of its axes. */
export function elementOfUse(
  { at, unknown }: Use,
  env: Map<IndexId, number>,
  evaluate: ReturnType<typeof createEvaluator>,
): number {
  return at.reduce((sum, position, axis) => {
    const size = unknown.shape[axis];
    const value = evaluate(position, env) ?? Number.NaN;
    return value >= 0 && value < size ? sum * size + value : Number.NaN;
  }, 0);
}
