/** The rows of an `observe` statement: all of the target, those of its indices, or those for which its `where` holds. */
import { unusedData } from '../../../../grammar/checks/unused-data.ts';
import type { Index, ScalarExpr } from '../../../../grammar/ir.ts';
import type { ObserveStatement } from '../../../../grammar/syntax/ast.ts';
import { allPositions } from '../all-positions.ts';
import { type Axis, labelsOfAxis } from '../axes.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { evaluateArray } from '../evaluate.ts';
import { LoweringFailure } from '../failure.ts';
import { checkReads } from '../index-reads.ts';
import { childScope, type Scope } from '../scope.ts';
import { scalarValue } from '../value.ts';
import { shiftInteger, zeroBased } from '../zero-based.ts';

export interface ObservedRows {
  /** With the indices' values. */
  readonly scope: Scope;
  readonly loops: readonly Index[];
  /** 0-based, on the leading axes of the target. */
  readonly positions: readonly ScalarExpr[];
  /** One for each loop. */
  readonly axes: readonly Axis[];
  /** With `where`: the flat positions of the rows on the target's leading axes. */
  readonly kept?: readonly number[];
}

export function observedRows(
  ctx: Context,
  scope: Scope,
  statement: ObserveStatement,
  target: readonly Axis[],
): ObservedRows {
  const bound: BoundIndex[] = [];
  let inner = scope;
  for (const [i, binder] of statement.indices.entries()) {
    const index = bindIndex(ctx, inner, binder);
    checkInside(ctx, index, target[i], binder.span);
    bound.push(index);
    inner = childScope(inner, [[index.name, index.value]]);
  }
  const all: ObservedRows = {
    scope: inner,
    loops: bound.map(({ index }) => index),
    positions: bound.map(({ value }) => zeroBased(ctx.pool, value.at([]))),
    axes: bound.map(({ index: { from, to } }, i) => ({
      name: target[i].name,
      size: to - from,
      labels: labelsOfAxis(target[i]).slice(from, to),
    })),
  };
  if (statement.where === undefined) return all;
  const held = rowsWhere(ctx, all, statement.where);
  const count = all.loops.reduce((product, { from, to }) => product * (to - from), 1);
  return held.length === count ? all : keptRows(ctx, scope, bound, target, held);
}

type Position = readonly number[];

function rowsWhere(
  ctx: Context,
  { scope, loops }: ObservedRows,
  where: NonNullable<ObserveStatement['where']>,
) {
  const condition = ctx.within(loops, () => evaluateArray(ctx, scope, where).at([]));
  const faults = ctx.diagnostics.length;
  checkReads(ctx, condition, loops);
  if (ctx.diagnostics.length > faults) throw new LoweringFailure(null);
  const evaluate = createEvaluator(ctx);
  const held: Position[] = [];
  for (const env of allPositions(loops)) {
    const found = evaluate(condition, env);
    if (found === null) {
      ctx.fail(
        'needs-data',
        'which rows are observed must be known from the data, but this condition depends on a parameter, or on a value that is missing or drawn',
        where.span,
      );
    }
    if (found !== 0) held.push(loops.map(({ id }) => env.get(id) ?? 0));
  }
  // A condition of the fit may hold for no row of new data.
  if (held.length === 0 && ctx.options.drawn === undefined) {
    const count = loops.reduce((product, { from, to }) => product * (to - from), 1);
    ctx.diagnostics.push({
      code: unusedData.code,
      severity: unusedData.severity,
      message: `none of ${count} rows is observed: the condition holds for none of them; is it the right one, or its opposite?`,
      span: where.span,
    });
  }
  return held;
}

/** One loop over the rows, with their positions as constants. */
function keptRows(
  ctx: Context,
  scope: Scope,
  bound: readonly BoundIndex[],
  target: readonly Axis[],
  rows: readonly Position[],
): ObservedRows {
  const { pool } = ctx;
  const index = pool.freshIndex(0, rows.length);
  const positions = bound.map((_, axis) => {
    const along = Float64Array.from(rows, (row) => row[axis]);
    return ctx.load(ctx.declareConstant('observed rows', [rows.length], along), [pool.index(index)]);
  });
  const values = bound.map(({ name, value }, axis) => {
    const position = shiftInteger(pool, positions[axis], 1);
    return [name, { ...scalarValue(pool, position, 'int'), labelsOf: value.labelsOf }] as const;
  });
  const [first] = bound;
  const places = rows.map((row) => bound.map(({ name }, axis) => `${name} = ${row[axis] + 1}`).join(', '));
  ctx.indexNames.set(index.id, { name: first.name, value: values[0][1].at([]), shift: 0, places });
  const leading = target.slice(0, bound.length);
  const labels = leading.map(labelsOfAxis);
  const flat = rows.map((row) => row.reduce((at, position, axis) => at * leading[axis].size + position, 0));
  const named = rows.map((row) => row.map((position, axis) => labels[axis][position]).join(','));
  return {
    scope: childScope(scope, values),
    loops: [index],
    positions,
    axes: [{ name: leading.length === 1 ? leading[0].name : null, size: rows.length, labels: named }],
    kept: flat,
  };
}

function checkInside(ctx: Context, bound: BoundIndex, axis: Axis, span: ObserveStatement['span']): void {
  const last = bound.first + bound.axis.size - 1;
  if (bound.inside !== undefined) ctx.unsupported('a range whose end differs from element to element', span);
  if (bound.first >= 1 && last <= axis.size) return;
  ctx.fail('index-range', `${bound.first}..${last} lies outside 1..${axis.size}`, span);
}
