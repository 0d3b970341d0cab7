/** The indices of `param x[i in d] ~ D` and `draw x[i in d] ~ D`, one distribution for each of their positions. */
import type { Binder, Expr, IndexExpr } from '../../../../grammar/syntax/ast.ts';
import { walkExpr } from '../../../../grammar/syntax/walk.ts';
import { allPositions } from '../all-positions.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import { createEvaluator } from '../constant-evaluation.ts';
import type { Context } from '../context.ts';
import { evaluateArray } from '../evaluate.ts';
import { childScope, type Scope } from '../scope.ts';

interface BoundElements {
  readonly bound: readonly BoundIndex[];
  /** With the indices. */
  readonly scope: Scope;
}

export function bindElements(
  ctx: Context,
  outer: Scope,
  name: string,
  binders: readonly Binder[],
): BoundElements {
  const bound: BoundIndex[] = [];
  let scope = outer;
  for (const binder of binders) {
    const index = bindIndex(ctx, scope, binder);
    if (index.inside !== undefined)
      ctx.unsupported(
        `a range of \`${name}\` whose ends differ from element to element: expected a dimension, with an \`if\` for the elements before the first, as in \`if t < first[i] then … else …\``,
        binder.span,
      );
    if (index.index.from !== 0)
      ctx.unsupported(
        `the index of ${name} starts at ${index.first}: expected a dimension, or a range from 1`,
        binder.span,
      );
    bound.push(index);
    scope = childScope(scope, [[index.name, index.value]]);
  }
  return { bound, scope };
}

/**
 * The axis along which elements use earlier ones of their own, `1` for `x[i, t - 1]`; null where they use none. The
 * checker has ensured that there is such an axis; that positions in data, as in `x[parent[n]]`, are earlier is seen here.
 */
export function alongOf(
  ctx: Context,
  name: string,
  binders: readonly Binder[],
  distribution: Expr,
  { bound, scope }: BoundElements,
): number | null {
  const uses: IndexExpr[] = [];
  walkExpr(distribution, (expr) => {
    if (expr.kind === 'index' && expr.target.kind === 'name' && expr.target.name === name) uses.push(expr);
  });
  if (uses.length === 0) return null;
  const isDifference = (arg: IndexExpr['args'][number] | undefined): boolean =>
    arg?.kind === 'binary' && arg.op === '-';
  const axis = binders.findIndex((_, i) =>
    uses.every(({ args }) => isDifference(args[i]) || args[i]?.kind === 'index'),
  );
  const index = binders.at(-1)?.name.name ?? 't';
  if (axis < 0)
    return ctx.unsupported(
      `an earlier element of \`${name}\` whose distance is not written as a difference: expected \`${index} - 1\``,
      uses[0].span,
    );
  for (const { args } of uses) {
    const arg = args[axis];
    if (arg.kind === 'index') checkEarlier(ctx, name, { bound, scope }, axis, arg);
  }
  return axis;
}

/** Whether the position, a datum of the indices, is that of an earlier element; before the first there is none. */
function checkEarlier(
  ctx: Context,
  name: string,
  { bound, scope }: BoundElements,
  axis: number,
  position: IndexExpr,
): void {
  const indices = bound.map(({ index }) => index);
  const element = ctx.within(indices, () => evaluateArray(ctx, scope, position).at([]));
  const evaluate = createEvaluator(ctx);
  for (const env of allPositions(indices)) {
    const found = evaluate(element, env);
    const own = (env.get(indices[axis].id) ?? 0) + 1;
    if (found !== null && found < own) continue;
    const at = indices.map(({ id }) => (env.get(id) ?? 0) + 1).join(',');
    ctx.fail(
      'recursion-order',
      `element ${at} of \`${name}\` would depend on element ${found ?? 'unknown'}, which is not earlier: expected each position in the data to be below its own; sort the rows so that those that others depend on come first`,
      position.span,
    );
  }
}
