import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr } from '../syntax/ast.ts';
import { diagnose, type ProgramCheck } from './check.ts';
import { priorArguments } from './prior-arguments.ts';

export const redundantIntercept: ProgramCheck = {
  code: 'redundant-intercept',
  severity: 'hint',
  title: 'An intercept that the mean of a group effect repeats',
  doc: 'In `alpha + a[g]` with `a[g] ~ Normal(mu, sigma)` the data see only the sum of `alpha` and `mu`: any amount can move from one to the other. The priors alone hold them apart, so the sampler walks along a ridge and the intervals of both are wide. Centre the group effect on 0, or leave the intercept out.',
  find: checkRedundantIntercept,
};

/** Arguments that take a linear predictor. */
const locations = ['mu', 'eta', 'p', 'logit_p', 'log_mu'];
/** Functions of one argument around a linear predictor. */
const links: ReadonlySet<string> = new Set(['exp', 'inv_logit', 'Phi']);

/** A scalar parameter that is a term of a sum. */
interface Mean {
  readonly symbol: SymbolInfo;
  /** Where the mean of a group effect is written; absent for an intercept itself. */
  readonly inPriorOf?: { readonly effect: SymbolInfo; readonly at: Expr };
}

function checkRedundantIntercept(analysis: Analysis): readonly Diagnostic[] {
  const found = new Map<Expr, Diagnostic>();
  for (const observe of analysis.program.statements) {
    if (observe.kind !== 'observe' || observe.distribution.kind !== 'call') continue;
    const args = priorArguments(observe.distribution);
    for (const location of locations) {
      const means = meansOf(analysis, termsOf(analysis, args.get(location)));
      for (const { symbol, inPriorOf } of means) {
        const other = means.find((mean) => mean.symbol !== symbol && mean.inPriorOf?.at !== inPriorOf?.at);
        if (inPriorOf === undefined || other === undefined || found.has(inPriorOf.at)) continue;
        // Report one of two effects that both have a mean.
        if (other.inPriorOf !== undefined && found.has(other.inPriorOf.at)) continue;
        found.set(inPriorOf.at, finding(analysis, symbol, inPriorOf, other.symbol));
      }
    }
  }
  return [...found.values()];
}

function finding(
  analysis: Analysis,
  symbol: SymbolInfo,
  { effect, at }: NonNullable<Mean['inPriorOf']>,
  other: SymbolInfo,
): Diagnostic {
  return diagnose(
    redundantIntercept,
    at.span,
    `\`${symbol.name}\`, the mean of \`${effect.name}\`, and \`${other.name}\` only enter as their sum, so the data cannot tell them apart; centre \`${effect.name}\` on 0, or leave \`${other.name}\` out`,
    {
      related: [{ message: `\`${other.name}\` is declared here`, span: other.span }],
      fixes: at.kind === 'name' ? [centred(analysis, symbol, effect, at)] : [],
      names: [symbol.name, other.name, effect.name],
    },
  );
}

/** Replaces the mean by zero and removes the line of its parameter. */
function centred({ program }: Analysis, symbol: SymbolInfo, effect: SymbolInfo, at: Expr): Fix {
  const text = program.text ?? '';
  const { span } = symbol.statement;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const newline = text.indexOf('\n', span.end);
  const end = newline < 0 ? text.length : newline + 1;
  const rest = text.slice(span.end, end).trim();
  const alone = text.slice(start, span.start).trim() === '' && (rest === '' || rest.startsWith('#'));
  return {
    title: `Centre \`${effect.name}\` on 0`,
    edits: [
      { span: alone ? { start, end } : span, newText: '' },
      { span: at.span, newText: '0' },
    ],
  };
}

/** The scalar parameters among the terms of a sum, and those that are the means of its group effects. */
function meansOf(analysis: Analysis, terms: readonly Expr[]): readonly Mean[] {
  return terms.flatMap((term): readonly Mean[] => {
    const symbol = analysis.references.get(term.kind === 'index' ? term.target : term);
    if (symbol === undefined) return [];
    if (isScalarParam(symbol)) return onlyHere(symbol) ? [{ symbol }] : [];
    if (symbol.statement.kind !== 'param' || symbol.statement.prior.kind !== 'call') return [];
    const mu = priorArguments(symbol.statement.prior).get('mu');
    return termsOf(analysis, mu).flatMap((at): readonly Mean[] => {
      const mean = analysis.references.get(at);
      if (mean === undefined || !isScalarParam(mean) || !onlyHere(mean)) return [];
      return [{ symbol: mean, inPriorOf: { effect: symbol, at } }];
    });
  });
}

function isScalarParam({ kind, type }: SymbolInfo): boolean {
  return kind === 'param' && (type.kind !== 'array' || type.dims.length === 0);
}

/** Used once: another use could identify it. */
function onlyHere({ uses }: SymbolInfo): boolean {
  return uses.length === 1;
}

/** The terms of a sum, through definitions and links. */
function termsOf(analysis: Analysis, expr: Expr | undefined): readonly Expr[] {
  const terms: Expr[] = [];
  const entered = new Set<SymbolInfo>();
  const pending = expr === undefined ? [] : [expr];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const symbol = analysis.references.get(at.kind === 'index' ? at.target : at);
    if (at.kind === 'binary' && (at.op === '+' || at.op === '-')) pending.push(at.left, at.right);
    else if (at.kind === 'call' && links.has(at.callee.name) && at.args.length === 1)
      pending.push(at.args[0].value);
    else if (symbol?.statement.kind === 'let' || symbol?.statement.kind === 'deterministic') {
      if (!entered.has(symbol)) pending.push(symbol.statement.value);
      entered.add(symbol);
    } else terms.push(at);
  }
  return terms;
}
