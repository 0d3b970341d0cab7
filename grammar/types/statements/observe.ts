/** The likelihood, and predictions at new data. */
import { repeated } from '../../checks/duplicate-name.ts';
import { tooManyIndices } from '../../checks/index-count.ts';
import { outOfRange } from '../../checks/index-range.ts';
import { mustBeData } from '../../checks/needs-data.ts';
import { wrongType } from '../../checks/type-mismatch.ts';
import { unknownNameAt } from '../../checks/unknown-name.ts';
import type { OpenSymbol } from '../../scope/symbol.ts';
import { dimSize } from '../../shapes/dim-table.ts';
import { type ArrayType, arrayType, type DistributionType, unknownType } from '../../shapes/type.ts';
import type { Expr, ObserveStatement, PredictStatement } from '../../syntax/ast.ts';
import { observedInterval } from '../../syntax/interval-ends.ts';
import { bindIndices } from '../binders.ts';
import { checkObserved } from '../check-support.ts';
import { checkTruth } from '../condition.ts';
import { type Context, type Env, noteUse, quoted } from '../context.ts';
import { asArray, inferArray, inferExpr } from '../infer-array.ts';
import { noteStates } from '../infer-state-space.ts';
import { asDistribution } from '../infer-wrapper.ts';
import { checkTarget } from '../match-target-dims.ts';
import { inferSource } from './data.ts';
import { inferInterval } from './interval.ts';
import { checkRowWeight } from './row-weight.ts';
import { topLevel } from './top-level.ts';

export function checkObserve(ctx: Context, statement: ObserveStatement): void {
  const { target, indices } = statement;
  const interval = observedInterval(statement);
  const whole =
    interval === null ? inferExpr(ctx, topLevel, target) : (inferInterval(ctx, interval) ?? unknownType);
  const bound = bindIndices(ctx, topLevel, indices, statement);
  if (statement.where !== undefined) checkCondition(ctx, bound.env, statement.where);
  const found = inferExpr(ctx, bound.env, statement.distribution);
  const type = asArray(ctx, target, whole, 'after `observe`');
  const distribution = asDistribution(ctx, statement.distribution, found, 'after `~`');
  if (statement.weight !== undefined) {
    const own = type === null || distribution === null ? null : rowsOf(type, indices.length, distribution);
    checkRowWeight(ctx, bound.env, statement.weight, own);
  }
  if (type === null || distribution === null) return;
  const words = quoted(ctx, target.span, 'the target');
  if (indices.length > type.dims.length) {
    const last = indices[indices.length - 1].span.end;
    const close = /^\s*\]/.exec(ctx.text.slice(last, last + 20))?.[0].length ?? 0;
    const span = { start: target.span.start, end: last + close };
    ctx.report(tooManyIndices(span, words, type, type.dims.length, indices.length));
    return;
  }
  if (!checkIndices(ctx, statement, bound.symbols, type)) return;
  const rest = arrayType(type.element, type.dims.slice(indices.length), type.depends);
  const symbol = ctx.references.get(target);
  const span = symbol?.span ?? target.span;
  const each = indices.length > 0 ? ` at each \`${bound.symbols.map((s) => s.name).join(', ')}\`` : '';
  if (
    !checkTarget(
      ctx,
      distribution,
      { words: `${words}${each}`, type: rest, span },
      statement.distribution.span,
    )
  )
    return;
  if (distribution.name === 'LinearGaussian' && symbol?.kind === 'data')
    noteStates(ctx, symbol.name, distribution, type.dims.slice(0, indices.length));
  // Rows that are left out may hold any value.
  if (target.kind === 'name' && symbol?.kind === 'data' && statement.where === undefined) {
    const rows = bound.symbols[0]?.domain ?? null;
    checkObserved(ctx, bound.env, { symbol, expr: target, distribution, rows });
  }
}

/** `where C`: true or false at each index, from data. */
function checkCondition(ctx: Context, env: Env, where: Expr): void {
  const found = inferArray(ctx, env, where, 'as a condition');
  if (found === null) return;
  if (found.depends === 'param') {
    ctx.report(mustBeData(where.span, 'which rows are observed', quoted(ctx, where.span, 'this')));
    return;
  }
  const isOne = found.dims.length === 0;
  if (isOne) {
    checkTruth(ctx, env, where, found);
    return;
  }
  ctx.report(
    wrongType({
      span: where.span,
      expected: 'a condition that is true or false',
      found,
      where: 'behind `where`',
      advice: 'take the element at the index, as in `where not post[i]`',
    }),
  );
}

/** The axes that are left at each index, without those of one draw. */
function rowsOf(type: ArrayType, indices: number, { event }: DistributionType): ArrayType {
  const end = Math.max(indices, type.dims.length - event.length);
  return arrayType(type.element, type.dims.slice(indices, end), type.depends);
}

/** `observe y[t in 6..T]`: the range lies within the axis, a dimension is that of the axis. */
function checkIndices(
  ctx: Context,
  statement: ObserveStatement,
  symbols: readonly OpenSymbol[],
  type: ArrayType,
): boolean {
  for (const [i, symbol] of symbols.entries()) {
    const axis = type.dims[i];
    const { domain } = symbol;
    if (domain === null) continue;
    const size = dimSize(axis, ctx.table);
    const { span } = statement.indices[i].domain;
    const name = axis.kind === 'named' ? `\`${axis.name}\`` : 'this axis';
    if (domain.lo !== null && domain.lo < 1) {
      ctx.report(outOfRange({ span, what: `\`${symbol.name}\` begins at ${domain.lo}`, axis: name, size }));
      return false;
    }
    if (domain.hi !== null && size !== null && domain.hi > size) {
      ctx.report(outOfRange({ span, what: `\`${symbol.name}\` reaches ${domain.hi}`, axis: name, size }));
      return false;
    }
  }
  return true;
}

export function checkPredict(ctx: Context, statement: PredictStatement): void {
  const data = [...ctx.globals.values()].filter((s) => s.kind === 'data');
  const seen = new Map<string, Expr>();
  for (const { name, value } of statement.assignments) {
    const symbol = data.find((s) => s.name === name.name);
    if (symbol !== undefined) noteUse(ctx, symbol, name);
    else
      ctx.report(
        unknownNameAt({
          name: name.name,
          span: name.span,
          expected: 'data',
          candidates: data.map((s) => s.name),
          advice: whatIsStated(ctx.globals.get(name.name)),
        }),
      );
    const first = seen.get(name.name);
    if (first !== undefined) ctx.report(repeated(`\`${name.name}\``, name.span, first.span));
    seen.set(name.name, value);
    // Values are literals, as in a data block: text is a label there.
    inferSource(ctx, value);
  }
}

/** Valid contents of a prediction, for a message about invalid ones. */
function whatIsStated(symbol: OpenSymbol | undefined): string {
  const data = 'a prediction gives new values for data of the model';
  switch (symbol?.kind) {
    case 'param':
      return `it is a parameter, whose values are the draws of the fit; ${data}`;
    case 'let':
      return `it is computed from data and parameters; ${data}`;
    default:
      return data;
  }
}
