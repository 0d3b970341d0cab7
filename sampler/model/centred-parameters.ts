/** Finds centred hierarchies: grouped parameters whose prior's scale is itself a parameter. */
import { distributions } from '../../grammar/distributions/index.ts';
import type { CallExpr, Expr, ParamStatement, Program } from '../../grammar/syntax/ast.ts';

/** Names of scale arguments in the table of distributions. */
const scaleNames = new Set(['sigma', 'beta', 'b', 's', 'scale']);

function mentions(expr: Expr, param: string): boolean {
  switch (expr.kind) {
    case 'name':
      return expr.name === param;
    case 'unary':
      return mentions(expr.operand, param);
    case 'binary':
      return mentions(expr.left, param) || mentions(expr.right, param);
    case 'index':
      return mentions(expr.target, param);
    case 'call':
      return expr.args.some(({ value }) => mentions(value, param));
    default:
      return false;
  }
}

function scaleOf(prior: CallExpr): Expr | undefined {
  const distribution = distributions.get(prior.callee.name);
  if (
    distribution === undefined ||
    distribution.type !== 'continuous' ||
    distribution.support.kind !== 'interval'
  )
    return undefined;
  const position = distribution.arguments.findIndex(
    ({ name, domain }) => scaleNames.has(name) && domain === 'positive',
  );
  const named = prior.args.find(({ name }) => name !== undefined && scaleNames.has(name.name));
  return (named ?? prior.args.filter(({ name }) => name === undefined)[position])?.value;
}

interface CentredHierarchy {
  readonly statement: ParamStatement;
  /** Parameters in its scale. */
  readonly scales: readonly string[];
}

/** In the order of the text. */
export function centredHierarchies(program: Program): readonly CentredHierarchy[] {
  const params: string[] = [];
  const centred: CentredHierarchy[] = [];
  for (const statement of program.statements) {
    if (statement.kind !== 'param') continue;
    const { name, dims, prior } = statement;
    const scale = dims.length > 0 && prior.kind === 'call' ? scaleOf(prior) : undefined;
    const scales = scale === undefined ? [] : params.filter((param) => mentions(scale, param));
    if (scales.length > 0) centred.push({ statement, scales });
    params.push(name.name);
  }
  return centred;
}
