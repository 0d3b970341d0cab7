/** The indices of `param x[i in d] ~ D` and `draw x[i in d] ~ D`, one distribution for each of their positions. */
import type { Binder, Expr, IndexExpr } from '../../../../grammar/syntax/ast.ts';
import { walkExpr } from '../../../../grammar/syntax/walk.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import type { Context } from '../context.ts';
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
 * checker has ensured that there is such an axis.
 */
export function alongOf(
  ctx: Context,
  name: string,
  binders: readonly Binder[],
  distribution: Expr,
): number | null {
  const uses: IndexExpr[] = [];
  walkExpr(distribution, (expr) => {
    if (expr.kind === 'index' && expr.target.kind === 'name' && expr.target.name === name) uses.push(expr);
  });
  if (uses.length === 0) return null;
  const axis = binders.findIndex((_, i) =>
    uses.every(({ args }) => args[i]?.kind === 'binary' && args[i].op === '-'),
  );
  if (axis >= 0) return axis;
  const index = binders.at(-1)?.name.name ?? 't';
  return ctx.unsupported(
    `an earlier element of \`${name}\` whose distance is not written as a difference: expected \`${index} - 1\``,
    uses[0].span,
  );
}
