/** The arguments of a call to a built-in function. */
import type { CallExpr, Expr } from '../../../grammar/syntax/ast.ts';
import type { Context } from './context.ts';
import { evaluateArray } from './evaluate.ts';
import type { Scope } from './scope.ts';
import type { ArrayValue, Value } from './value.ts';

/** A call as passed to a built-in function. */
export interface Call {
  readonly ctx: Context;
  readonly scope: Scope;
  readonly expr: CallExpr;
  /** Its value is that of the fit, whatever the data at hand: too few of them are no mistake. */
  readonly isKept?: boolean;
}

export type Builtin = (call: Call) => Value;

/** Arguments by position or by name, in the order of `names`; those from `required` on may be absent. */
export function argumentExprs(
  call: Call,
  names: readonly string[],
  required = names.length,
  /** Other words for some of the names. */
  synonyms: Readonly<Record<string, string>> = {},
): (Expr | undefined)[] {
  const { ctx, expr } = call;
  const given: (Expr | undefined)[] = names.map(() => undefined);
  for (const [i, arg] of expr.args.entries()) {
    const at = arg.name === undefined ? i : names.indexOf(synonyms[arg.name.name] ?? arg.name.name);
    if (at < 0 || at >= names.length) {
      ctx.fail('argument-count', `${expr.callee.name} takes (${names.join(', ')})`, arg.span);
    }
    given[at] = arg.value;
  }
  const missing = names.findIndex((_, i) => i < required && given[i] === undefined);
  if (missing >= 0) {
    ctx.fail('argument-count', `${expr.callee.name} needs its argument ${names[missing]}`, expr.span);
  }
  return given;
}

export function arrayArguments(call: Call, names: readonly string[]): ArrayValue[] {
  return argumentExprs(call, names).flatMap((expr) =>
    expr === undefined ? [] : [evaluateArray(call.ctx, call.scope, expr)],
  );
}
