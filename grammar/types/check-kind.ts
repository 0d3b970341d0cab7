/**
 * Whether an argument is of the kind that the distribution takes: probabilities that sum to one, increasing
 * cutpoints, a covariance, a Cholesky factor. Only what is certain from the text is reported here.
 */
import { replace } from '../checks/check.ts';
import { wrongKind } from '../checks/kind-mismatch.ts';
import type { Fix, Related } from '../diagnostic.ts';
import type { OpenSymbol } from '../scope/symbol.ts';
import { dimSize } from '../shapes/dim-table.ts';
import { type ArrayType, formatDim, type Type } from '../shapes/type.ts';
import { type Fit, fitOf, type Need, needInWords, structureInWords } from '../shapes/vector-matrix-kind.ts';
import type { Arg, Expr, ListExpr } from '../syntax/ast.ts';
import { type Context, type Env, quoted } from './context.ts';
import {
  constantPolynomial,
  constantValue,
  type Polynomial,
  polynomialOf,
  scale,
  sum,
} from './polynomial.ts';
import { find } from './resolve-names.ts';

interface KindQuestion {
  /** Null where all values of its range are valid. */
  readonly need: Need | null;
  /** The argument's name. */
  readonly name: string;
  readonly arg: Arg;
  readonly type: Type;
  /** Names of arguments that take the other form of a matrix: `chol` for `cov` and the reverse. */
  readonly otherForm: string | null;
  /** Number of outcomes of these probabilities, if known. */
  readonly outcomes?: number | null;
  /** A form of the distribution that takes any numbers instead of probabilities: `logits`. */
  readonly unnormalised: string | null;
}

/** False after reporting. */
export function checkKind(ctx: Context, env: Env, question: KindQuestion): boolean {
  const { need, type } = question;
  if (need === null || type.kind !== 'array') return true;
  if (type.dims.length === 0) return checkNumber(ctx, question, need, type);
  const { value } = question.arg;
  const last = type.dims[type.dims.length - 1];
  const fit = fitOf(type.structure, need, dimSize(last, ctx.table));
  const words = quoted(ctx, value.span, 'this');
  const takes = `\`${question.name}\` takes ${needOverAxis(need, type)}`;
  if (fit === 'differs' && type.structure !== undefined) {
    const isIndependent = type.structure.kind.startsWith('independent');
    const found = isIndependent
      ? `the elements of ${words} vary independently of each other`
      : `${words} is ${structureInWords(type.structure)}`;
    const symbol = parameterOf(ctx, env, value);
    const fixes = fixesOf(ctx, question, need, type, symbol);
    ctx.report(
      wrongKind(value.span, `${takes}, but ${found}${advice(fixes)}`, {
        fixes,
        related: originOf(symbol),
      }),
    );
    return false;
  }
  if (fit === 'fits') {
    // In a function's body the types are those of one call.
    if (ctx.open.size === 0 && ctx.statement.current.kind !== 'fun') ctx.kindsKnown.add(value);
    return true;
  }
  const list = fitOfList(ctx, env, value, type, need);
  if (list.fit !== 'differs') return true;
  const fixes = need === 'simplex' ? [...lastOne(ctx, value), ...normalised(ctx, value)] : [];
  ctx.report(wrongKind(value.span, `${takes}, but ${list.found}${advice(fixes)}`, { fixes }));
  return false;
}

/** A single number would mean a vector of equal elements, which is not of any kind. */
function checkNumber(
  ctx: Context,
  { name, arg, outcomes }: KindQuestion,
  need: Need,
  type: ArrayType,
): boolean {
  if (need !== 'simplex' && need !== 'ordered') return true;
  const { value } = arg;
  const text = ctx.text.slice(value.span.start, value.span.end);
  const vector = need === 'simplex' ? `[${text}, 1 - ${text}]` : `[${text}]`;
  const isSimple = value.kind === 'name' || value.kind === 'number' || value.kind === 'index';
  const fits = need === 'ordered' || outcomes === 2;
  const fixes = isSimple && fits && text !== '' ? [replace(`Write \`${vector}\``, value.span, vector)] : [];
  const words = quoted(ctx, value.span, 'this');
  const message = `\`${name}\` takes ${needOverAxis(need, type)}, but ${words} is a single number${advice(fixes)}`;
  ctx.report(wrongKind(value.span, message, { fixes }));
  return false;
}

/** With the name of the axis over which probabilities sum to one. */
function needOverAxis(need: Need, type: ArrayType): string {
  const last = type.dims[type.dims.length - 1];
  const over = need === 'simplex' && last?.kind === 'named' ? ` over \`${formatDim(last)}\`` : '';
  return `${needInWords(need)}${over}`;
}

/** `; write …`, as the first fix does. */
function advice([first]: readonly Fix[]): string {
  return first === undefined ? '' : `; ${first.title.charAt(0).toLowerCase()}${first.title.slice(1)}`;
}

