/** Whether the weights of a mixture are unchanged when two components are exchanged. */
import type { Analysis } from '../analysis.ts';
import type { Expr, ParamStatement } from '../syntax/ast.ts';
import type { ListedMixture } from './mixtures.ts';
import { literal, priorArguments } from './prior-arguments.ts';

export function areWeightsSymmetric(analysis: Analysis, { weights }: ListedMixture): boolean {
  return weights.kind === 'first'
    ? isSymmetricShare(analysis, weights.expr)
    : isSymmetric(analysis, weights.expr, 0);
}

/** Depth of `let`s through which a value is followed. */
const MOST_HOPS = 20;

/** Whether weights are exchangeable. */
function isSymmetric(analysis: Analysis, expr: Expr, hops: number): boolean {
  if (hops > MOST_HOPS) return false;
  if (expr.kind === 'list') {
    const values = expr.elements.map((element) => literal(element));
    if (values.every((value) => value !== null && value === values[0])) return true;
    const [a, b] = expr.elements;
    if (expr.elements.length !== 2) return false;
    return (
      (isComplement(analysis, a, b) && isSymmetricShare(analysis, a)) ||
      (isComplement(analysis, b, a) && isSymmetricShare(analysis, b))
    );
  }
  const statement = analysis.references.get(expr)?.statement;
  if (statement?.kind === 'let' && statement.indices.length === 0)
    return isSymmetric(analysis, statement.value, hops + 1);
  if (statement?.kind !== 'param' || statement.prior.kind !== 'call') return false;
  if (statement.prior.callee.name !== 'Dirichlet') return false;
  const [alpha] = statement.prior.args;
  const { value } = alpha;
  if (value.kind !== 'list') return literal(value) !== null;
  const values = value.elements.map((element) => literal(element));
  return values.every((v) => v !== null && v === values[0]);
}

/** `b` is `1 - a`. */
function isComplement(analysis: Analysis, a: Expr, b: Expr): boolean {
  if (b.kind !== 'binary' || b.op !== '-' || literal(b.left) !== 1) return false;
  const symbol = analysis.references.get(a);
  return symbol !== undefined && symbol === analysis.references.get(b.right);
}

/** Links under which a value and its negative are a share and its complement. */
const oddLinks: ReadonlySet<string> = new Set(['inv_logit', 'Phi']);

/** Whether a share has the same prior as its complement. */
function isSymmetricShare(analysis: Analysis, expr: Expr, hops = 0): boolean {
  if (hops > MOST_HOPS) return false;
  if (literal(expr) === 0.5) return true;
  if (expr.kind === 'call' && oddLinks.has(expr.callee.name) && expr.args.length === 1) {
    const inner = analysis.references.get(expr.args[0].value)?.statement;
    return inner?.kind === 'param' && isAround(inner, 0);
  }
  const statement = analysis.references.get(expr)?.statement;
  if (statement?.kind === 'let' && statement.indices.length === 0)
    return isSymmetricShare(analysis, statement.value, hops + 1);
  return statement?.kind === 'param' && isAround(statement, 0.5);
}

/** Whether a prior is symmetric about a value. */
function isAround({ prior, type, range, dims }: ParamStatement, centre: number): boolean {
  if (prior.kind !== 'call' || type !== undefined || range !== undefined || dims.length > 0) return false;
  const args = priorArguments(prior);
  const value = (name: string) => literal(args.get(name));
  switch (prior.callee.name) {
    case 'Beta':
      return centre === 0.5 && value('alpha') !== null && value('alpha') === value('beta');
    case 'Uniform': {
      const [lower, upper] = [value('lower'), value('upper')];
      return lower !== null && upper !== null && Math.abs(lower + upper - 2 * centre) < 1e-12;
    }
    case 'LogitNormal':
      return centre === 0.5 && value('mu') === 0;
    case 'Flat':
      return centre === 0;
    case 'Cauchy':
      return value('alpha') === centre;
    case 'Normal':
    case 'StudentT':
    case 'Logistic':
    case 'Laplace':
      return value('mu') === centre;
    default:
      return false;
  }
}
