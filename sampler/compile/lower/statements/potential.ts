/** `potential NAME = EXPR`: a term of its own; a sum becomes a term per element. */
import type { Expr, PotentialStatement } from '../../../../grammar/syntax/ast.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import type { Context } from '../context.ts';
import { emitTerm } from '../emit-statements.ts';
import { evaluateArray } from '../evaluate.ts';
import { checkSum } from '../limits.ts';
import { childScope, lookup, type Scope } from '../scope.ts';

export function lowerPotential(ctx: Context, scope: Scope, statement: PotentialStatement): void {
  emitSummed(ctx, scope, statement.value);
}

/** Adds the sum of all elements. */
function emitSummed(ctx: Context, scope: Scope, expr: Expr): void {
  const isSum = expr.kind === 'call' && expr.callee.name === 'sum' && lookup(scope, 'sum') === undefined;
  const arg = isSum && expr.args.length === 1 ? expr.args[0] : undefined;
  const bound: BoundIndex[] = [];
  let inner = scope;
  for (const binder of arg?.binders ?? []) {
    const index = bindIndex(ctx, inner, binder);
    bound.push(index);
    inner = childScope(inner, [[index.name, index.value]]);
  }
  // Ranges with a varying end, and sums over a named dim, are left to the reduction.
  const plain =
    arg === undefined ||
    bound.some((b) => b.inside !== undefined) ||
    arg.over !== undefined ||
    arg.by !== undefined;
  const indices = plain ? [] : bound.map((b) => b.index);
  const value = plain
    ? evaluateArray(ctx, scope, expr)
    : ctx.within(indices, () => evaluateArray(ctx, inner, arg.value));
  const rest = ctx.freshLoop(value.dims.map((dim) => dim.size));
  if (indices.some((index) => index.to <= index.from)) return;
  const element = ctx.within(indices, () => value.at(rest.at));
  const loops = [...indices, ...rest.indices];
  if (loops.length > 0) checkSum(ctx, loops, element, expr.span);
  emitTerm(ctx, 'potential', loops, element);
}
