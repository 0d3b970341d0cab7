/**
 * The likelihood of `observe interval(lo, hi) ~ D`: the log probability of each interval, and the log density where its
 * ends are equal.
 */
import { supportMismatch } from '../../../../grammar/checks/support-mismatch.ts';
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { CallExpr, Expr } from '../../../../grammar/syntax/ast.ts';
import { intervalEnds } from '../../../../grammar/syntax/interval-ends.ts';
import { knownElements } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { axesOfDatum } from '../dimension.ts';
import { isDiscrete } from '../distribution/argument-arrays.ts';
import { cumulative, logDifference } from '../distribution/cumulative.ts';
import { logDensity, overEvents } from '../distribution/density.ts';
import { nameOf } from '../distribution/truncation.ts';
import { elementwise } from '../elementwise.ts';
import { arrayOf } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import { type ArrayValue, arrayValue, type DistributionValue } from '../value.ts';

export interface Interval {
  readonly lo: ArrayValue;
  readonly hi: ArrayValue;
  /** The value where it is exact, NaN elsewhere. */
  readonly exact: ArrayValue;
}

/** @throws LoweringFailure where an interval ends before it begins. */
export function intervalOf(ctx: Context, scope: Scope, call: CallExpr): Interval {
  const ends = intervalEnds(call);
  const lo = endOf(ctx, scope, ends.lo ?? call, Number.NEGATIVE_INFINITY);
  const hi = endOf(ctx, scope, ends.hi ?? call, Number.POSITIVE_INFINITY);
  const { pool } = ctx;
  const both = [
    { value: lo, span: call.span },
    { value: hi, span: call.span },
  ];
  const width = elementwise(ctx, both, ([low, high]) => pool.binary('sub', high, low), call.span);
  const widths = knownElements(ctx, width);
  const wrong = widths?.findIndex((value) => !(value >= 0)) ?? -1;
  if (wrong >= 0) {
    ctx.fail(
      supportMismatch.code,
      `expected \`lo\` at most \`hi\`, found an interval that ends before it begins in row ${wrong + 1}`,
      call.span,
    );
  }
  const exact = elementwise(
    ctx,
    both,
    ([low, high]) => pool.select(pool.binary('eq', low, high), low, pool.constant(Number.NaN)),
    call.span,
    lo.element === 'int' && hi.element === 'int' ? 'int' : 'real',
  );
  // Each over all axes, so that a row has its own ends.
  const own = (end: ArrayValue, i: 0 | 1): ArrayValue =>
    end.dims.length === exact.dims.length
      ? end
      : elementwise(ctx, both, (ends) => ends[i], call.span, end.element);
  return { lo: own(lo, 0), hi: own(hi, 1), exact };
}

/** A missing end is open. */
function endOf(ctx: Context, scope: Scope, expr: Expr, open: number): ArrayValue {
  const datum = expr.kind === 'name' ? ctx.data.arrays.get(expr.name) : undefined;
  if (datum === undefined || !datum.values.some(Number.isNaN)) return evaluateArray(ctx, scope, expr);
  const dims = axesOfDatum(ctx, datum);
  const array = ctx.declareConstant(
    datum.name,
    dims.map(({ size }) => size),
    datum.values.map((value) => (Number.isNaN(value) ? open : value)),
  );
  return arrayOf(ctx, array, dims, { element: datum.element });
}

export function intervalDensity(
  ctx: Context,
  dist: DistributionValue,
  { lo, hi, exact }: Interval,
  call: CallExpr,
): ArrayValue {
  const { pool } = ctx;
  const { span } = call;
  if (isCensored(dist))
    ctx.unsupported(
      'an interval of a `Censored` distribution: expected the distribution without limits, since an interval without an end is open there: leave the end missing, or write `inf`',
      span,
    );
  // Where an end is open its tail is 0, and what is computed there instead is finite.
  const finite = (value: ArrayValue): ArrayValue =>
    mapped(ctx, value, (x) => pool.select(isNumber(ctx, x), x, pool.constant(0)));
  const below = isDiscrete(dist)
    ? mapped(ctx, finite(lo), (x) => pool.binary('sub', x, pool.constant(1)))
    : finite(lo);
  const at = (point: ArrayValue, which: 'logCdf' | 'logCcdf'): ArrayValue =>
    overEvents(
      ctx,
      dist,
      point,
      span,
      (event, x) =>
        cumulative(ctx, event, x, which) ??
        ctx.unsupported(`${nameOf(event)} has no distribution function, which an interval needs`, span),
    );
  const upTo = finite(hi);
  const density = logDensity(ctx, dist, finite(lo), { guarded: true, span });
  const parts = [
    lo,
    hi,
    at(below, 'logCdf'),
    at(upTo, 'logCdf'),
    at(below, 'logCcdf'),
    at(upTo, 'logCcdf'),
    density,
  ];
  return elementwise(
    ctx,
    [...parts, exact].map((value) => ({ value, span })),
    ([low, high, cdfLow, cdfHigh, ccdfLow, ccdfHigh, exactly]) => {
      // The difference is taken in the tail where the logarithms are not nearly equal.
      const between = pool.select(
        pool.binary('gt', cdfLow, pool.constant(-Math.LN2)),
        differenceOfTails(ctx, ccdfLow, ccdfHigh),
        differenceOfTails(ctx, cdfHigh, cdfLow),
      );
      const isOpen = (end: ScalarExpr) => pool.unary('not', isNumber(ctx, end));
      const within = pool.select(isOpen(low), cdfHigh, pool.select(isOpen(high), ccdfLow, between));
      const known = pool.select(pool.binary('and', isOpen(low), isOpen(high)), pool.constant(0), within);
      return pool.select(pool.binary('eq', low, high), exactly, known);
    },
    span,
  );
}

function isCensored(dist: DistributionValue): boolean {
  switch (dist.form) {
    case 'plain':
      return false;
    case 'truncated':
      return isCensored(dist.base);
    case 'censored':
      return true;
    case 'mixture':
      return dist.components.some(isCensored);
  }
}

/** `log(exp(more) - exp(less))`; minus infinity for an interval outside the support, where both tails are empty. */
function differenceOfTails(ctx: Context, more: ScalarExpr, less: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  const empty = pool.constant(Number.NEGATIVE_INFINITY);
  return pool.select(pool.binary('eq', more, empty), empty, logDifference(ctx, more, less));
}

function isNumber(ctx: Context, x: ScalarExpr): ScalarExpr {
  return ctx.pool.binary('lt', ctx.pool.unary('abs', x), ctx.pool.constant(Number.POSITIVE_INFINITY));
}

function mapped(ctx: Context, value: ArrayValue, f: (x: ScalarExpr) => ScalarExpr): ArrayValue {
  return arrayValue(ctx.pool, value.dims, (at) => f(value.at(at)), { element: value.element });
}
