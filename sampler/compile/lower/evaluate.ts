/**
 * The value of an expression. Recursion goes through the context, so that the files of each kind of expression do not
 * import the file that dispatches on the kind (`expression.ts`).
 */
import type { Expr } from '../../../grammar/syntax/ast.ts';
import { unreachable } from '../../unreachable.ts';
import { shapeText } from './axes.ts';
import type { Context } from './context.ts';
import type { Scope } from './scope.ts';
import type { ArrayValue, Value } from './value.ts';

export function evaluate(ctx: Context, scope: Scope, expr: Expr): Value {
  return ctx.evaluateExpression(ctx, scope, expr);
}

/** The value of an expression that must be a number or an array. */
export function evaluateArray(ctx: Context, scope: Scope, expr: Expr): ArrayValue {
  const value = evaluate(ctx, scope, expr);
  if (value.kind === 'array') return value;
  return ctx.fail('type-mismatch', `expected a number or an array, found ${kindText(value)}`, expr.span);
}

export function kindText(value: Value): string {
  switch (value.kind) {
    case 'array':
      return value.dims.length === 0 ? 'a number' : `an array of shape ${shapeText(value.dims)}`;
    case 'string':
      return 'text';
    case 'dimension':
      return `dimension ${value.axis.name}`;
    case 'function':
      return 'a function';
    case 'family':
    case 'distribution':
      return 'a distribution';
    case 'poisoned':
      return 'an unknown';
    default:
      return unreachable(value);
  }
}
