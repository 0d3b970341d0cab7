/** Loop variables of comprehensions, reductions and `observe y[t in 6..T]`. */
import type { Index, ScalarExpr } from '../../../grammar/ir.ts';
import type { Span } from '../../../grammar/span.ts';
import type { Binder, Expr } from '../../../grammar/syntax/ast.ts';
import type { Axis } from './axes.ts';
import { knownExtremes, knownScalar } from './constant-evaluation.ts';
import type { Context } from './context.ts';
import { dimensionAxis } from './dimension.ts';
import { evaluateArray } from './evaluate.ts';
import { LoweringFailure } from './failure.ts';
import { checkReads } from './index-reads.ts';
import { checkCount } from './limits.ts';
import { lookup, type Scope } from './scope.ts';
import { type ArrayValue, scalarValue } from './value.ts';
import { shiftInteger } from './zero-based.ts';

export interface BoundIndex {
  readonly name: string;
  /** Absent where the range is empty. */
  readonly index: Index;
  /** The loop variable as the language sees it: an integer from the range's first value on. */
  readonly value: ArrayValue;
  readonly axis: Axis;
  /** First value of the range, 1 for a dimension. */
  readonly first: number;
  /** Condition that the position is in the range, if its end differs from element to element. */
  readonly inside?: ScalarExpr;
}

export function bindIndex(ctx: Context, scope: Scope, binder: Binder): BoundIndex {
  const { domain } = binder;
  if (domain.kind !== 'range') {
    const axis = dimensionOf(ctx, scope, domain);
    checkCount(ctx, axis.size, `\`${binder.name.name}\``, binder.span);
    const index = ctx.pool.freshIndex(0, axis.size);
    const value = scalarValue(ctx.pool, shiftInteger(ctx.pool, ctx.pool.index(index), 1), 'int');
    ctx.indexNames.set(index.id, { name: binder.name.name, value: value.at([]), shift: 0 });
    return { name: binder.name.name, index, axis, first: 1, value: { ...value, labelsOf: axis.name } };
  }
  if (domain.lo === undefined || domain.hi === undefined) {
    return ctx.fail('type-mismatch', 'a range of an index needs both ends, as in 1..T', domain.span);
  }
  const lo = rangeEnd(ctx, scope, domain.lo);
  const hi = rangeEnd(ctx, scope, domain.hi);
  const first = lo.least;
  const size = Math.max(0, hi.most - first + 1);
  checkCount(ctx, size, `\`${binder.name.name}\``, binder.span);
  // Positions are values less one, so that `t in 6..T` runs over the very positions of an array over T.
  const from = Math.max(first - 1, 0);
  const index = ctx.pool.freshIndex(from, from + size);
  const variable = shiftInteger(ctx.pool, ctx.pool.index(index), first - from);
  ctx.indexNames.set(index.id, { name: binder.name.name, value: variable, shift: first - from - 1 });
  const conditions = [
    ...(lo.least === lo.most ? [] : [ctx.pool.binary('ge', variable, lo.element)]),
    ...(hi.least === hi.most ? [] : [ctx.pool.binary('le', variable, hi.element)]),
  ];
  return {
    name: binder.name.name,
    index,
    axis: { name: null, size, ...(first === 1 ? {} : { first }) },
    first,
    value: scalarValue(ctx.pool, variable, 'int'),
    ...(conditions.length === 0 ? {} : { inside: conditions.reduce((a, b) => ctx.pool.binary('and', a, b)) }),
  };
}

interface RangeEnd {
  readonly element: ScalarExpr;
  readonly least: number;
  readonly most: number;
}

/** An end of a range: a whole number that may vary over the surrounding loops. */
function rangeEnd(ctx: Context, scope: Scope, expr: Expr): RangeEnd {
  const value = evaluateArray(ctx, scope, expr);
  if (value.dims.length > 0) ctx.fail('shape-mismatch', 'the end of a range must be a scalar', expr.span);
  const element = value.at([]);
  const faults = ctx.diagnostics.length;
  checkReads(ctx, element, ctx.loops);
  if (ctx.diagnostics.length > faults) throw new LoweringFailure(null);
  const known = knownScalar(ctx, element);
  const extremes = known === null ? knownExtremes(ctx, element) : { least: known, most: known };
  if (extremes === null) {
    return ctx.unsupported(
      'the end of this range depends on an unknown: expected an end that data and indices determine',
      expr.span,
    );
  }
  if (!Number.isInteger(extremes.least) || !Number.isInteger(extremes.most)) {
    ctx.fail(
      'type-mismatch',
      `expected a whole number as the end of a range, found ${extremes.most}`,
      expr.span,
    );
  }
  return { element, ...extremes };
}

/** Resolves the dimension of a name. */
function dimensionOf(ctx: Context, scope: Scope, expr: Expr): Axis {
  if (expr.kind === 'name') {
    const axis = namedDimension(ctx, scope, expr.name);
    if (axis !== null) return axis;
    return ctx.fail('unknown-name', `unknown dimension ${expr.name}`, expr.span);
  }
  return failDomain(ctx, expr.span);
}

function namedDimension(ctx: Context, scope: Scope, name: string): Axis | null {
  const value = lookup(scope, name);
  if (value?.kind === 'dimension') return value.axis;
  return dimensionAxis(ctx, name);
}

function failDomain(ctx: Context, span: Span): never {
  return ctx.fail('type-mismatch', 'expected the name of a dimension or a range LO..HI', span);
}
