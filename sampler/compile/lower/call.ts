/** Calls: functions of the model, built-in functions, distributions. */
import { distributions } from '../../../grammar/distributions/index.ts';
import type { CallExpr, Expr } from '../../../grammar/syntax/ast.ts';
import type { Context } from './context.ts';
import { distributionValue } from './distribution/bind.ts';
import { evaluate, evaluateArray } from './expression.ts';
import { LoweringFailure } from './failure.ts';
import { builtins } from './functions/index.ts';
import { countCall } from './limits.ts';
import { childScope, lookup, type Scope } from './scope.ts';
import { summarised } from './summaries.ts';
import type { ArrayValue, FunctionValue, Value } from './value.ts';

/** What a built-in function sees of its call. */
export interface Call {
  readonly ctx: Context;
  readonly scope: Scope;
  readonly expr: CallExpr;
}

export type Builtin = (call: Call) => Value;

export function evaluateCall(ctx: Context, scope: Scope, expr: CallExpr): Value {
  const { name } = expr.callee;
  const own = lookup(scope, name);
  if (own?.kind === 'poisoned') throw new LoweringFailure(null);
  if (own?.kind === 'function') return callFunction(ctx, scope, own, expr);
  const builtin = builtins.get(name);
  if (builtin !== undefined) return summarised({ ctx, scope, expr }, builtin);
  const entry = distributions.get(name);
  if (entry !== undefined) return distributionValue(ctx, scope, entry, expr);
  return ctx.fail('unknown-name', `unknown function or distribution ${name}`, expr.callee.span);
}

/** The body with the arguments bound; functions do not recurse, so this ends. */
function callFunction(ctx: Context, scope: Scope, fn: FunctionValue, expr: CallExpr): Value {
  const { params, body, name } = fn.statement;
  const names = new Map<string, Value>();
  for (const [i, arg] of expr.args.entries()) {
    const param = arg.name === undefined ? params[i] : params.find((p) => p.name.name === arg.name?.name);
    if (param === undefined) {
      ctx.fail(
        'argument-count',
        `${name.name} takes ${params.length} arguments, this is one too many`,
        arg.span,
      );
    }
    names.set(param.name.name, evaluate(ctx, scope, arg.value));
  }
  const missing = params.find((param) => !names.has(param.name.name));
  if (missing !== undefined) {
    ctx.fail('argument-count', `${name.name} needs its argument ${missing.name.name}`, expr.span);
  }
  countCall(ctx, name.name, ctx.calls.depth + 1);
  ctx.calls.depth += 1;
  const value = evaluate(ctx, childScope(fn.scope, names), body);
  ctx.calls.depth -= 1;
  return value;
}

/** Arguments by position or by name, in the order of `names`; those from `required` on may be absent. */
export function argumentExprs(
  call: Call,
  names: readonly string[],
  required = names.length,
): (Expr | undefined)[] {
  const { ctx, expr } = call;
  const given: (Expr | undefined)[] = names.map(() => undefined);
  for (const [i, arg] of expr.args.entries()) {
    const at = arg.name === undefined ? i : names.indexOf(arg.name.name);
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
