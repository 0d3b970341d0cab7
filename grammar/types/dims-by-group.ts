/** Dims of a reduction by labels: `sum(x by site_of)` has one value for each site, over what other dims `x` has. */

import { shapesDiffer } from '../checks/shape-mismatch.ts';
import { wrongType } from '../checks/type-mismatch.ts';
import type { Dim } from '../shapes/type.ts';
import { formatType } from '../shapes/type.ts';
import type { Arg } from '../syntax/ast.ts';
import { type Context, type Env, quoted } from './context.ts';
import { inferExpr } from './infer-array.ts';

/** @param dims of what is reduced. Null, with a report, where the labels do not say which of its elements belong together. */
export function dimsByGroup(ctx: Context, env: Env, arg: Arg, dims: readonly Dim[]): readonly Dim[] | null {
  if (arg.by === undefined) return dims;
  const labels = inferExpr(ctx, env, arg.by);
  if (labels.kind === 'unknown') return null;
  const isLabels = labels.kind === 'array' && labels.labelsOf !== null && labels.dims.length > 0;
  if (!isLabels || labels.depends === 'param') {
    ctx.report(
      wrongType({
        span: arg.by.span,
        expected: 'labels from data',
        found: labels,
        where: 'after `by`',
        advice: 'a datum such as `site_of : site[row]` says which rows belong to which site',
      }),
    );
    return null;
  }
  const kept = [...dims];
  for (const dim of labels.dims) {
    const at = kept.findLastIndex((d) => d.kind === 'named' && dim.kind === 'named' && d.name === dim.name);
    if (at < 0) {
      const value = quoted(ctx, arg.value.span, 'this');
      const by = quoted(ctx, arg.by.span, 'the labels');
      ctx.report(
        shapesDiffer(
          arg.by.span,
          `${by} is \`${formatType(labels)}\`, and ${value} has no dimension ${dim.kind === 'named' ? `\`${dim.name}\`` : 'without a name'} to reduce`,
          [],
        ),
      );
      return null;
    }
    kept.splice(at, 1);
  }
  return [{ kind: 'named', name: labels.labelsOf ?? '' }, ...kept];
}
