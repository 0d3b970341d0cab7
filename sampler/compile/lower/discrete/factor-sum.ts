/** The sum of the factors that belong to an element, given values of what they depend on. */
import type { Index, IndexId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import type { Factor, Use } from './factors.ts';
import { groupRows, type RowsOfElement } from './group-rows.ts';
import { replaceLoads } from './rewrite.ts';

/** A factor whose rows belong to the element at one of its uses. */
interface Part {
  readonly factor: Factor;
  readonly rows: RowsOfElement;
}

export function partOf(ctx: Context, factor: Factor, owner: Use): Part {
  return { factor, rows: groupRows(ctx, factor.term, owner) };
}

/** @param valueAt of each element that a factor depends on, by its place among the factor's uses */
export function sumOfParts(
  ctx: Context,
  parts: readonly Part[],
  at: readonly ScalarExpr[],
  valueAt: (factor: Factor, use: number) => ScalarExpr,
): ScalarExpr {
  const { pool } = ctx;
  return parts
    .map(({ factor, rows }) => {
      const given = givenValues(ctx, factor, (use) => valueAt(factor, use));
      return rowsSum(ctx, rows, at, (places) => pool.substitute(given, places), factor.term.indices);
    })
    .reduce((a, b) => pool.binary('add', a, b), pool.constant(0));
}

/** The factor with values for the elements that it depends on. @param valueAt by their place among its uses */
export function givenValues(
  ctx: Context,
  { body, uses }: Factor,
  valueAt: (use: number) => ScalarExpr,
): ScalarExpr {
  const values = new Map(
    uses.map(({ unknown, at }, i) => [keyOf(ctx, unknown.array, at), valueAt(i)] as const),
  );
  return replaceLoads(ctx, body, ({ array, at }) => values.get(keyOf(ctx, array, at)) ?? null, true);
}

function keyOf({ pool }: Context, array: number, at: readonly ScalarExpr[]): string {
  return `${array}:${pool.key(at)}`;
}

/** The sum over the rows that belong to an element. */
function rowsSum(
  ctx: Context,
  rows: RowsOfElement,
  at: readonly ScalarExpr[],
  body: (places: ReadonlyMap<IndexId, ScalarExpr>) => ScalarExpr,
  indices: readonly Index[],
): ScalarExpr {
  const { pool } = ctx;
  if (rows.kind === 'aligned') {
    const places = new Map(rows.axes.map((id, axis) => [id, at[axis]] as const));
    const free = indices.filter(({ id }) => !places.has(id));
    if (free.some(({ from, to }) => to <= from)) return pool.constant(0);
    const fresh = free.map(({ id, from, to }) => {
      const index = pool.freshIndex(from, to);
      places.set(id, pool.index(index));
      return index;
    });
    return fresh.reduceRight((inner, index) => pool.reduce('sum', index, inner), body(places));
  }
  if (rows.most === 0) return pool.constant(0);
  const index = pool.freshIndex(0, rows.most);
  const here = pool.index(index);
  const places = new Map(
    rows.positions.map(({ id, array }) => [id, ctx.load(array, [...at, here])] as const),
  );
  const isOwn = pool.binary('lt', here, ctx.load(rows.counts, at));
  return pool.reduce('sum', index, pool.select(isOwn, body(places), pool.constant(0)));
}
