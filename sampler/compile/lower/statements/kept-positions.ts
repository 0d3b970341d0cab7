/** The likelihood of the positions that refits of cross-validation keep: a loop over the kept ones alone. */
import type { Index, IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';

interface Kept {
  readonly indices: readonly Index[];
  readonly body: ScalarExpr;
}

/**
 * `body` summed over the positions that are not in `leftOut`; null where none is left. A left-out density is never
 * computed: times zero, an infinite one would not be.
 *
 * @param leftOut flat positions on the shape of the indices, row-major
 */
export function overKept(
  ctx: Context,
  indices: readonly Index[],
  body: ScalarExpr,
  leftOut: ReadonlySet<number>,
): Kept | null {
  const { pool } = ctx;
  const sizes = indices.map(({ from, to }) => to - from);
  const count = sizes.reduce((product, size) => product * size, 1);
  if (leftOut.size === 0) return count === 0 ? null : { indices, body };
  const kept = Array.from({ length: count }, (_, position) => position).filter(
    (position) => !leftOut.has(position),
  );
  if (kept.length === 0) return null;
  if (kept.length === count) return { indices, body };
  const loop = ctx.freshLoop([kept.length]);
  const places = new Map<IndexId, ScalarExpr>();
  let stride = count;
  for (const [axis, { id, from }] of indices.entries()) {
    stride /= sizes[axis];
    const along = kept.map((position) => from + (Math.floor(position / stride) % sizes[axis]));
    const array = ctx.declareConstant('kept positions', [kept.length], Float64Array.from(along));
    places.set(id, ctx.load(array, loop.at));
  }
  return { indices: loop.indices, body: pool.substitute(body, places) };
}
