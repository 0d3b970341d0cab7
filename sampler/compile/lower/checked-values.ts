/** Arrays of values that depend on unknowns and are checked at the start of a chain and at kept draws. */
import type { ArrayId, Index, IndexId, ScalarExpr, ValueCheck } from '../../../grammar/ir.ts';
import type { Context } from './context.ts';

interface CheckedValue {
  /** Loops that `body` and the guards use. */
  readonly loops: readonly Index[];
  /** Placeholder positions of the vector or matrix in `body`, with their sizes. */
  readonly own: readonly { readonly position: ScalarExpr; readonly size: number }[];
  readonly guards: readonly ScalarExpr[];
  readonly body: ScalarExpr;
}

/** An array of the values, NaN where a guard is false; null where an array is still being defined. */
export function arrayOfCheckedValues(
  ctx: Context,
  { loops, own, guards, body }: CheckedValue,
): Pick<ValueCheck, 'array' | 'shape' | 'loops' | 'origin'> | null {
  const { pool } = ctx;
  if ([body, ...guards].some((expr) => ctx.loadsPending(expr))) return null;
  const shape = [...loops.map((loop) => loop.to - loop.from), ...own.map(({ size }) => size)];
  let guarded = body;
  // The outer condition is tested first, since inner ones may be undefined without it.
  for (const guard of guards.toReversed()) guarded = pool.select(guard, guarded, pool.constant(Number.NaN));
  const { indices, at } = ctx.freshLoop(shape);
  const places = new Map<IndexId, ScalarExpr>(
    loops.map((loop, i) => [loop.id, pool.binary('add', at[i], pool.constant(loop.from))] as const),
  );
  for (const [i, { position }] of own.entries())
    if (position.op === 'index') places.set(position.index, at[loops.length + i]);
  const array: ArrayId = ctx.declare('looked at', shape);
  ctx.define(array, indices, pool.substitute(guarded, places));
  return { array, shape, loops: loops.map((loop) => nameOf(ctx, loop)), origin: ctx.origin };
}

function nameOf(ctx: Context, loop: Index): ValueCheck['loops'][number] {
  const named = ctx.indexNames.get(loop.id);
  if (named?.places !== undefined) return { places: named.places };
  return { name: named?.name ?? 'position', first: loop.from + 1 + (named?.shift ?? 0) };
}
