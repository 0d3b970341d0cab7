/** The range of a parameter: `in LO..HI`, and the transform of numbers between bounds. */
import type { ParamStatement } from '../../../../grammar/syntax/ast.ts';
import { interval, lower, real, type Transform, upper } from '../../transforms/index.ts';
import type { Context } from '../context.ts';
import { eventDimsOfDraw } from '../distribution/argument-arrays.ts';
import { nameOf } from '../distribution/truncation.ts';
import { evaluateArray } from '../evaluate.ts';
import type { Scope } from '../scope.ts';
import { type ArrayValue, type DistributionValue, knownNumber } from '../value.ts';

/** The prior, truncated where a range is stated. */
export function inRange(
  ctx: Context,
  scope: Scope,
  prior: DistributionValue,
  statement: ParamStatement,
): DistributionValue {
  const { range } = statement;
  if (range === undefined) return prior;
  if (eventDimsOfDraw(prior) > 0) {
    ctx.unsupported(`a range for ${nameOf(prior)}, whose draws are not scalars`, range.span);
  }
  const lo = range.lo === undefined ? undefined : evaluateArray(ctx, scope, range.lo);
  const hi = range.hi === undefined ? undefined : evaluateArray(ctx, scope, range.hi);
  const from = knownNumber(lo);
  const to = knownNumber(hi);
  if (from !== undefined && to !== undefined && !(from < to)) {
    ctx.fail(
      'empty-range',
      `the range ${from}..${to} is empty: expected a lower end below the upper one`,
      range.span,
    );
  }
  return {
    kind: 'distribution',
    form: 'truncated',
    base: prior,
    ...(lo === undefined || from === Number.NEGATIVE_INFINITY ? {} : { lower: lo }),
    ...(hi === undefined || to === Number.POSITIVE_INFINITY ? {} : { upper: hi }),
    span: prior.span,
  };
}

export function scalarTransform(bounds: {
  readonly lower?: ArrayValue;
  readonly upper?: ArrayValue;
}): Transform {
  if (bounds.lower !== undefined && bounds.upper !== undefined) return interval(bounds.lower, bounds.upper);
  if (bounds.lower !== undefined) return lower(bounds.lower);
  return bounds.upper === undefined ? real : upper(bounds.upper);
}
