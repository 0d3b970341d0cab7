/** The parameters that add up to a linear predictor on a log or logit scale. */
import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { CallExpr, Expr } from '../syntax/ast.ts';
import { largest } from './data-scale.ts';
import { dataValuesOf } from './data-values.ts';
import { priorArguments } from './prior-arguments.ts';

export interface LinkTerm {
  readonly link: 'log' | 'logit' | 'probit';
  /** The observed expression as written. */
  readonly target: string;
  /** The largest factor by which data multiply the parameter; 1 for an intercept. */
  readonly factor: number;
}

const linkOf: ReadonlyMap<string, LinkTerm['link']> = new Map([
  ['log_mu', 'log'],
  ['logit_p', 'logit'],
  ['logits', 'logit'],
]);

/** Functions that take a linear predictor to a rate or a probability, where the argument is written with them. */
const linkFunctions: ReadonlyMap<string, LinkTerm['link']> = new Map([
  ['exp', 'log'],
  ['inv_logit', 'logit'],
  ['softmax', 'logit'],
  ['Phi', 'probit'],
]);
/** Arguments that are a rate or a probability. */
const linkedArguments: ReadonlySet<string> = new Set(['mu', 'p']);

interface LinkedPredictor {
  readonly link: LinkTerm['link'];
  readonly predictor: Expr;
}

/** The linear predictors of a distribution: `log_mu = E`, and `exp(E)` in the place of a rate, through definitions. */
export function linkedPredictors(analysis: Analysis, call: CallExpr): readonly LinkedPredictor[] {
  return [...priorArguments(call)].flatMap(([name, value]): readonly LinkedPredictor[] => {
    const link = linkOf.get(name);
    if (link !== undefined) return [{ link, predictor: value }];
    const written = linkedArguments.has(name) ? defined(analysis, value) : value;
    const shares = linkedArguments.has(name) ? softmaxByHand(analysis, written) : null;
    if (shares !== null) return [{ link: 'logit', predictor: shares }];
    if (written.kind !== 'call' || written.args.length !== 1) return [];
    const applied = linkFunctions.get(written.callee.name);
    return applied === undefined || !linkedArguments.has(name)
      ? []
      : [{ link: applied, predictor: written.args[0].value }];
  });
}

/** `b` of `exp(b) / sum(exp(b))`, through definitions; null for anything else. */
function softmaxByHand(analysis: Analysis, expr: Expr): Expr | null {
  if (expr.kind !== 'binary' || expr.op !== '/') return null;
  const total = argumentOf(analysis, 'sum', expr.right);
  const [above, below] = [expr.left, total].map((part) =>
    part === null ? null : argumentOf(analysis, 'exp', part),
  );
  if (above === null || below === null) return null;
  const text = ({ span: { start, end } }: Expr) => (analysis.program.text ?? '').slice(start, end);
  return text(above) === text(below) ? above : null;
}

/** The first argument of a call of a function; null for anything else. */
function argumentOf(analysis: Analysis, name: string, expr: Expr): Expr | null {
  const call = defined(analysis, expr);
  return call.kind === 'call' && call.callee.name === name ? (call.args[0]?.value ?? null) : null;
}

/** The value of a name, through definitions without indices. */
export function defined(analysis: Analysis, expr: Expr): Expr {
  let at = expr;
  const seen = new Set<SymbolInfo>();
  for (;;) {
    const symbol = at.kind === 'name' ? analysis.references.get(at) : undefined;
    const statement = symbol?.statement;
    if (symbol === undefined || symbol.kind === 'index' || seen.has(symbol)) return at;
    if (statement?.kind !== 'let' && statement?.kind !== 'deterministic') return at;
    if (statement.indices.length > 0) return at;
    seen.add(symbol);
    at = statement.value;
  }
}

export function linkTerms(analysis: Analysis): ReadonlyMap<SymbolInfo, LinkTerm> {
  const terms = new Map<SymbolInfo, LinkTerm>();
  const text = analysis.program.text ?? '';
  for (const statement of analysis.program.statements) {
    if (statement.kind !== 'observe' || statement.distribution.kind !== 'call') continue;
    const target = text.slice(statement.target.span.start, statement.target.span.end);
    for (const { link, predictor } of linkedPredictors(analysis, statement.distribution)) {
      for (const [symbol, factor] of factorsOf(analysis, predictor)) {
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
