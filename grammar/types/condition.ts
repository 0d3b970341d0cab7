/** What counts as true: a truth value, or an integer, of which 0 is false and every other true. */
import { wrongType } from '../checks/type-mismatch.ts';
import type { ArrayType } from '../shapes/type.ts';
import type { Expr } from '../syntax/ast.ts';
import { type Context, type Env, quoted } from './context.ts';

/** False after reporting numbers that are hardly ever 0, and labels, which never are. */
export function checkTruth(ctx: Context, env: Env, expr: Expr, type: ArrayType): boolean {
  const isLabel = type.labelsOf !== null;
  if ((type.element !== 'real' && !isLabel) || isBeingDefined(env, expr)) return true;
  const text = quoted(ctx, expr.span, 'x').replaceAll('`', '');
  ctx.report(
    wrongType({
      span: expr.span,
      expected: 'true or false, or an integer of which 0 is false,',
      found: type,
      where: 'as a condition',
      advice: isLabel
        ? `compare it with a label, as in \`${text} == "a"\``
        : `compare it with a number, as in \`${text} > 0\``,
    }),
  );
  return false;
}

/** `alive[t - 1]` in the definition of `alive`, whose type is not known yet. */
function isBeingDefined({ self }: Env, expr: Expr): boolean {
  if (self === null || self.drawn !== undefined || expr.kind !== 'index' || expr.target.kind !== 'name')
    return false;
  const { name } = expr.target;
  return [self, ...(self.others ?? [])].some(({ symbol }) => symbol.name === name);
}
