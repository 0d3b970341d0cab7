/**
 * A `distribution` of the program as an entry like those of the table, so that checker, compiler and editor treat it
 * alike. Its texts are those of the program, with the value called `x`.
 */
import type { DistributionStatement, Expr, FunStatement } from '../syntax/ast.ts';
import { type AnyNode, children } from '../syntax/walk.ts';
import { real } from './argument.ts';
import type { Distribution } from './distribution.ts';

/** Names that draw a number, in `draw =` alone, with what they draw. */
export const drawnNumbers: ReadonlyMap<string, string> = new Map([
  ['uniform', 'a number between 0 and 1, uniformly'],
  ['normal', 'a number of the standard normal distribution'],
]);

/** The line of that name; null where there is none. */
export function lineOf(
  statement: DistributionStatement,
  name: 'logpdf' | 'draw',
): DistributionStatement['entries'][number] | null {
  return statement.entries.find((entry) => entry.name.name === name) ?? null;
}

/** @param functions those of the program, which its lines may call. */
export function ownDistribution(
  statement: DistributionStatement,
  text: string,
  functions: readonly FunStatement[] = [],
): Distribution {
  const { name, params, support, discrete } = statement;
  const density = lineOf(statement, 'logpdf');
  const draw = lineOf(statement, 'draw');
  const written = (expr: Expr): string => text.slice(expr.span.start, expr.span.end);
  const lower = boundText(support?.lo, written);
  const upper = boundText(support?.hi, written);
  const bounds = { ...(lower === null ? {} : { lower }), ...(upper === null ? {} : { upper }) };
  // What depends on the arguments is part of the density.
  const outside = [
    ...(lower === null || isNumber(lower) ? [] : [`x < (${lower})`]),
    ...(upper === null || isNumber(upper) ? [] : [`x > (${upper})`]),
  ].join(' or ');
  const inside = density === null ? 'log(0)' : inTermsOfX(density.value, density.argument?.name ?? 'x', text);
  return {
    name: name.name,
    type: discrete === undefined ? 'continuous' : 'discrete',
    eventDims: 0,
    arguments: params.map((param) => real(param.name, '')),
    support: { kind: discrete === undefined ? 'interval' : 'integers', ...bounds },
    logDensity: outside === '' ? inside : `if ${outside} then log(0) else (${inside})`,
    ...(hasPoint(density?.value, density?.argument?.name ?? 'x') ? { atom: 'lower' as const } : {}),
    doc: '',
    own: { functions, ...(draw === null ? {} : { draw: draw.value }) },
  };
}

/** Null where unbounded. */
function boundText(bound: Expr | undefined, written: (expr: Expr) => string): string | null {
  if (bound === undefined) return null;
  const text = written(bound).replace(/\s+/g, ' ');
  return /^-? ?inf$/.test(text) ? null : text.replace(/^- /, '-');
}

function isNumber(text: string): boolean {
  return Number.isFinite(Number(text));
}

/** The expression's text with `x` for the name of the value. */
function inTermsOfX(expr: Expr, value: string, text: string): string {
  const places = value === 'x' ? [] : usesOf(expr, value);
  let [result, at] = ['', expr.span.start];
  for (const { span } of places) {
    result += `${text.slice(at, span.start)}x`;
    at = span.end;
  }
  return result + text.slice(at, expr.span.end);
}

/** Uses of a name within an expression, without those of an index of that name. */
function usesOf(node: AnyNode, name: string): readonly AnyNode[] {
  if ('kind' in node && node.kind === 'name') return node.name === name ? [node] : [];
  if ('binders' in node && node.binders?.some((binder) => binder.name.name === name) === true) return [];
  return children(node).flatMap((child) => usesOf(child, name));
}

/** Whether the density tells a single value apart, which then has a probability of its own. */
function hasPoint(expr: Expr | undefined, value: string): boolean {
  return expr !== undefined && pointsOf(expr, value).length > 0;
}

/** The expressions that the value is compared with by `==`. */
export function pointsOf(node: AnyNode, value: string): readonly Expr[] {
  const isValue = (expr: Expr): boolean => expr.kind === 'name' && expr.name === value;
  if ('kind' in node && node.kind === 'binary' && node.op === '==') {
    if (isValue(node.left)) return [node.right];
    if (isValue(node.right)) return [node.left];
  }
  return children(node).flatMap((child) => pointsOf(child, value));
}
