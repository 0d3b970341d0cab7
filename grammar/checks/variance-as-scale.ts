import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { distributions } from '../distributions/index.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';
import { priorArguments } from './prior-arguments.ts';

export const varianceAsScale: ProgramCheck = {
  code: 'variance-as-scale',
  severity: 'hint',
  title: 'A variance where a standard deviation is meant',
  doc: 'The argument `sigma` of `Normal` and of other distributions is a scale (for `Normal` the standard deviation), as in Stan and PyMC. `Normal(mu, sigma^2)`, as textbooks write it, takes the square as the standard deviation. A variance `v` is written `Normal(mu, sqrt(v))`.',
  find: checkVarianceAsScale,
};

function checkVarianceAsScale(analysis: Analysis): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const statement of analysis.program.statements) {
    walk(statement, (node) => {
      if ('kind' in node && node.kind === 'call') found.push(...judge(analysis, node as CallExpr));
    });
  }
  return found;
}

function judge({ program }: Analysis, call: CallExpr): readonly Diagnostic[] {
  const { name } = call.callee;
  const sigma = distributions.has(name) ? priorArguments(call).get('sigma') : undefined;
  const base = sigma === undefined ? null : squared(sigma);
  if (sigma === undefined || base === null || program.text === undefined) return [];
  const textOf = ({ span }: Expr) => (program.text ?? '').slice(span.start, span.end);
  const scale = textOf(base);
  return [
    diagnose(
      varianceAsScale,
      sigma.span,
      `\`sigma\` of \`${name}\` is a scale and not a variance, but \`${textOf(sigma)}\` is a square; write \`${scale}\` if that is the standard deviation`,
      { fixes: [replace(`Change to \`${scale}\``, sigma.span, scale)] },
    ),
  ];
}

/** The `x` of `x^2`, `square(x)` and `x * x`, if it is a name, an element or a number; null for anything else. */
function squared(expr: Expr): Expr | null {
  if (expr.kind === 'call') {
    const [arg] = expr.args;
    return expr.callee.name === 'square' && expr.args.length === 1 ? simple(arg.value) : null;
  }
  if (expr.kind !== 'binary') return null;
  const { op, left, right } = expr;
  if (op === '^') return right.kind === 'number' && right.value === 2 ? simple(left) : null;
  const isSame = left.kind === 'name' && right.kind === 'name' && left.name === right.name;
  return op === '*' && isSame ? left : null;
}

function simple(expr: Expr): Expr | null {
  return expr.kind === 'name' || expr.kind === 'index' || expr.kind === 'number' ? expr : null;
}
