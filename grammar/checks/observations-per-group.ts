/** Observations per element of a group effect: few of them make a funnel. */
import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { Dim } from '../shapes/type.ts';
import type { CallExpr, Expr, IndexExpr, Node, ObserveStatement } from '../syntax/ast.ts';
import { children } from '../syntax/walk.ts';
import { momentsOf } from './data-scale.ts';
import { literal, priorArguments } from './prior-arguments.ts';

interface Evidence {
  /** Observations of each element; a trial of a binomial and an event that is counted are one each. */
  readonly perGroup: number;
  /** Whether the errors are known, and small relative to the spread of the observations. */
  readonly precise: boolean;
}

/** Null if unknown: no data, or an effect that enters other than by an index. */
export function evidenceOf(analysis: Analysis, symbol: SymbolInfo): Evidence | null {
  // The same rows may mention an effect twice; other index data are other evidence.
  const found = new Map<SymbolInfo | ObserveStatement, number>();
  let precise = false;
  for (const observe of analysis.program.statements) {
    if (observe.kind !== 'observe') continue;
    const weight = weightOf(analysis, observe);
    const entered = new Set<SymbolInfo>();
    const add = (by: SymbolInfo | ObserveStatement, rows: number | null): void => {
      if (rows === null) return;
      found.set(by, Math.max(found.get(by) ?? 0, rows * weight));
      precise ||= rows * signalToNoise(analysis, observe) >= clearSignal;
    };
    /** `rows` is the number of observations per element where a definition was entered through an index. */
    const visit = (node: Node, rows: Gathered | null): void => {
      const index = 'kind' in node && node.kind === 'index' ? (node as IndexExpr) : null;
      const target = analysis.references.get(index?.target ?? node);
      const over = index === null ? rows : (gathered(analysis, observe, index) ?? rows);
      if (target === symbol) add(over?.by ?? observe, over?.rows ?? alongside(analysis, observe, symbol));
      if (
        (target?.statement.kind === 'let' || target?.statement.kind === 'deterministic') &&
        !entered.has(target)
      ) {
        entered.add(target);
        visit(target.statement.value, over);
      }
      for (const child of children(node)) if (child !== index?.target) visit(child, rows);
    };
    visit(observe.distribution, null);
  }
  if (found.size === 0) return null;
  return { perGroup: [...found.values()].reduce((sum, rows) => sum + rows, 0), precise };
}

/** Ratio of signal variance to known error variance above which centred effects are sampled well. */
const clearSignal = 2;

interface Gathered {
  readonly by: SymbolInfo | ObserveStatement;
  readonly rows: number | null;
}

/** `a[county_of]`, `a[county_of[i]]` or `a[i]`: observations per element of `a`. */
function gathered(analysis: Analysis, observe: ObserveStatement, { args }: IndexExpr): Gathered | null {
  const [first] = args;
  if (first === undefined) return null;
  const symbol = analysis.references.get(first.kind === 'index' ? first.target : first);
  if (symbol?.kind === 'index')
    return { by: observe, rows: rowsOver(analysis, observe, [symbol.domain?.dim]) };
  const array = symbol?.kind === 'data' ? analysis.data?.arrays.get(symbol.name) : undefined;
  if (symbol === undefined || array === undefined || array.values.length === 0) return null;
  return { by: symbol, rows: array.values.length / new Set(array.values).size };
}

/** Observations per element of an effect whose dimensions the observed datum has too. */
function alongside(analysis: Analysis, observe: ObserveStatement, { type }: SymbolInfo): number | null {
  return type.kind === 'array' ? rowsOver(analysis, observe, type.dims) : null;
}

function rowsOver(
  analysis: Analysis,
  { target }: ObserveStatement,
  dims: readonly (Dim | undefined)[],
): number | null {
  const type = analysis.types.get(target);
  if (type?.kind !== 'array') return null;
  const names = dims.map((dim) => (dim?.kind === 'named' ? dim.name : null));
  const observed = type.dims.map((dim) => (dim.kind === 'named' ? dim.name : null));
  if (names.some((name) => name === null || !observed.includes(name))) return null;
  const others = type.dims.filter((dim) => dim.kind !== 'named' || !names.includes(dim.name));
  const sizes = others.map((dim) => (dim.kind === 'named' ? analysis.dims.sizeOf(dim.name) : dim.size));
  return sizes.reduce<number | null>(
    (rows, size) => (rows === null || size === null ? null : rows * size),
    1,
  );
}

/** What one row counts for: the trials of a binomial, the events of a count. */
function weightOf(analysis: Analysis, { distribution, target }: ObserveStatement): number {
  if (distribution.kind !== 'call') return 1;
  const name = distribution.callee.name;
  if (/Binomial$/.test(name) && !name.includes('Negative'))
    return Math.max(1, meanOf(analysis, priorArguments(distribution).get('n')) ?? 1);
  if (/Poisson$|NegativeBinomial$/.test(name)) return Math.max(1, meanOf(analysis, target) ?? 1);
  return 1;
}

/** Signal-to-error ratio of a normal likelihood with known errors; 0 if unknown. */
function signalToNoise(analysis: Analysis, { distribution, target }: ObserveStatement): number {
  if (distribution.kind !== 'call' || !isNormal(distribution)) return 0;
  const sigma = priorArguments(distribution).get('sigma');
  const values = valuesOf(analysis, sigma);
  const number = literal(sigma);
  const noise = number !== null ? number ** 2 : values === null ? null : mean(values.map((x) => x ** 2));
  const spread = momentsOf(valuesOf(analysis, target) ?? []);
  return noise === null || spread === null || noise <= 0 ? 0 : (spread.sd ** 2 - noise) / noise;
}

function isNormal({ callee }: CallExpr): boolean {
  return callee.name === 'Normal' || callee.name === 'StudentT';
}

function meanOf(analysis: Analysis, expr: Expr | undefined): number | null {
  const values = valuesOf(analysis, expr);
  return values === null || values.length === 0 ? literal(expr) : mean(values);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, x) => sum + x, 0) / values.length;
}

/** The values of a datum that is written by its name alone. */
function valuesOf({ references, data }: Analysis, expr: Expr | undefined): Float64Array | null {
  const symbol = expr === undefined ? undefined : references.get(expr);
  const array = symbol?.kind === 'data' ? data?.arrays.get(symbol.name) : undefined;
  return array?.values.filter((x) => Number.isFinite(x)) ?? null;
}
