/** `X @ beta`: contracts the last axis of the left with the first matching axis of the right. */
import type { Span } from '../../../../grammar/span.ts';
import { shapeText } from '../axes.ts';
import type { Context } from '../context.ts';
import { settle } from '../emit-statements.ts';
import { type ArrayValue, arrayValue } from '../value.ts';

export function contract(ctx: Context, left: ArrayValue, right: ArrayValue, span: Span): ArrayValue {
  const { pool } = ctx;
  const last = left.dims.at(-1);
  const byName = right.dims.findIndex((dim) => dim.name !== null && dim.name === last?.name);
  const bySize = right.dims.findIndex(
    (dim) => (dim.name === null || last?.name === null) && dim.size === last?.size,
  );
  const axis = byName >= 0 ? byName : bySize;
  if (last === undefined || axis < 0 || right.dims[axis].size !== last.size) {
    ctx.fail(
      'shape-mismatch',
      `nothing to contract: the left has shape ${shapeText(left.dims)}, the right ${shapeText(right.dims)}; expected the left's last axis among the right's`,
      span,
    );
  }
  const a = settle(ctx, 'left of @', left);
  const b = settle(ctx, 'right of @', right);
  const rows = left.dims.length - 1;
  const dims = [...left.dims.slice(0, -1), ...right.dims.filter((_, i) => i !== axis)];
  const whole = left.element !== 'real' && right.element !== 'real';
  return arrayValue(
    pool,
    dims,
    (at) => {
      const index = pool.freshIndex(0, last.size);
      const k = pool.index(index);
      const rest = at.slice(rows);
      const product = pool.binary(
        'mul',
        a.at([...at.slice(0, rows), k]),
        b.at([...rest.slice(0, axis), k, ...rest.slice(axis)]),
      );
      return pool.reduce('sum', index, product);
    },
    { element: whole ? 'int' : 'real' },
  );
}
