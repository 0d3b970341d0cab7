/** Finds centred hierarchies: grouped parameters whose prior's scale is itself a parameter. */
import { distributions } from '../../grammar/distributions/index.ts';
import type { CallExpr, Expr, Program } from '../../grammar/syntax/ast.ts';

/** Names of scale arguments in the table of distributions. */
const scaleNames = new Set(['sigma', 'beta', 'b', 's', 'scale']);

function mentions(expr: Expr, names: ReadonlySet<string>): boolean {
  switch (expr.kind) {
    case 'name':
      return names.has(expr.name);
    case 'unary':
      return mentions(expr.operand, names);
    case 'binary':
      return mentions(expr.left, names) || mentions(expr.right, names);
    case 'index':
      return mentions(expr.target, names);
    case 'call':
      return expr.args.some(({ value }) => mentions(value, names));
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

/** In the order of the text. */
export function centredParameters(program: Program): readonly string[] {
  const params = new Set<string>();
  const centred: string[] = [];
  for (const statement of program.statements) {
    if (statement.kind !== 'param') continue;
    const { name, dims, prior } = statement;
    const scale = dims.length > 0 && prior.kind === 'call' ? scaleOf(prior) : undefined;
    if (scale !== undefined && mentions(scale, params)) centred.push(name.name);
    params.add(name.name);
  }
  return centred;
}
