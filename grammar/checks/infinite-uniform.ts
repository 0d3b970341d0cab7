import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { CallExpr, Expr, Statement } from '../syntax/ast.ts';
import { type Check, diagnose, replace } from './check.ts';

export const infiniteUniform: Check = {
  code: 'infinite-uniform',
  severity: 'error',
  title: 'A uniform distribution over an infinite range',
  doc: 'A uniform distribution over an infinite range has no density. The flat prior of other languages, which is not normalised, is `Flat()` here, `HalfFlat()` from 0 on, and `Flat() in 2..` from elsewhere on. A proper prior such as `Normal(0, 10)` is better wherever something is known.',
};

/** The finite ends of `Uniform(lower, upper)` with an infinite end; null for any other call. */
export function overInfiniteRange(call: CallExpr, statement: Statement, text: string): Diagnostic | null {
  if (call.callee.name !== 'Uniform' || call.args.length !== 2) return null;
  const given = (name: string, at: number): Expr =>
    (call.args.find((arg) => arg.name?.name === name) ?? call.args[at]).value;
  const [lower, upper] = [given('lower', 0), given('upper', 1)];
  const isOpen = [infinity(lower) < 0, infinity(upper) > 0];
  if (!isOpen[0] && !isOpen[1]) return null;
  const words = (expr: Expr) => text.slice(expr.span.start, expr.span.end);
  const instead = isOpen[0]
    ? isOpen[1]
      ? 'Flat()'
      : `Flat() in ..${words(upper)}`
    : lower.kind === 'number' && lower.value === 0
      ? 'HalfFlat()'
      : `Flat() in ${words(lower)}..`;
  return diagnose(
    infiniteUniform,
    call.span,
    `a uniform distribution over an infinite range has no density; write \`${instead}\` for a flat prior, or a proper one such as \`Normal(0, 10)\``,
    { fixes: fixOf(call, statement, instead) },
  );
}

/** A range follows a parameter's prior, at most once. */
function fixOf(call: CallExpr, statement: Statement, instead: string): readonly Fix[] {
  const isPrior = statement.kind === 'param' && statement.prior === call;
  if (instead.includes(' in ') && (!isPrior || statement.range !== undefined)) return [];
  return [replace(`Change to \`${instead}\``, call.span, instead)];
}

const infinities: ReadonlySet<string> = new Set([
  'inf',
  'infinity',
  'infty',
  'positive_infinity',
  'negative_infinity',
]);

/** The sign of an infinity, however another language writes it; 0 for anything else. */
function infinity(expr: Expr): number {
  switch (expr.kind) {
    case 'unary':
      return expr.op === '-' ? -infinity(expr.operand) : 0;
    case 'number':
      return expr.value === Number.POSITIVE_INFINITY ? 1 : 0;
    case 'name':
      return infinities.has(expr.name.toLowerCase()) ? signOf(expr.name) : 0;
    case 'call':
      return infinities.has(expr.callee.name.toLowerCase()) ? signOf(expr.callee.name) : 0;
    case 'binary': {
      const isByZero = expr.op === '/' && expr.right.kind === 'number' && expr.right.value === 0;
      if (!isByZero) return 0;
      const { left } = expr;
      if (left.kind === 'number') return Math.sign(left.value);
      return left.kind === 'unary' && left.op === '-' && left.operand.kind === 'number' ? -1 : 0;
    }
    default:
      return 0;
  }
}

function signOf(name: string): number {
  return name.toLowerCase().startsWith('neg') ? -1 : 1;
}
