/** Evaluates expressions of data alone, as far as checks need their values. */

import type { Analysis } from '../analysis.ts';
import type { SymbolInfo } from '../scope/symbol.ts';
import type { CallExpr, Expr, IndexExpr } from '../syntax/ast.ts';
import { isSpecial } from '../syntax/special-arguments.ts';
import { momentsOf } from './data-scale.ts';

export interface DataValues {
  readonly values: ArrayLike<number>;
  /** Empty for a scalar; the sizes multiply to the number of values. */
  readonly dims: readonly { readonly name: string | null; readonly size: number }[];
  /** Position of the first value on the first axis, from 1: a range may begin further on. */
  readonly first: number;
}

/** Depth of nested definitions and operators that are followed. */
const DEEPEST = 60;

/** Null where something is not data, or is not supported here. */
export function dataValuesOf(analysis: Analysis, expr: Expr, depth = 0): DataValues | null {
  if (depth > DEEPEST) return null;
  const of = (inner: Expr) => dataValuesOf(analysis, inner, depth + 1);
  switch (expr.kind) {
    case 'number':
      return scalar(expr.value);
    case 'bool':
      return scalar(expr.value ? 1 : 0);
    case 'unary': {
      const x = of(expr.operand);
      return x === null || expr.op !== '-' ? null : map(x, (value) => -value);
    }
    case 'binary': {
      const f = operators.get(expr.op);
      const [x, y] = f === undefined ? [null, null] : [of(expr.left), of(expr.right)];
      return f === undefined || x === null || y === null ? null : zip(x, y, f);
    }
    case 'name':
      return named(analysis, analysis.references.get(expr), depth);
    case 'index':
      return element(analysis, expr, depth);
    case 'call':
      return called(expr, of);
    default:
      return null;
  }
}

function scalar(value: number): DataValues {
  return { values: [value], dims: [], first: 1 };
}

function named(analysis: Analysis, symbol: SymbolInfo | undefined, depth: number): DataValues | null {
  if (symbol === undefined) return null;
  if (symbol.kind === 'data') {
    const array = analysis.data?.arrays.get(symbol.name);
    return array === undefined ? null : { values: array.values, dims: array.dims, first: 1 };
  }
  const { statement } = symbol;
  if (symbol.kind === 'index' || (statement.kind !== 'let' && statement.kind !== 'deterministic'))
    return null;
  return statement.indices.length === 0 ? dataValuesOf(analysis, statement.value, depth + 1) : null;
}

/** `x[i]` for an index that runs over the axis or over a range of it: all the values it takes. */
function element(analysis: Analysis, expr: IndexExpr, depth: number): DataValues | null {
  const whole = dataValuesOf(analysis, expr.target, depth + 1);
  if (whole === null || whole.dims.length !== expr.args.length || whole.first !== 1) return null;
  const domains = expr.args.map((arg) => {
    const symbol = arg.kind === 'name' ? analysis.references.get(arg) : undefined;
    return symbol?.kind === 'index' ? symbol.domain : undefined;
  });
  if (domains.every((domain, i) => domain?.lo === 1 && domain.hi === whole.dims[i].size)) return whole;
  const [domain] = domains;
  if (domains.length !== 1 || domain === undefined || domain === null || !domain.fixed) return null;
  const { lo, hi } = domain;
  if (lo === null || hi === null || lo < 1 || hi > whole.dims[0].size) return null;
  const values = Array.from(whole.values).slice(lo - 1, hi);
  return { values, dims: [{ name: whole.dims[0].name, size: values.length }], first: lo };
}

function called(call: CallExpr, of: (expr: Expr) => DataValues | null): DataValues | null {
  if (call.args.some((arg) => isSpecial(arg) || arg.name !== undefined)) return null;
  const { name } = call.callee;
  const values = call.args.map((arg) => of(arg.value));
  const [x, y] = values;
  if (x === undefined || values.some((value) => value === null) || x === null) return null;
  const one = unary.get(name);
  if (one !== undefined && values.length === 1) return map(x, one);
  const two = binary.get(name);
  if (two !== undefined && values.length === 2) return y === null ? null : zip(x, y, two);
  if (values.length > 1) return null;
  const whole = reductions.get(name);
  if (whole !== undefined) return scalar(whole(Array.from(x.values)));
  if (name !== 'standardize' || x.dims.length !== 1) return null;
  const moments = momentsOf(x.values);
  return moments === null || moments.sd === 0 ? null : map(x, (value) => (value - moments.mean) / moments.sd);
}

const operators: ReadonlyMap<string, (x: number, y: number) => number> = new Map([
  ['+', (x, y) => x + y],
  ['-', (x, y) => x - y],
  ['*', (x, y) => x * y],
  ['/', (x, y) => x / y],
  ['^', (x, y) => x ** y],
]);

const unary: ReadonlyMap<string, (x: number) => number> = new Map([
  ['exp', Math.exp],
  ['log', Math.log],
  ['log2', Math.log2],
  ['log10', Math.log10],
  ['log1p', Math.log1p],
  ['sqrt', Math.sqrt],
  ['cbrt', Math.cbrt],
  ['abs', Math.abs],
  ['square', (x) => x * x],
  ['floor', Math.floor],
  ['ceil', Math.ceil],
  ['logit', (p) => Math.log(p / (1 - p))],
  ['inv_logit', (x) => 1 / (1 + Math.exp(-x))],
]);

const binary: ReadonlyMap<string, (x: number, y: number) => number> = new Map([
  ['min', Math.min],
  ['max', Math.max],
  ['pow', (x, y) => x ** y],
]);

const reductions: ReadonlyMap<string, (values: readonly number[]) => number> = new Map([
  ['sum', (values) => values.reduce((total, x) => total + x, 0)],
  ['mean', (values) => values.reduce((total, x) => total + x, 0) / values.length],
  ['min', (values) => values.reduce((least, x) => Math.min(least, x), Number.POSITIVE_INFINITY)],
  ['max', (values) => values.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY)],
  ['sd', (values) => momentsOf(values)?.sd ?? Number.NaN],
  ['var', (values) => (momentsOf(values)?.sd ?? Number.NaN) ** 2],
]);

function map(x: DataValues, f: (value: number) => number): DataValues {
  return { ...x, values: Float64Array.from(x.values, f) };
}

/** Of two scalars, of an array and a scalar, or of two arrays over the same axes. */
function zip(x: DataValues, y: DataValues, f: (x: number, y: number) => number): DataValues | null {
  if (y.dims.length === 0) return map(x, (value) => f(value, y.values[0]));
  if (x.dims.length === 0) return map(y, (value) => f(x.values[0], value));
  const isSame =
    x.dims.length === y.dims.length &&
    x.first === y.first &&
    x.dims.every((dim, i) => dim.size === y.dims[i].size && dim.name === y.dims[i].name);
  if (!isSame) return null;
  return { ...x, values: Float64Array.from(x.values, (value, i) => f(value, y.values[i])) };
}
