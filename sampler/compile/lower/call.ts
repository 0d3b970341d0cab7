/** Calls: functions of the model, built-in functions, distributions. */
import { distributions } from '../../../grammar/distributions/index.ts';
import type { CallExpr } from '../../../grammar/syntax/ast.ts';
import type { Context } from './context.ts';
import { summarised } from './data-summaries.ts';
import { distributionValue } from './distribution/bind.ts';
import { evaluate } from './evaluate.ts';
import { LoweringFailure } from './failure.ts';
import { builtins } from './functions/index.ts';
import { countCall } from './limits.ts';
import { childScope, lookup, type Scope } from './scope.ts';
import type { FunctionValue, Value } from './value.ts';

export function evaluateCall(ctx: Context, scope: Scope, expr: CallExpr): Value {
  const { name } = expr.callee;
  const own = lookup(scope, name);
  if (own?.kind === 'poisoned') throw new LoweringFailure(null);
  if (own?.kind === 'function') return callFunction(ctx, scope, own, expr);
  if (own?.kind === 'family') return { ...distributionValue(ctx, scope, own.entry, expr), scope: own.scope };
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
  countCall(ctx, name.name);
  return ctx.called(expr.span, name.name, () => evaluate(ctx, childScope(fn.scope, names), body));
}
