/** Reductions along named axes, by groups, or over a comprehension. */
import { tooMany } from '../checks/argument-count.ts';
import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { countOfConditions } from '../checks/type-mismatch.ts';
import type { BuiltinFunction } from '../functions/function.ts';
import { reductionElement } from '../functions/reductions.ts';
import { arrayType, type Dim, formatType, type Type, unknownType } from '../shapes/type.ts';
import type { Arg, CallExpr } from '../syntax/ast.ts';
import { bindIndices } from './binders.ts';
import { type Context, type Env, quoted } from './context.ts';
import { dimsByGroup } from './dims-by-group.ts';
import { asArray, inferExpr } from './infer-array.ts';
import { ofCall } from './infer-kind.ts';
import { inferLoose } from './infer-loose.ts';
import { resolveDimension } from './resolve-names.ts';
import { shapeOrigin } from './shape-origin.ts';
import { axesNamed, reportAmbiguous } from './which-axis.ts';

/** `count(x > 0)` counts all elements; who writes it wants those that are true. */
export const isCountOfConditions = (fn: BuiltinFunction, type: Type | undefined): boolean =>
  fn.name === 'count' && type?.kind === 'array' && type.element === 'bool';

/** `sum(x over home)`, `sum(x by county_of)` and `sum(f(k) for k in state)`. */
export function inferReduction(
  ctx: Context,
  env: Env,
  call: CallExpr,
  fn: BuiltinFunction,
  special: Arg,
): Type {
  const extra = call.args.find((a) => a !== special);
  if (extra !== undefined) {
    inferLoose(ctx, env, call);
    ctx.report(tooMany(extra.span, fn.name, 1, call.args.length, `${fn.name}(x over d)`));
    return unknownType;
  }
  const inner = special.binders ? bindIndices(ctx, env, special.binders, ctx.statement.current).env : env;
  const type = asArray(
    ctx,
    special.value,
    inferExpr(ctx, inner, special.value),
    `as an argument of \`${fn.name}\``,
  );
  let dims: readonly Dim[] = type?.dims ?? [];
  let known = type !== null;
  if (type !== null && isCountOfConditions(fn, type)) {
    ctx.report(countOfConditions(call.callee.span, type));
    known = false;
  }
  for (const ident of special.over ?? []) {
    const dim = resolveDimension(ctx, env.scope, ident.name, ident);
    if (dim === null || type === null) {
      known = false;
      continue;
    }
    const meant = special.over?.filter(({ name }) => name === ident.name).length ?? 1;
    if (axesNamed(type.dims, ident.name) > meant) {
      known = false;
      const isOneOfSeveral = (special.over ?? []).length > 1;
      const { value } = special;
      reportAmbiguous(ctx, env, { callee: fn.name, call, value, ident, dims: type.dims, isOneOfSeveral });
      continue;
    }
    const at = dims.findLastIndex((d) => d.kind === 'named' && d.name === ident.name);
    if (at < 0) {
      known = false;
      const text = quoted(ctx, special.value.span, 'this');
      ctx.report(
        shapesDiffer(
          ident.span,
          `${text} is \`${formatType(type)}\`, which has no dimension \`${ident.name}\` to reduce over`,
          type.dims.length > 0 ? shapeOrigin(ctx, special.value, type.dims[0]) : [],
        ),
      );
      continue;
    }
    dims = dims.filter((_, i) => i !== at);
  }
  if (special.by !== undefined) {
    const grouped = dimsByGroup(ctx, inner, special, dims);
    if (grouped === null) known = false;
    else dims = grouped;
  }
  if (!known || type === null) return unknownType;
  const depends = fn.name === 'count' ? 'data' : type.depends;
  return ofCall(fn.name, [type], arrayType(reductionElement(fn.name, type.element), dims, depends));
}
