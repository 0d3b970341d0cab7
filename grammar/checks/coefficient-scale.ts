import type { Analysis } from '../analysis.ts';
import type { Diagnostic, Fix } from '../diagnostic.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Span } from '../span.ts';
import type { Expr, Node, ParamStatement, Statement } from '../syntax/ast.ts';
import { children, walk } from '../syntax/walk.ts';
import { diagnose, type ProgramCheck, replace } from './check.ts';
import { largest, momentsOf } from './data-scale.ts';
import { dataValuesOf } from './data-values.ts';
import { literal, priorArguments } from './prior-arguments.ts';

export const coefficientScale: ProgramCheck = {
  code: 'coefficient-scale',
  severity: 'hint',
  title: 'Prior of a coefficient against the scale of its predictor',
  doc: 'The effect that a prior allows is its scale times the spread of the predictor. Where that is many times larger, or many times smaller, than the spread of the response (or than any sensible log odds), the prior says something nobody believes. `standardize(x)` puts the predictor on unit scale, so that `Normal(0, 1)` is a sensible start. Needs the data.',
  find: checkCoefficientScale,
};

/** Largest span of an effect, relative to the spread of the response, that is not reported. */
const wide = 50;
const narrow = 0.05;
/** A predictor whose spread is no more than this needs no other scale. */
const unitScale = 5;

interface Term {
  readonly coefficient: SymbolInfo;
  readonly predictor: SymbolInfo;
  /** The predictor in the product: its name, or `x - mean(x)`. */
  readonly at: Expr;
  readonly values: ArrayLike<number>;
}

function checkCoefficientScale(analysis: Analysis): readonly Diagnostic[] {
  return judgedTerms(analysis).flatMap(({ term, response }) => judge(analysis, term, response) ?? []);
}

interface JudgedTerm {
  readonly term: Term;
  readonly response: Response;
}

function judgedTerms(analysis: Analysis): readonly JudgedTerm[] {
  if (analysis.data === undefined) return [];
  const found: JudgedTerm[] = [];
  const seen = new Set<Expr>();
  for (const observe of analysis.program.statements) {
    if (observe.kind !== 'observe') continue;
    const response = responseScale(analysis, observe);
    if (response === null) continue;
    for (const term of termsOf(analysis, observe)) {
      if (seen.has(term.at)) continue;
      seen.add(term.at);
      found.push({ term, response });
    }
  }
  return found;
}

/** The spread that an effect is compared with: that of the data, or one unit on a log or logit scale. */
function responseScale(
  analysis: Analysis,
  observe: Extract<Statement, { kind: 'observe' }>,
): Response | null {
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
    if (coefficient?.kind !== 'param' || (a.kind !== 'name' && a.kind !== 'index')) continue;
    const predictor = onlyDatum(analysis, b);
    const values = dataValuesOf(analysis, b);
    if (predictor === null || values === null || values.dims.length === 0) continue;
    return { coefficient, predictor, at: b, values: values.values };
  }
  return null;
}

/** The one datum that an expression is made of. */
function onlyDatum(analysis: Analysis, expr: Expr): SymbolInfo | null {
  const data = new Set<SymbolInfo>();
  const note = (node: Node) => {
    const symbol = analysis.references.get(node);
    if (symbol?.kind === 'data') data.add(symbol);
  };
  note(expr);
  walk(expr, note);
  const [first] = data;
  return data.size === 1 ? first : null;
}

function judge(analysis: Analysis, term: Term, response: Response): Diagnostic | null {
  const effect = effectOf(analysis, term, response);
  if (effect === null || (effect.ratio >= narrow && effect.ratio <= wide)) return null;
  const { coefficient, predictor, at } = term;
  const { statement, scale, sd, ratio } = effect;
  const verdict = ratio > wide ? 'far larger' : 'far smaller';
  const isAlone = at.kind === 'name';
  const words = isAlone ? predictor.name : textOf(analysis, at);
  return diagnose(
    coefficientScale,
    at.span,
    `\`${words}\` has standard deviation ${short(sd)}, so the prior of \`${coefficient.name}\` (scale ${scale}) allows effects of about ${short(scale * sd)}, ${verdict} than ${response.words}; standardize the predictor or rescale the prior`,
    {
      related: [{ message: `the prior of \`${coefficient.name}\``, span: statement.prior.span }],
      fixes: [standardised(predictor, at)],
      ...(ratio > wide ? { names: [coefficient.name] } : {}),
    },
  );
}

function standardised(predictor: SymbolInfo, at: Expr): Fix {
  return replace(`Change to \`standardize(${predictor.name})\``, at.span, `standardize(${predictor.name})`);
}

function textOf({ program }: Analysis, { span }: Expr): string {
  return (program.text ?? '').slice(span.start, span.end);
}

interface Response {
  readonly sd: number;
  readonly words: string;
}

interface Effect {
  readonly statement: ParamStatement;
  /** Scale of the prior. */
  readonly scale: number;
  /** Spread of the predictor. */
  readonly sd: number;
  /** The prior's range of the effect compared with the spread of the response. */
  readonly ratio: number;
}

function effectOf(
  analysis: Analysis,
  { coefficient, predictor, values }: Term,
  response: Response,
): Effect | null {
  const { statement } = coefficient;
  if (statement.kind !== 'param' || statement.prior.kind !== 'call') return null;
  if (statement.prior.callee.name !== 'Normal') return null;
  const scale = literal(priorArguments(statement.prior).get('sigma'));
  const array = analysis.data?.arrays.get(predictor.name);
  if (scale === null || scale <= 0 || array === undefined || array.labelsOf !== null) return null;
  const moments = momentsOf(values);
  if (moments === null || moments.sd === 0) return null;
  return { statement, scale, sd: moments.sd, ratio: (scale * moments.sd) / response.sd };
}

/** A coefficient whose prior reaches far beyond the response, as a cause of a failed run. */
interface WideEffect {
  readonly coefficient: string;
  /** `` `x` runs to 1100 under a prior of sd 1000 ``. */
  readonly words: string;
  readonly advice: string;
  readonly span: Span;
  readonly fix: Fix;
}

/** The widest first. */
export function wideEffects(analysis: Analysis): readonly WideEffect[] {
  return judgedTerms(analysis)
    .flatMap(({ term, response }) => {
      const effect = effectOf(analysis, term, response);
      return effect === null || effect.ratio <= wide || effect.sd <= unitScale ? [] : [{ term, effect }];
    })
    .sort((a, b) => b.effect.ratio - a.effect.ratio)
    .map(({ term: { coefficient, predictor, at }, effect: { scale } }) => {
      const most = largest(analysis.data?.arrays.get(predictor.name)?.values ?? []);
      return {
        coefficient: coefficient.name,
        words: `\`${predictor.name}\` runs to ${short(most)} under a prior of sd ${scale} for \`${coefficient.name}\``,
        advice: `Write \`standardize(${predictor.name})\` in the place of \`${textOf(analysis, at)}\`, with narrower priors such as \`Normal(0, 1)\``,
        span: at.span,
        fix: standardised(predictor, at),
      };
    });
}

function short(x: number): string {
  return String(Number(x.toPrecision(3)));
}
