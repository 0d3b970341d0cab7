/** Arrays of a solver's inputs: states as one axis, and lists of expressions. */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import { type Axis, sizeOf } from '../axes.ts';
import type { Context } from '../context.ts';
import { dependsOnData } from '../index-reads.ts';
import { flatToPositions } from '../row-major.ts';
import { type ArrayValue, arrayValue } from '../value.ts';

export function unknownAmong(ctx: Context, elements: readonly ScalarExpr[]): number[] {
  return elements.flatMap((element, k) => (dependsOnData(ctx, element) ? [] : [k]));
}

export function anonymous(size: number): Axis {
  return { name: null, size };
}

/** The state as one axis. */
export function flattened(ctx: Context, y0: ArrayValue): ArrayValue {
  if (y0.dims.length === 1) return y0;
  const shape = y0.dims.map((dim) => dim.size);
  const elements = Array.from({ length: sizeOf(y0.dims) }, (_, i) =>
    y0.at(flatToPositions(i, shape).map((position) => ctx.pool.constant(position))),
  );
  return listOf(ctx, elements);
}

export function flatPosition(ctx: Context, dims: readonly Axis[], at: readonly ScalarExpr[]) {
  const { pool } = ctx;
  return at.reduce(
    (flat, position, axis) =>
      axis === 0
        ? position
        : pool.binary('add', pool.binary('mul', flat, pool.constant(dims[axis].size)), position),
    pool.constant(0),
  );
}

/** A vector of these elements; of one 0 where there are none, since no array is empty. */
export function listOf(ctx: Context, elements: readonly ScalarExpr[]): ArrayValue {
  const { pool } = ctx;
  if (elements.length === 0) return arrayValue(pool, [anonymous(1)], () => pool.constant(0));
  return arrayValue(pool, [anonymous(elements.length)], ([position]) => {
    if (position.op === 'const') return elements[position.value];
    return elements.reduceRight((rest, element, k) =>
      pool.select(pool.binary('eq', position, pool.constant(k)), element, rest),
    );
  });
}