function parameterOf(ctx: Context, env: Env, expr: Expr): OpenSymbol | null {
  const base = expr.kind === 'index' ? expr.target : expr;
  const symbol = base.kind === 'name' ? find(ctx, env.scope, base.name) : null;
  return symbol?.kind === 'param' ? symbol : null;
}

function originOf(symbol: OpenSymbol | null): readonly Related[] {
  if (symbol?.statement.kind !== 'param') return [];
  return [{ message: `\`${symbol.name}\` is declared here`, span: symbol.statement.span }];
}

function fixesOf(
  ctx: Context,
  { arg, name, otherForm, unnormalised }: KindQuestion,
  need: Need,
  type: ArrayType,
  symbol: OpenSymbol | null,
): readonly Fix[] {
  if (ctx.text === '') return [];
  const text = ctx.text.slice(arg.value.span.start, arg.value.span.end);
  const kind = type.structure?.kind;
  const isFactor = kind === 'cholesky_corr' || kind === 'cholesky_cov' || kind === 'lower';
  const asOther = otherForm === null ? null : `${otherForm} = ${text}`;
  if (isSymmetric(need) && isFactor) {
    if (asOther !== null && kind !== 'lower') return [replace(`Write \`${asOther}\``, arg.span, asOther)];
    const simple = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) ? text : `(${text})`;
    const product = `${simple} @ transpose(${text})`;
    return [replace(`Write \`${product}\``, arg.value.span, product)];
  }
  if (need === 'chol') {
    if ((kind === 'cov' || kind === 'corr') && asOther !== null)
      return [replace(`Write \`${asOther}\``, arg.span, asOther)];
    if (kind === 'upper') {
      const { value } = arg;
      const inner = value.kind === 'call' && value.callee.name === 'transpose' ? value.args[0]?.value : null;
      const factor = inner ? ctx.text.slice(inner.span.start, inner.span.end) : `transpose(${text})`;
      return [replace(`Write \`${factor}\``, arg.value.span, factor)];
    }
  }
  const ofPrior = symbol === null ? [] : priorFixes(ctx, symbol, need, type);
  const isUnbounded = symbol !== null && symbol.bounds.lo === Number.NEGATIVE_INFINITY;
  if (unnormalised === null || !isUnbounded || name === unnormalised) return ofPrior;
  const logits = `${unnormalised} = ${text}`;
  return [replace(`Write \`${logits}\``, arg.span, logits), ...ofPrior];
}

/** Another prior or type of the parameter itself. */
function priorFixes(ctx: Context, symbol: OpenSymbol, need: Need, type: ArrayType): readonly Fix[] {
  const { statement, bounds } = symbol;
  if (statement.kind !== 'param' || statement.type !== undefined || statement.range !== undefined) return [];
  if (type.structure?.kind.startsWith('independent') !== true || statement.dims.length === 0) return [];
  const head = ctx.text.slice(statement.name.span.start, statement.prior.span.start).replace(/\s*~\s*$/, '');
  const prior = ctx.text.slice(statement.prior.span.start, statement.prior.span.end);
  if (need === 'simplex') {
    const last = type.dims[type.dims.length - 1];
    const size = dimSize(last, ctx.table);
    const ones = size === null || size > 8 ? '1' : `[${new Array<string>(size).fill('1').join(', ')}]`;
    const dirichlet = `Dirichlet(${ones})`;
    const written = `param ${head} ~ ${dirichlet}`;
    return [{ title: `Write \`${written}\``, edits: [{ span: statement.prior.span, newText: dirichlet }] }];
  }
  if (need !== 'ordered' || bounds.hi !== Number.POSITIVE_INFINITY) return [];
  if (bounds.lo !== Number.NEGATIVE_INFINITY && bounds.lo !== 0) return [];
  const dims = statement.dims[statement.dims.length - 1].span.end;
  const close = ctx.text.indexOf(']', dims);
  if (close < 0 || close > statement.prior.span.start) return [];
  const end = close + 1;
  const written = `param ${ctx.text.slice(statement.name.span.start, end)}: ordered ~ ${prior}`;
  return [{ title: `Write \`${written}\``, edits: [{ span: { start: end, end }, newText: ': ordered' }] }];
}

/** `[a, b, c]` becomes `[a, b, c] / sum([a, b, c])`, if the last one cannot be determined by the others. */
function normalised(ctx: Context, expr: Expr): readonly Fix[] {
  if (expr.kind !== 'list' || expr.elements.length < 3) return [];
  const text = ctx.text.slice(expr.span.start, expr.span.end);
  const isShort = text.length <= 40 && !text.includes('\n');
  return isShort
    ? [replace(`Normalise: \`${text} / sum(${text})\``, expr.span, `${text} / sum(${text})`)]
    : [];
}

