/**
 * The coordinate of a model whose unknowns are all discrete. It stands for nothing: kept draws differ by it, and the
 * unknowns are drawn from their exact probabilities with random numbers made from it. Not to be shown to users.
 */
import type { IrProgram } from '../../grammar/ir.ts';

/** No name that a model may have. */
export const CHANCE = '(chance)';

export function hasOnlyDiscreteUnknowns({
  unconstrainedNames,
}: Pick<IrProgram, 'unconstrainedNames'>): boolean {
  return unconstrainedNames.length === 1 && unconstrainedNames[0] === CHANCE;
}
