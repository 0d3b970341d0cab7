/** Elements that are read at positions listed in advance. */
import type { ScalarExpr } from '../../../../../grammar/ir.ts';
import type { Context } from '../../context.ts';

/** `values[b]`; an expression in `b` where they follow each other. */
export function positionAt(ctx: Context, name: string, values: readonly number[], b: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  const first = pool.constant(values[0]);
  if (values.every((value) => value === values[0])) return first;
  if (values.every((value, i) => value === values[0] + i)) return pool.binary('add', b, first);
  return ctx.load(ctx.declareConstant(name, [values.length], Float64Array.from(values)), [b]);
}

/**
 * The sum over the list of `b`. @param lists for each `b`, rows of the same number of columns
 * @param make an element, given its row
 */
export function sumOverList(
  ctx: Context,
  name: string,
  lists: readonly (readonly (readonly number[])[])[],
  b: ScalarExpr,
  make: (row: readonly ScalarExpr[]) => ScalarExpr,
): ScalarExpr {
  const { pool } = ctx;
  const most = lists.reduce((longest, { length }) => Math.max(longest, length), 0);
  if (most === 0) return pool.constant(0);
  const columns = [...(lists.find(({ length }) => length > 0)?.[0] ?? []).keys()];
  if (lists.every(({ length }) => length === 1))
    return make(
      columns.map((column) =>
        positionAt(
          ctx,
          name,
          lists.map(([row]) => row[column]),
          b,
        ),
      ),
    );
  const index = pool.freshIndex(0, most);
  const here = pool.index(index);
  const row = columns.map((column) => {
    const values = lists.flatMap((list) => Array.from({ length: most }, (_, j) => list[j]?.[column] ?? 0));
    return ctx.load(ctx.declareConstant(name, [lists.length, most], Float64Array.from(values)), [b, here]);
  });
  if (lists.every(({ length }) => length === most)) return pool.reduce('sum', index, make(row));
  const count = positionAt(
    ctx,
    `count of ${name}`,
    lists.map(({ length }) => length),
    b,
  );
  return pool.reduce('sum', index, pool.select(pool.binary('lt', here, count), make(row), pool.constant(0)));
}

/** Of an element: its array, and where in it. */
export interface Place {
  readonly array: number;
  readonly place: number;
}

/** An element of one of several arrays, by a search among them. @param read the element at a place of an array */
export function choose(
  ctx: Context,
  name: string,
  places: readonly Place[],
  b: ScalarExpr,
  read: (array: number, place: ScalarExpr) => ScalarExpr,
): ScalarExpr {
  const { pool } = ctx;
  const place = positionAt(
    ctx,
    name,
    places.map((one) => one.place),
    b,
  );
  const arrays = [...new Set(places.map(({ array }) => array))].sort((x, y) => x - y);
  const which = positionAt(
    ctx,
    `array of ${name}`,
    places.map(({ array }) => array),
    b,
  );
  const among = (from: number, to: number): ScalarExpr => {
    if (to - from === 1) return read(arrays[from], place);
    const middle = (from + to) >> 1;
    const isBefore = pool.binary('lt', which, pool.constant(arrays[middle]));
    return pool.select(isBefore, among(from, middle), among(middle, to));
  };
  return among(0, arrays.length);
}
