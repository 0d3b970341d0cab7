/** `in LO..HI` after data and after parameters. */
import { nothingInRange } from '../../checks/empty-range.ts';
import { mustBeData } from '../../checks/needs-data.ts';
import { shapesDiffer } from '../../checks/shape-mismatch.ts';
import { fits } from '../../shapes/broadcast.ts';
import { formatType, type Type } from '../../shapes/type.ts';
import type { Range } from '../../syntax/ast.ts';
import { constantOf } from '../constants.ts';
import { type Context, type Env, excerpt, quoted } from '../context.ts';
import { axisInWords, inferArray } from '../infer-array.ts';
import { shapeOrigin } from '../shape-origin.ts';
import { topLevel } from './top-level.ts';

export function checkRange(
  ctx: Context,
  range: Range | undefined,
  type: Type,
  mayBeParam: boolean,
  env: Env = topLevel,
): void {
  if (range === undefined) return;
  for (const end of [range.lo, range.hi]) {
    if (end === undefined) continue;
    const found = inferArray(ctx, env, end, 'as an end of a range');
    if (found === null || type.kind !== 'array') continue;
    if (!mayBeParam && found.depends === 'param')
      ctx.report(mustBeData(end.span, 'the range of data', quoted(ctx, end.span, 'this')));
    const misfit = fits(found.dims, type.dims, ctx.table);
    if (misfit === null) continue;
    if (end.kind === 'list' && end === range.hi && type.dims.length === 0) {
      const size = excerpt(ctx, end.span);
      const message = `\`${size}\` is the end of the range here; a size is written before the range, as in \`real${size} in 0..\``;
      ctx.report(shapesDiffer(end.span, message, []));
      continue;
    }
    ctx.report(
      shapesDiffer(
        end.span,
        `the end of the range is \`${formatType(found)}\`, but what it bounds is \`${formatType(type)}\`, which has no axis ${axisInWords(ctx, misfit.extra)}`,
        shapeOrigin(ctx, end, misfit.extra),
      ),
    );
  }
  const lo = range.lo && constantOf(ctx, env, range.lo);
  const hi = range.hi && constantOf(ctx, env, range.hi);
  if (typeof lo !== 'number' || typeof hi !== 'number' || hi > lo || (!mayBeParam && hi === lo)) return;
  // The loader has already reported the values out of range.
  const { start, end } = range.span;
  const said = ctx.data?.diagnostics.some((d) => d.span.start === start && d.span.end === end);
  if (!said) ctx.report(nothingInRange(range.span, lo, hi));
}
