/**
 * Evaluates expressions on numbers, bit for bit as the module does: data at compile time, and a model's terms at a
 * point. A load out of range gives NaN: it can only be in a branch that is not taken.
 */
import type { ArrayId, Index, IndexId, ReduceFn, ScalarExpr } from '../../../grammar/ir.ts';
import { applyBinary, applyTernary, applyUnary } from '../../math/scalar-operations.ts';
import { treeSize } from '../graph/shared-parts.ts';

export interface ConstantArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}
export type Environment = Map<IndexId, number>;
export type ArrayLookup = (array: ArrayId) => ConstantArray;

/** Called with every element that is read. */
type OnLoad = (array: ArrayId, flat: number, value: number) => void;

/** Values of shared subexpressions at one position of the indices. */
export type ValueCache = Map<ScalarExpr, number>;

export function evaluate(expr: ScalarExpr, env: Environment, arrays: ArrayLookup, onLoad?: OnLoad): number {
  return evaluateCached(expr, env, arrays, cacheIfShared(expr), onLoad);
}

/** @param known null without a cache; elements read by cached parts are not reported again. */
export function evaluateCached(
  expr: ScalarExpr,
  env: Environment,
  arrays: ArrayLookup,
  known: ValueCache | null,
  onLoad?: OnLoad,
): number {
  if (known === null || expr.op === 'const' || expr.op === 'index')
    return evaluateNode(expr, env, arrays, known, onLoad);
  const before = known.get(expr);
  if (before !== undefined) return before;
  const value = evaluateNode(expr, env, arrays, known, onLoad);
  known.set(expr, value);
  return value;
}

function evaluateNode(
  expr: ScalarExpr,
  env: Environment,
  arrays: ArrayLookup,
  known: ValueCache | null,
  onLoad?: OnLoad,
): number {
  const of = (e: ScalarExpr): number => evaluateCached(e, env, arrays, known, onLoad);
  switch (expr.op) {
    case 'const':
      return expr.value;
    case 'index':
      return env.get(expr.index) ?? Number.NaN;
    case 'load': {
      const array = arrays(expr.array);
      let flat = 0;
      for (let axis = 0; axis < expr.at.length; axis++) {
        const position = of(expr.at[axis]);
        const size = array.shape[axis];
        if (!(position >= 0 && position < size)) return Number.NaN;
        flat = flat * size + position;
      }
      onLoad?.(expr.array, flat, array.values[flat]);
      return array.values[flat];
    }
    case 'unary':
      return applyUnary(expr.fn, of(expr.x));
    case 'binary':
      return applyBinary(expr.fn, of(expr.x), of(expr.y));
    case 'ternary':
      return applyTernary(expr.fn, of(expr.x), of(expr.y), of(expr.z));
    case 'select':
      return of(of(expr.cond) !== 0 ? expr.then : expr.else);
    case 'reduce': {
      const { fn, index, body } = expr;
      const from = index.segment === undefined ? index.from : of(index.segment.start);
      const to = index.segment === undefined ? index.to : of(index.segment.end);
      return reduceValues(fn, to - from, (k) => {
        env.set(index.id, from + k);
        return evaluateCached(body, env, arrays, known === null ? null : new Map(), onLoad);
      });
    }
  }
}

/** Size of a tree, in operations, from which it is searched for shared subexpressions. */
const LARGE = 200;
const isDense = new WeakMap<ScalarExpr, boolean>();

/**
 * An empty cache for an expression whose tree is far larger than its number of distinct parts, such as nested calls
 * of functions; else null, since lookups cost more than computing again.
 */
function cacheIfShared(expr: ScalarExpr): ValueCache | null {
  if (expr.op === 'const' || expr.op === 'index' || expr.op === 'load') return null;
  let dense = isDense.get(expr);
  if (dense === undefined) {
    const sizes = new Map<ScalarExpr, number>();
    const size = treeSize(expr, sizes);
    dense = size > LARGE && size > 2 * sizes.size;
    isDense.set(expr, dense);
  }
  return dense ? new Map() : null;
}

/** A reduction of the values at `0..count - 1`, in order. */
export function reduceValues(fn: ReduceFn, count: number, at: (k: number) => number): number {
  let result = START[fn];
  const values: number[] = [];
  for (let k = 0; k < count; k++) {
    const value = at(k);
    if (fn === 'sum') result += value;
    else if (fn === 'prod') result *= value;
    else if (fn === 'min') result = Math.min(result, value);
    else result = Math.max(result, value);
    if (fn === 'log_sum_exp') values.push(value);
  }
  if (fn !== 'log_sum_exp' || !Number.isFinite(result)) return result;
  const shifted = values.reduce((sum, v) => sum + applyUnary('exp', v - result), 0);
  return result + applyUnary('log', shifted);
}

/** Reductions of no values. */
const START: Readonly<Record<ReduceFn, number>> = {
  sum: 0,
  prod: 1,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  log_sum_exp: Number.NEGATIVE_INFINITY,
};

/** Visits every position of the indices, the last running fastest. */
export function eachPosition(indices: readonly Index[], visit: (env: Environment) => void): void {
  const env: Environment = new Map();
  const walk = (axis: number): void => {
    if (axis === indices.length) {
      visit(env);
      return;
    }
    for (let p = indices[axis].from; p < indices[axis].to; p++) {
      env.set(indices[axis].id, p);
      walk(axis + 1);
    }
  };
  walk(0);
}

/** Fills `out` (row-major over `shape`) at every position of the indices. */
export function tabulate(
  indices: readonly Index[],
  shape: readonly number[],
  body: ScalarExpr,
  arrays: ArrayLookup,
  out: Float64Array,
): void {
  const env: Environment = new Map();
  const visit = (axis: number, flat: number): void => {
    if (axis === indices.length) {
      out[flat] = evaluate(body, env, arrays);
      return;
    }
    const index = indices[axis];
    for (let position = index.from; position < index.to; position++) {
      env.set(index.id, position);
      visit(axis + 1, flat * shape[axis] + position);
    }
  };
  visit(0, 0);
}
