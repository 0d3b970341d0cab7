import type { Analysis } from '../analysis.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Expr, Node, Statement } from '../syntax/ast.ts';
import { children } from '../syntax/walk.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';
import { momentsOf } from './data-scale.ts';
import { literal, priorArguments } from './prior-arguments.ts';

export const coefficientScale: ProgramCheck = {
  code: 'coefficient-scale',
  severity: 'hint',
  title: 'Prior of a coefficient against the scale of its predictor',
  doc: 'The effect that a prior allows is its scale times the spread of the predictor. Where that is many times larger, or many times smaller, than the spread of the response (or than any sensible log odds), the prior says something nobody believes. `standardize(x)` puts the predictor on unit scale, so that `Normal(0, 1)` is a sensible start. Needs the data.',
  find: checkCoefficientScale,
};

/** How many times the spread of the response an effect may span before it is remarked on. */
const wide = 50;
const narrow = 0.05;

interface Term {
  readonly coefficient: SymbolInfo;
  readonly predictor: SymbolInfo;
  /** The predictor's name in the product. */
  readonly at: Expr;
}

function checkCoefficientScale(analysis: Analysis): readonly Diagnostic[] {
  if (analysis.data === undefined) return [];
  const found: Diagnostic[] = [];
  const seen = new Set<Expr>();
  for (const observe of analysis.program.statements) {
    if (observe.kind !== 'observe') continue;
    const response = responseScale(analysis, observe);
    if (response === null) continue;
    for (const term of termsOf(analysis, observe)) {
      if (seen.has(term.at)) continue;
      seen.add(term.at);
      const finding = judge(analysis, term, response);
      if (finding !== null) found.push(finding);
    }
  }
  return found;
}

/** The spread that an effect is compared with: that of the data, or one unit on a log or logit scale. */
function responseScale(
  analysis: Analysis,
  observe: Extract<Statement, { kind: 'observe' }>,
): { readonly sd: number; readonly words: string } | null {
  const { distribution, target } = observe;
  if (distribution.kind !== 'call') return null;
  const link = distribution.args.find((a) => a.name && /^(logit_|log_|logits$)/.test(a.name.name));
  if (link !== undefined) return { sd: 1, words: link.name?.name === 'log_mu' ? 'a log rate' : 'log odds' };
  if (distribution.callee.name !== 'Normal' && distribution.callee.name !== 'StudentT') return null;
  const symbol = analysis.references.get(target);
  const array = symbol?.kind === 'data' ? analysis.data?.arrays.get(symbol.name) : undefined;
  const moments = array === undefined ? null : momentsOf(array.values);
  if (symbol === undefined || moments === null || moments.sd === 0) return null;
  return { sd: moments.sd, words: `\`${symbol.name}\`, whose standard deviation is ${short(moments.sd)}` };
}

/** Products of a scalar coefficient and a predictor that add up to the location, through `let`s. */
function termsOf(analysis: Analysis, observe: Extract<Statement, { kind: 'observe' }>): readonly Term[] {
  if (observe.distribution.kind !== 'call') return [];
  const terms: Term[] = [];
  const visited = new Set<SymbolInfo>();
  const visit = (expr: Node): void => {
    const term = termOf(analysis, expr);
    if (term !== null) terms.push(term);
    if (!('kind' in expr)) return;
    if (expr.kind === 'binary') {
      const { op, left, right } = expr as Extract<Expr, { kind: 'binary' }>;
      if (op === '+' || op === '-') {
        visit(left);
        visit(right);
      }
      return;
    }
    if (expr.kind !== 'name') return;
    const symbol = analysis.references.get(expr);
    const statement = symbol?.statement;
    if (symbol === undefined || visited.has(symbol)) return;
    if (
      (statement?.kind === 'let' || statement?.kind === 'deterministic') &&
      statement.indices.length === 0
    ) {
      visited.add(symbol);
      visit(statement.value);
    }
  };
  for (const arg of children(observe.distribution)) {
    if ('value' in arg && typeof arg.value === 'object' && 'span' in arg.value) visit(arg.value);
  }
  return terms;
}

function termOf(analysis: Analysis, expr: Node): Term | null {
  if (!('kind' in expr) || expr.kind !== 'binary') return null;
  const { op, left, right } = expr as Extract<Expr, { kind: 'binary' }>;
  if (op !== '*') return null;
  for (const [a, b] of [
    [left, right],
    [right, left],
  ]) {
    const coefficient = analysis.references.get(a.kind === 'index' ? a.target : a);
    const predictor = analysis.references.get(b);
    if (coefficient?.kind !== 'param' || predictor?.kind !== 'data' || b.kind !== 'name') continue;
    if (a.kind !== 'name' && a.kind !== 'index') continue;
    return { coefficient, predictor, at: b };
  }
  return null;
}

function judge(
  analysis: Analysis,
  { coefficient, predictor, at }: Term,
  response: { readonly sd: number; readonly words: string },
): Diagnostic | null {
  const { statement } = coefficient;
  if (
    statement.kind !== 'param' ||
    statement.prior.kind !== 'call' ||
    statement.prior.callee.name !== 'Normal'
  )
    return null;
  const scale = literal(priorArguments(statement.prior).get('sigma'));
  const array = analysis.data?.arrays.get(predictor.name);
  if (
    scale === null ||
    scale <= 0 ||
    array === undefined ||
    array.labelsOf !== null ||
    array.dims.length === 0
  )
    return null;
  const moments = momentsOf(array.values);
  if (moments === null || moments.sd === 0) return null;
  const effect = scale * moments.sd;
  const ratio = effect / response.sd;
  if (ratio >= narrow && ratio <= wide) return null;
  const verdict = ratio > wide ? 'far larger' : 'far smaller';
  return diagnose(
    coefficientScale,
    at.span,
    `\`${predictor.name}\` has standard deviation ${short(moments.sd)}, so the prior of \`${coefficient.name}\` (scale ${scale}) allows effects of about ${short(effect)}, ${verdict} than ${response.words}; standardize the predictor or rescale the prior`,
    {
      related: [{ message: `the prior of \`${coefficient.name}\``, span: statement.prior.span }],
      fixes: [
        replace(`Change to \`standardize(${predictor.name})\``, at.span, `standardize(${predictor.name})`),
      ],
    },
  );
}

function short(x: number): string {
  return String(Number(x.toPrecision(3)));
}
