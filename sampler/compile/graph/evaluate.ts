/** Evaluates expressions over data at compile time. A load out of range gives NaN: it can only be in a branch that is not taken. */
import type { ArrayId, Index, IndexId, ReduceFn, ScalarExpr } from '../../../grammar/ir.ts';
import { applyBinary, applyUnary } from '../../math/scalar-operations.ts';

export interface ConstantArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}
export type Environment = Map<IndexId, number>;
export type ArrayLookup = (array: ArrayId) => ConstantArray;

export function evaluate(expr: ScalarExpr, env: Environment, arrays: ArrayLookup): number {
  switch (expr.op) {
    case 'const':
      return expr.value;
    case 'index':
      return env.get(expr.index) ?? Number.NaN;
    case 'load': {
      const array = arrays(expr.array);
      let flat = 0;
      for (let axis = 0; axis < expr.at.length; axis++) {
        const position = evaluate(expr.at[axis], env, arrays);
        const size = array.shape[axis];
        if (!(position >= 0 && position < size)) return Number.NaN;
        flat = flat * size + position;
      }
      return array.values[flat];
    }
    case 'unary':
      return applyUnary(expr.fn, evaluate(expr.x, env, arrays));
    case 'binary':
      return applyBinary(expr.fn, evaluate(expr.x, env, arrays), evaluate(expr.y, env, arrays));
    case 'select':
      return evaluate(expr.cond, env, arrays) !== 0
        ? evaluate(expr.then, env, arrays)
        : evaluate(expr.else, env, arrays);
    case 'reduce':
      return reduceOver(expr.fn, expr.index, (position) => {
        env.set(expr.index.id, position);
        return evaluate(expr.body, env, arrays);
      });
  }
}

function reduceOver(fn: ReduceFn, index: Index, at: (position: number) => number): number {
  let sum = 0;
  let product = 1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const values: number[] = [];
  for (let position = index.from; position < index.to; position++) {
    const value = at(position);
    if (fn === 'sum') sum += value;
    else if (fn === 'prod') product *= value;
    else values.push(value);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  switch (fn) {
    case 'sum':
      return sum;
    case 'prod':
      return product;
    case 'min':
      return low;
    case 'max':
      return high;
    case 'log_sum_exp': {
      if (!Number.isFinite(high)) return high;
      const shifted = values.reduce((total, v) => total + applyUnary('exp', v - high), 0);
      return high + applyUnary('log', shifted);
    }
  }
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
