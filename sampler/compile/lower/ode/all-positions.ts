/** Expressions that data alone determine, as numbers at each position of the loops around them. */
import type { IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import { type Context, freeOrdered } from '../context.ts';

export function forAllPositions(
  ctx: Context,
  elements: readonly ScalarExpr[],
  check: (values: readonly number[]) => void,
): void {
  const loops = freeOrdered(new Set(elements.flatMap((e) => [...ctx.pool.freeIndices(e)])), ctx.loops);
  const evaluate = createEvaluator(ctx);
  const env = new Map<IndexId, number>();
  const visit = (depth: number): void => {
    if (depth === loops.length) {
      check(elements.map((e) => evaluate(e, env) ?? Number.NaN));
      return;
    }
    for (let i = loops[depth].from; i < loops[depth].to; i++) {
      env.set(loops[depth].id, i);
      visit(depth + 1);
    }
  };
  visit(0);
}
