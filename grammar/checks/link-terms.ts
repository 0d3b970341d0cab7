/** The parameters that add up to a linear predictor on a log or logit scale. */
import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr } from '../syntax/ast.ts';
import { largest } from './data-scale.ts';
import { dataValuesOf } from './data-values.ts';

export interface LinkTerm {
  readonly link: 'log' | 'logit';
  /** What is observed, as written. */
  readonly target: string;
  /** The largest factor by which data multiply the parameter; 1 for an intercept. */
  readonly factor: number;
}

const linkOf: ReadonlyMap<string, LinkTerm['link']> = new Map([
  ['log_mu', 'log'],
  ['logit_p', 'logit'],
  ['logits', 'logit'],
]);

export function linkTerms(analysis: Analysis): ReadonlyMap<SymbolInfo, LinkTerm> {
  const terms = new Map<SymbolInfo, LinkTerm>();
  const text = analysis.program.text ?? '';
  for (const statement of analysis.program.statements) {
    if (statement.kind !== 'observe' || statement.distribution.kind !== 'call') continue;
    const target = text.slice(statement.target.span.start, statement.target.span.end);
    for (const { name, value } of statement.distribution.args) {
      const link = linkOf.get(name?.name ?? '');
      if (link === undefined) continue;
      for (const [symbol, factor] of factorsOf(analysis, value)) {
        const before = terms.get(symbol);
        if (before === undefined || before.factor < factor) terms.set(symbol, { link, target, factor });
      }
    }
  }
  return terms;
}

/** Parameters among the terms of a sum, through definitions, with the largest factor of each. */
function factorsOf(analysis: Analysis, expr: Expr): readonly (readonly [SymbolInfo, number])[] {
  const found: [SymbolInfo, number][] = [];
  const entered = new Set<SymbolInfo>();
  const pending: [Expr, number][] = [[expr, 1]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [at, factor] = next;
    if (at.kind === 'unary' && at.op === '-') pending.push([at.operand, factor]);
    if (at.kind === 'index') pending.push([at.target, factor]);
    if (at.kind === 'binary' && (at.op === '+' || at.op === '-'))
      pending.push([at.left, factor], [at.right, factor]);
    if (at.kind === 'binary' && at.op === '*') {
      for (const [data, other] of [
        [at.left, at.right],
        [at.right, at.left],
      ]) {
        const values = dataValuesOf(analysis, data);
        if (values !== null) pending.push([other, factor * largest(values.values)]);
      }
    }
    const symbol = at.kind === 'name' ? analysis.references.get(at) : undefined;
    if (symbol === undefined || entered.has(symbol)) continue;
    if (symbol.kind === 'param') found.push([symbol, factor]);
    const { statement } = symbol;
    if (symbol.kind === 'index' || (statement.kind !== 'let' && statement.kind !== 'deterministic')) continue;
    entered.add(symbol);
    pending.push([statement.value, factor]);
  }
  return found;
}
