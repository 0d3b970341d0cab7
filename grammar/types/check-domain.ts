/**
 * Whether an argument can lie in its domain. Only what is certain is reported: numbers, data with their
 * values, and parameters by the support of their prior; an arithmetic expression is not judged.
 */
import { replace } from '../checks/check.ts';
import { outsideSupport } from '../checks/support-mismatch.ts';
import type { Fix, Related } from '../diagnostic.ts';
import type { Domain } from '../distributions/distribution.ts';
import type { OpenSymbol } from '../scope/symbol.ts';
import type { Expr } from '../syntax/ast.ts';
import { constantOf } from './constants.ts';
import { type Context, type Env, quoted } from './context.ts';
import { find } from './resolve-names.ts';

interface DomainQuestion {
  readonly domain: Domain;
  /** The argument's name. */
  readonly name: string;
  readonly expr: Expr;
  readonly distribution: string;
}

interface Interval {
  readonly lo: number;
  /** Whether `lo` itself is outside. */
  readonly open: boolean;
  readonly hi: number;
  readonly words: string;
}

const everything = Number.POSITIVE_INFINITY;

function intervalOf(domain: Domain): Interval | null {
  switch (domain) {
    case 'positive':
    case 'positiveVector':
      return { lo: 0, open: true, hi: everything, words: 'a positive number' };
    case 'nonnegative':
      return { lo: 0, open: false, hi: everything, words: 'a number from 0' };
    case 'count':
      return { lo: 0, open: false, hi: everything, words: 'a whole number from 0' };
    case 'unit':
      return { lo: 0, open: false, hi: 1, words: 'a probability from 0 to 1' };
    case 'simplex':
      return { lo: 0, open: false, hi: 1, words: 'probabilities that sum to one' };
    default:
      return null;
  }
}

export function checkDomain(ctx: Context, env: Env, question: DomainQuestion): void {
  if (checkFinite(ctx, env, question)) return;
  const interval = intervalOf(question.domain);
  if (interval === null) return;
  const { expr } = question;
  const where = `\`${question.name}\` of \`${question.distribution}\` takes ${interval.words}`;
  const values = numbersOf(ctx, env, expr);
  if (values !== null) {
    const bad = values.find(
      (v) => v < interval.lo || (interval.open && v === interval.lo) || v > interval.hi,
    );
    if (bad !== undefined) ctx.report(outsideSupport(expr.span, `${where}, found ${bad}`));
    else if (question.domain === 'simplex' && values.length > 1) checkSum(ctx, expr, where, values);
    return;
  }
  const base = expr.kind === 'index' ? expr.target : expr;
  if (base.kind !== 'name') return;
  const symbol = find(ctx, env.scope, base.name);
  if (symbol === null) return;
  if (symbol.kind === 'param') checkParameter(ctx, question, interval, symbol, where);
  else if (symbol.kind === 'data' && expr.kind === 'name') checkData(ctx, expr, interval, symbol, where);
}

/** @returns whether it is infinite, which only the ends of a range may be. */
function checkFinite(ctx: Context, env: Env, { name, expr, distribution }: DomainQuestion): boolean {
  if (name === 'lower' || name === 'upper') return false;
  const isInfinite = (x: number): boolean => Math.abs(x) === Number.POSITIVE_INFINITY;
  const where = `\`${name}\` of \`${distribution}\` takes a finite number`;
  if (numbersOf(ctx, env, expr)?.some(isInfinite) === true) {
    ctx.report(outsideSupport(expr.span, `${where}; a flat prior is \`Flat()\``));
    return true;
  }
  const isDatum = expr.kind === 'name' && find(ctx, env.scope, expr.name)?.kind === 'data';
  const values = isDatum ? ctx.data?.arrays.get(expr.name)?.values : undefined;
  if (values?.some(isInfinite) !== true) return false;
  const only = 'infinite values are bounds of `Censored` and `Truncated` alone';
  ctx.report(
    outsideSupport(expr.span, `${where}, and ${quoted(ctx, expr.span, 'this')} has infinite ones: ${only}`),
  );
  return true;
}

/** Literal numbers, alone or in a list. */
function numbersOf(ctx: Context, env: Env, expr: Expr): readonly number[] | null {
  if (expr.kind === 'list') {
    const values = expr.elements.map((e) => constantOf(ctx, env, e));
    return values.every((v) => v !== null) ? values : null;
  }
  const constant = constantOf(ctx, env, expr);
  return constant === null ? null : [constant];
}

function checkSum(ctx: Context, expr: Expr, where: string, values: readonly number[]): void {
  const sum = values.reduce((a, b) => a + b, 0);
  if (Math.abs(sum - 1) <= 1e-6) return;
  const text = ctx.text.slice(expr.span.start, expr.span.end);
  const normalised = `${text} / sum(${text})`;
  const fixes = text === '' ? [] : [replace(`Normalise: \`${normalised}\``, expr.span, normalised)];
  const advice = text === '' ? '' : `; write \`${normalised}\``;
  ctx.report(
    outsideSupport(expr.span, `${where}, but these sum to ${Number(sum.toPrecision(6))}${advice}`, { fixes }),
  );
}

