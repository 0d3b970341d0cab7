/** The rows of a factor that depend on no element, such as those of a datum whose value is known. */
import { allPositions } from '../all-positions.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { elementOfUse } from './element-of-use.ts';
import { givenValues } from './factor-sum.ts';
import type { Factor, Term } from './factors.ts';

/** Null where each row depends on one: a term of the others. */
export function rowsWithout(ctx: Context, factor: Factor): Term | null {
  const { pool } = ctx;
  const { uses, term } = factor;
  const isSure = uses.some(({ at, unknown }) =>
    at.every((position, axis) => {
      const index = position.op === 'index' ? pool.rangeOf(position.index) : undefined;
      return index !== undefined && index.from >= 0 && index.to <= unknown.shape[axis];
    }),
  );
  if (isSure) return null;
  const evaluate = createEvaluator(ctx);
  const rows: number[][] = [];
  for (const env of allPositions(term.indices)) {
    const isOutside = uses.every((use) => Number.isNaN(elementOfUse(use, env, evaluate)));
    if (isOutside) rows.push(term.indices.map(({ id }) => env.get(id) ?? 0));
  }
  if (rows.length === 0) return null;
  // No element is read there, so any value will do.
  const given = givenValues(ctx, factor, (use) => pool.constant(uses[use].unknown.lo));
  const row = pool.freshIndex(0, rows.length);
  const places = term.indices.map(({ id }, column) => {
    const values = Float64Array.from(rows, (one) => one[column]);
    const array = ctx.declareConstant(`rows of ${term.origin.label}`, [rows.length], values);
    return [id, ctx.load(array, [pool.index(row)])] as const;
  });
  return { ...term, indices: [row], body: pool.substitute(given, new Map(places)) };
}
