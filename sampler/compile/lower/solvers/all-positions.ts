/** Expressions that data alone determine, as numbers at each position of the loops around them. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { allPositions } from '../all-positions.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import { type Context, freeOrdered } from '../context.ts';

export function forAllPositions(
  ctx: Context,
  elements: readonly ScalarExpr[],
  check: (values: readonly number[]) => void,
): void {
  const loops = freeOrdered(new Set(elements.flatMap((e) => [...ctx.pool.freeIndices(e)])), ctx.loops);
  const evaluate = createEvaluator(ctx);
  for (const env of allPositions(loops)) check(elements.map((e) => evaluate(e, env) ?? Number.NaN));
}
