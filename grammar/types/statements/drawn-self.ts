/** Elements of `param x[t in d] ~ D` and `draw x[t in d] ~ D` as their own distribution may use them. */
import { circularStep } from '../../checks/recursion-order.ts';
import { distributions } from '../../distributions/index.ts';
import type { OpenSymbol } from '../../scope/symbol.ts';
import type { DrawStatement, Expr, ParamStatement } from '../../syntax/ast.ts';
import { orderOfStep } from '../../syntax/recurrence.ts';
import { bindIndices } from '../binders.ts';
import type { Context, OrderOfDraws, Self } from '../context.ts';
import { checkSteps } from './define.ts';
import { topLevel } from './top-level.ts';

/** @param order of those that are drawn together */
export function selfOf(
  symbol: OpenSymbol,
  binders: readonly OpenSymbol[],
  distribution: Expr,
  order: OrderOfDraws = { possible: null, uses: [] },
): Self {
  return { symbol, binders, drawn: { element: elementOf(distribution), order } };
}

/** The lines of `draw { … }` or `param { … }`, each of which may use elements of the others. */
export function checkTogether<S extends DrawStatement | ParamStatement>(
  ctx: Context,
  members: readonly S[],
  rules: {
    readonly distributionOf: (line: S) => Expr;
    readonly checkElements: (line: S, bound: ReturnType<typeof bindIndices>, self: Self) => void;
  },
): void {
  const order: OrderOfDraws = { possible: null, uses: [] };
  const lines = members.flatMap((line) => {
    const symbol = ctx.references.get(line.name);
    if (symbol === undefined) return [];
    const bound = bindIndices(ctx, topLevel, line.indices, line);
    return [{ line, bound, self: selfOf(symbol, bound.symbols, rules.distributionOf(line), order) }];
  });
  const first = ctx.statement.current;
  for (const { line, bound, self } of lines) {
    ctx.statement.current = line;
    const others = lines.map((one) => one.self).filter((one) => one !== self);
    rules.checkElements(line, bound, { ...self, others });
  }
  ctx.statement.current = first;
  const along = order.possible?.[0] ?? { along: 0, step: 1 };
  checkSteps(
    ctx,
    lines.map(({ self }) => self),
    along,
  );
  const step = orderOfStep(members, along);
  if ('circle' in step) ctx.report(circularStep(members, step.circle));
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