function checkParameter(
  ctx: Context,
  question: DomainQuestion,
  interval: Interval,
  symbol: OpenSymbol,
  where: string,
): void {
  const { lo, hi } = symbol.bounds;
  const below = lo !== null && lo < interval.lo;
  const above = hi !== null && hi > interval.hi;
  if (!below && !above) return;
  const prior = symbol.statement.kind === 'param' ? symbol.statement.prior : null;
  const name = prior?.kind === 'call' ? prior.callee.name : 'its prior';
  const values =
    below && above && lo === -everything && hi === everything
      ? 'any real number'
      : below
        ? 'negative values'
        : 'values above 1';
  const related: Related[] = [
    { message: `the prior of \`${symbol.name}\` allows ${values}`, span: prior?.span ?? symbol.span },
  ];
  const text = quoted(ctx, question.expr.span, 'this');
  ctx.report(
    outsideSupport(
      question.expr.span,
      `${where}, but the prior \`${name}\` of ${text} allows ${values}; give it a prior with that support or a range`,
      { related, fixes: rangeFixes(ctx, symbol, interval) },
    ),
  );
}

const halves: Readonly<Record<string, { readonly half: string; readonly location: number }>> = {
  Normal: { half: 'HalfNormal', location: 0 },
  Cauchy: { half: 'HalfCauchy', location: 0 },
  StudentT: { half: 'HalfStudentT', location: 1 },
};

/** `Normal(0, s)` becomes `HalfNormal(s)`; any other prior gets a range. */
function rangeFixes(ctx: Context, symbol: OpenSymbol, interval: Interval): readonly Fix[] {
  const { statement } = symbol;
  if (statement.kind !== 'param' || statement.range !== undefined || ctx.text === '') return [];
  const { prior } = statement;
  const range = interval.hi === 1 ? '0..1' : '0..';
  const at = { start: prior.span.end, end: prior.span.end };
  const truncate = {
    title: `Restrict \`${symbol.name}\` to \`in ${range}\``,
    edits: [{ span: at, newText: ` in ${range}` }],
  };
  if (prior.kind !== 'call' || interval.hi === 1) return [truncate];
  const half = halves[prior.callee.name];
  const location = half === undefined ? undefined : prior.args[half.location];
  if (half === undefined || location === undefined || prior.args.some((a) => a.name !== undefined))
    return [truncate];
  if (location.value.kind !== 'number' || location.value.value !== 0) return [truncate];
  const kept = prior.args
    .filter((a) => a !== location)
    .map((a) => ctx.text.slice(a.span.start, a.span.end))
    .join(', ');
  const text = `${half.half}(${kept})`;
  return [replace(`Change the prior to \`${text}\``, prior.span, text), truncate];
}

function checkData(ctx: Context, expr: Expr, interval: Interval, symbol: OpenSymbol, where: string): void {
  const array = ctx.data?.arrays.get(symbol.name);
  if (array === undefined) return;
  const at = array.values.findIndex(
    (v) => v < interval.lo || (interval.open && v === interval.lo) || v > interval.hi,
  );
  if (at < 0) return;
  ctx.report(
    outsideSupport(
      expr.span,
      `${where}, but \`${symbol.name}\` has ${array.values[at]}${placeInWords(ctx, symbol.name, at)}`,
      {
        related: dataCell(ctx, symbol, at),
      },
    ),
  );
}

/** ` in row 3` of a table, ` at position 3` of another array, nothing for a scalar. */
export function placeInWords(ctx: Context, name: string, at: number): string {
  const array = ctx.data?.arrays.get(name);
  if (array === undefined || array.dims.length === 0) return '';
  const source = ctx.data?.sources.get(name);
  const inner = array.dims.slice(1).reduce((n, d) => n * d.size, 1);
  const row = Math.floor(at / Math.max(1, inner)) + 1;
  return source?.kind === 'file' && source.column !== undefined ? ` in row ${row}` : ` at position ${row}`;
}

export function dataCell(ctx: Context, symbol: OpenSymbol, at: number): readonly Related[] {
  const array = ctx.data?.arrays.get(symbol.name);
  const source = ctx.data?.sources.get(symbol.name);
  const declaredHere: Related = { message: `\`${symbol.name}\` is declared here`, span: symbol.span };
  if (array === undefined || source?.kind !== 'file' || source.file === undefined) return [declaredHere];
  const inner = array.dims.slice(1).reduce((n, d) => n * d.size, 1);
  const row = Math.floor(at / Math.max(1, inner)) + 1;
  return [
    {
      message: `found ${array.values[at]}`,
      file: source.file,
      row,
      ...(source.column === undefined ? {} : { column: source.column }),
    },
    declaredHere,
  ];
}
