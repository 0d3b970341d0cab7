/** `observe y ~ D weight w`: a number for each row, or one for all, that data determine. */
import { mustBeData } from '../../checks/needs-data.ts';
import { shapesDiffer } from '../../checks/shape-mismatch.ts';
import { wrongType } from '../../checks/type-mismatch.ts';
import { fits } from '../../shapes/broadcast.ts';
import { type ArrayType, formatType } from '../../shapes/type.ts';
import type { Expr } from '../../syntax/ast.ts';
import { type Context, type Env, quoted } from '../context.ts';
import { axisInWords, inferArray } from '../infer-array.ts';
import { shapeOrigin } from '../shape-origin.ts';

/** @param rows the axes over which the density has one value each; null where they are not known. */
export function checkRowWeight(ctx: Context, env: Env, weight: Expr, rows: ArrayType | null): void {
  const found = inferArray(ctx, env, weight, 'as a weight');
  if (found === null) return;
  const words = quoted(ctx, weight.span, 'this');
  if (found.depends === 'param') {
    ctx.report(mustBeData(weight.span, 'a weight', words));
    return;
  }
  if (found.element === 'bool' || found.labelsOf !== null) {
    const expected = 'a number for each row';
    const advice = found.element === 'bool' ? 'write `if … then 1 else 0`' : undefined;
    ctx.report(wrongType({ span: weight.span, expected, found, where: 'as a weight', advice }));
    return;
  }
  const misfit = rows === null ? null : fits(found.dims, rows.dims, ctx.table);
  if (misfit === null || rows === null) return;
  const message = `${words} is \`${formatType(found)}\`, but there is one density for each element of \`${formatType(rows)}\`, which has no axis ${axisInWords(ctx, misfit.extra)}`;
  ctx.report(shapesDiffer(weight.span, message, shapeOrigin(ctx, weight, misfit.extra)));
}