/** `[a, b]` becomes `[a, 1 - a]`. */
function lastOne(ctx: Context, expr: Expr): readonly Fix[] {
  if (expr.kind !== 'list' || expr.elements.length !== 2 || ctx.text === '') return [];
  const [first, last] = expr.elements;
  if (first.kind !== 'name' && first.kind !== 'index' && first.kind !== 'number') return [];
  const text = ctx.text.slice(first.span.start, first.span.end);
  return [replace(`Write \`[${text}, 1 - ${text}]\``, last.span, `1 - ${text}`)];
}

function isSymmetric(need: Need): boolean {
  return need === 'cov' || need === 'positive_definite' || need === 'semidefinite' || need === 'symmetric';
}

interface ListFit {
  readonly fit: Fit;
  /** The problem, if it is not the usual one. */
  readonly found: string;
}

const unknownFit: ListFit = { fit: 'unknown', found: '' };

/** A list, or nested lists, whose elements are polynomials of the unknowns. */
function fitOfList(ctx: Context, env: Env, expr: Expr, type: ArrayType, need: Need): ListFit {
  const list = listOf(ctx, env, expr);
  if (list === null) return unknownFit;
  if (need === 'simplex' || need === 'ordered') {
    if (type.dims.length !== 1) return unknownFit;
    const parts = list.elements.map((e) => polynomialOf(ctx, env, e));
    const known = parts.filter((p) => p !== null);
    if (known.length < parts.length || known.length === 0) return unknownFit;
    return need === 'simplex' ? fitOfSum(ctx, expr, known) : fitOfOrder(known);
  }
  if (type.dims.length !== 2) return unknownFit;
  return fitOfMatrix(ctx, env, list, need);
}

function listOf(ctx: Context, env: Env, expr: Expr): ListExpr | null {
  if (expr.kind === 'list') return expr;
  const symbol = expr.kind === 'name' ? find(ctx, env.scope, expr.name) : null;
  const statement = symbol?.statement;
  if (statement?.kind !== 'let' || statement.indices.length > 0) return null;
  return statement.value.kind === 'list' ? statement.value : null;
}

function fitOfSum(ctx: Context, expr: Expr, parts: readonly Polynomial[]): ListFit {
  // Numbers alone are checked with the range of each.
  if (parts.every((part) => typeof constantValue(part) === 'number')) return unknownFit;
  const total = constantValue(parts.reduce(sum, constantPolynomial(0)));
  if (total === null) return unknownFit;
  if (total === 'varies')
    return {
      fit: 'differs',
      found: `the sum of ${quoted(ctx, expr.span, 'these')} varies with its unknowns`,
    };
  if (Math.abs(total - 1) > 1e-6)
    return { fit: 'differs', found: `these sum to ${Number(total.toPrecision(6))}` };
  return { fit: 'fits', found: '' };
}

function fitOfOrder(parts: readonly Polynomial[]): ListFit {
  let fit: Fit = 'fits';
  for (let i = 1; i < parts.length; i++) {
    const step = constantValue(sum(parts[i], scale(parts[i - 1], -1)));
    if (typeof step === 'number' && step <= 0)
      return { fit: 'differs', found: `element ${i + 1} is not above element ${i}` };
    if (typeof step !== 'number') fit = 'unknown';
  }
  return { fit, found: '' };
}

function fitOfMatrix(ctx: Context, env: Env, list: ListExpr, need: Need): ListFit {
  const rows = list.elements.map((row) =>
    row.kind === 'list' ? row.elements.map((e) => polynomialOf(ctx, env, e)) : null,
  );
  const n = rows.length;
  let fit: Fit = 'fits';
  for (const [i, row] of rows.entries()) {
    if (row === null || row.length !== n) return unknownFit;
    for (let j = i + 1; j < n; j++) {
      const above = row[j];
      const below = rows[j]?.[i] ?? null;
      if (above === null || (isSymmetric(need) && below === null)) {
        fit = 'unknown';
        continue;
      }
      const rest = isSymmetric(need) && below !== null ? sum(above, scale(below, -1)) : above;
      const value = constantValue(rest);
      if (value === null) fit = 'unknown';
      else if (value === 'varies' || Math.abs(value) > 1e-6)
        return { fit: 'differs', found: matrixFault(need, i, j, above, below) };
    }
  }
  return { fit: fit === 'fits' && need === 'chol' ? 'unknown' : fit, found: '' };
}

function matrixFault(need: Need, i: number, j: number, above: Polynomial, below: Polynomial | null): string {
  const shown = (p: Polynomial | null) => {
    const value = p === null ? null : constantValue(p);
    return typeof value === 'number' ? ` = ${value}` : '';
  };
  if (need === 'chol') return `its element [${i + 1}, ${j + 1}]${shown(above)} lies above the diagonal`;
  return `it is not symmetric: element [${i + 1}, ${j + 1}]${shown(above)} and element [${j + 1}, ${i + 1}]${shown(below)} differ`;
}
