/** The indices of `param x[i in d] ~ D` and `draw x[i in d] ~ D`, one distribution for each of their positions. */
import type { Binder } from '../../../../grammar/syntax/ast.ts';
import { type BoundIndex, bindIndex } from '../binder.ts';
import type { Context } from '../context.ts';
import { childScope, type Scope } from '../scope.ts';

export interface BoundElements {
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
