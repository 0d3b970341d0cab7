/** The rows that an element depends on, as loops, and where one of them is, in words. */
import type { IndexId, ScalarExpr } from '../../../grammar/ir.ts';
import type { createEvaluator } from './constant-evaluation.ts';
import type { Context } from './context.ts';
import type { ArrayValue } from './value.ts';

interface NamedLoop {
  readonly id: IndexId;
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** The loops around it, and axes of its own. @param at placeholder positions along the axes of `value` */
export function rowsOfValue(
  ctx: Context,
  value: ArrayValue,
  element: ScalarExpr,
  at: readonly ScalarExpr[],
): readonly NamedLoop[] {
  const free = ctx.pool.freeIndices(element);
  return [
    ...ctx.loops
      .filter(({ id }) => free.has(id))
      .map(({ id, from, to }) => ({ id, from, to, name: ctx.indexNames.get(id)?.name ?? 'row' })),
    ...at.flatMap((position, axis) =>
      position.op === 'index' && free.has(position.index)
        ? [{ id: position.index, from: 0, to: value.dims[axis].size, name: value.dims[axis].name ?? 'row' }]
        : [],
    ),
  ];
}

/** `i 3, column 2`: an index by its value, which need not count from the loop's first position. */
export function rowInWords(
  ctx: Context,
  rows: readonly NamedLoop[],
  env: Map<IndexId, number>,
  evaluate: ReturnType<typeof createEvaluator>,
): string {
  const words = rows.map(({ id, name }) => {
    const own = ctx.indexNames.get(id);
    const value = own === undefined ? null : evaluate(own.value, env);
    return `${name} ${value ?? (env.get(id) ?? 0) + 1}`;
  });
  return words.join(', ');
}
