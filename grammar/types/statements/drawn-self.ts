/** Elements of `param x[t in d] ~ D` and `draw x[t in d] ~ D` as their own distribution may use them. */
import { distributions } from '../../distributions/index.ts';
import type { OpenSymbol } from '../../scope/symbol.ts';
import type { Expr } from '../../syntax/ast.ts';
import type { OrderOfDraws, Self } from '../context.ts';

/** @param order of those that are drawn together */
export function selfOf(
  symbol: OpenSymbol,
  binders: readonly OpenSymbol[],
  distribution: Expr,
  order: OrderOfDraws = { possible: null, uses: [] },
): Self {
  return { symbol, binders, drawn: { element: elementOf(distribution), order } };
}

/** Known from the name of the distribution, before its arguments, which may use the elements, have types. */
function elementOf(distribution: Expr): 'int' | 'real' {
  if (distribution.kind === 'if') return elementOf(distribution.then);
  if (distribution.kind !== 'call') return 'real';
  const entry = distributions.get(distribution.callee.name);
  if (entry !== undefined) return entry.type === 'discrete' ? 'int' : 'real';
  // `Truncated(D, …)`, `Mixture(w, D, …)`: of the first part that is a distribution.
  const inner = distribution.args.map(({ value }) => value).find((value) => value.kind === 'call');
  return inner === undefined ? 'real' : elementOf(inner);
}
