import type { CallExpr } from '../syntax/ast.ts';
import { bindIndices } from './binders.ts';
import type { Context, Env } from './context.ts';
import { inferExpr } from './infer-array.ts';

/** Types the arguments of an unknown call, so that the names in them are resolved. */
export function inferLoose(ctx: Context, env: Env, call: CallExpr): void {
  for (const arg of call.args) {
    const inner = arg.binders ? bindIndices(ctx, env, arg.binders, ctx.statement.current).env : env;
    inferExpr(ctx, inner, arg.value);
  }
}
