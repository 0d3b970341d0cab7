/** The arguments of a prior as written, by the names of the distribution's parameterisation. */
import { distributions } from '../distributions/index.ts';
import { bindArguments } from '../distributions/lookup.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';

export function priorArguments(call: CallExpr): ReadonlyMap<string, Expr> {
  const entry = distributions.get(call.callee.name);
  if (entry === undefined) return new Map();
  const binding = bindArguments(
    entry,
    call.args.map((a) => ({ name: a.name?.name })),
  );
  if (binding.kind === 'error') return new Map();
  const given = new Map<string, Expr>();
  binding.signature.forEach((argument, i) => {
    const at = binding.order[i];
    if (at !== null) given.set(argument.name, call.args[at].value);
  });
  return given;
}

/** A number as written, with a minus sign or a power such as `10^6`; null for anything else. */
export function literal(expr: Expr | undefined): number | null {
  if (expr?.kind === 'number') return expr.value;
  if (expr?.kind === 'unary' && expr.op === '-') {
    const x = literal(expr.operand);
    return x === null ? null : -x;
  }
  if (expr?.kind === 'binary' && (expr.op === '^' || expr.op === '*')) {
    const x = literal(expr.left);
    const y = literal(expr.right);
    if (x === null || y === null) return null;
    return expr.op === '^' ? x ** y : x * y;
  }
  return null;
}
