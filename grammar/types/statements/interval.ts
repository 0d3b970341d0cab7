/** `observe interval(lo, hi) ~ D`: values that are known only to lie between two data. */
import { missing, tooMany } from '../../checks/argument-count.ts';
import { noSuchArgument } from '../../checks/argument-name.ts';
import { mustBeData } from '../../checks/needs-data.ts';
import { shapesDiffer } from '../../checks/shape-mismatch.ts';
import { wrongType } from '../../checks/type-mismatch.ts';
import { broadcast } from '../../shapes/broadcast.ts';
import { type ArrayType, arrayType, formatType } from '../../shapes/type.ts';
import type { CallExpr, Expr } from '../../syntax/ast.ts';
import { intervalEnds } from '../../syntax/interval-ends.ts';
import { type Context, quoted } from '../context.ts';
import { axisInWords, inferArray } from '../infer-array.ts';
import { topLevel } from './top-level.ts';

const USAGE = 'observe interval(lo, hi) ~ D(…)';

/** The shape of the values; null where it has been reported as wrong. */
export function inferInterval(ctx: Context, call: CallExpr): ArrayType | null {
  const [, , third] = call.args;
  if (third !== undefined) {
    ctx.report(tooMany(third.span, 'interval', 2, call.args.length, USAGE));
    return null;
  }
  const unknown = call.args.find(
    ({ name }) => name !== undefined && name.name !== 'lo' && name.name !== 'hi',
  );
  if (unknown?.name !== undefined) {
    ctx.report(noSuchArgument(unknown.name.span, 'interval', unknown.name.name, ['lo', 'hi']));
    return null;
  }
  const { lo, hi } = intervalEnds(call);
  if (lo === undefined || hi === undefined) {
    const names = [...(lo === undefined ? ['lo'] : []), ...(hi === undefined ? ['hi'] : [])];
    ctx.report(missing(call.span, 'interval', names, USAGE));
    return null;
  }
  const [low, high] = [endOf(ctx, lo, 'lo'), endOf(ctx, hi, 'hi')];
  if (low === null || high === null) return null;
  const joined = broadcast(low.dims, high.dims, ctx.table);
  if (joined.ok)
    return arrayType(low.element === 'int' && high.element === 'int' ? 'int' : 'real', joined.dims, 'data');
  const { left, right } = joined.clash;
  ctx.report(
    shapesDiffer(
      call.span,
      `the ends of \`interval\` are \`${formatType(low)}\` and \`${formatType(high)}\`: axis ${axisInWords(ctx, left)} does not go with axis ${axisInWords(ctx, right)}`,
      [],
    ),
  );
  return null;
}

function endOf(ctx: Context, expr: Expr, name: string): ArrayType | null {
  const where = `as \`${name}\` of \`interval\``;
  const found = inferArray(ctx, topLevel, expr, where);
  if (found === null) return null;
  if (found.depends === 'param') {
    ctx.report(mustBeData(expr.span, `\`${name}\` of \`interval\``, quoted(ctx, expr.span, 'this')));
    return null;
  }
  if (found.element !== 'bool' && found.labelsOf === null) return found;
  ctx.report(wrongType({ span: expr.span, expected: 'numbers', found, where }));
  return null;
}
