/**
 * Bounds and sizes: small expressions over numbers and data (`0`, `n`, `T - 1`, `size(home)`), evaluated
 * for each element of a datum; a datum in a bound is aligned by dimension name.
 */
import type { DataArray } from '../../grammar/data.ts';
import type { Expr } from '../../grammar/syntax/ast.ts';

export interface BoundScope {
  readonly arrays: ReadonlyMap<string, DataArray>;
  readonly dimSize: (name: string) => number | undefined;
}

interface Axis {
  readonly name: string | null;
  readonly size: number;
}

/** The value of the expression at a row-major index of an array over `axes`; null where it has none. */
type Bound = (flat: number) => number;

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
};

export function compileBound(expr: Expr, axes: readonly Axis[], scope: BoundScope): Bound | null {
  switch (expr.kind) {
    case 'number': {
      const { value } = expr;
      return () => value;
    }
    case 'name':
      return compileName(expr.name, axes, scope);
    case 'unary': {
      const operand = expr.op === '-' ? compileBound(expr.operand, axes, scope) : null;
      return operand === null ? null : (flat) => -operand(flat);
    }
    case 'binary': {
      const apply = operators[expr.op];
      const left = compileBound(expr.left, axes, scope);
      const right = compileBound(expr.right, axes, scope);
      return apply === undefined || left === null || right === null
        ? null
        : (flat) => apply(left(flat), right(flat));
    }
    case 'call': {
      const [arg] = expr.args;
      if (expr.callee.name !== 'size' || expr.args.length !== 1 || arg.value.kind !== 'name') return null;
      const size = scope.dimSize(arg.value.name);
      return size === undefined ? null : () => size;
    }
    default:
      return null;
  }
}

function compileName(name: string, axes: readonly Axis[], scope: BoundScope): Bound | null {
  const array = scope.arrays.get(name);
  if (array === undefined) return null;
  const { values } = array;
  if (array.dims.length === 0) return () => values[0];
  // For each axis of the checked datum: how far one step along it moves in the bound's array.
  const strides = axes.map(() => 0);
  let stride = 1;
  for (const dim of [...array.dims].reverse()) {
    const axis = axes.findIndex(
      (candidate, i) => strides[i] === 0 && candidate.name === dim.name && candidate.size === dim.size,
    );
    if (axis < 0) return null;
    strides[axis] = stride;
    stride *= dim.size;
  }
  return (flat) => {
    let rest = flat;
    let offset = 0;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      offset += (rest % axes[axis].size) * strides[axis];
      rest = Math.floor(rest / axes[axis].size);
    }
    return values[offset];
  };
}

/** A scalar's value, or null where the expression is not one over known scalars. */
export function evaluateScalar(expr: Expr, scope: BoundScope): number | null {
  const bound = compileBound(expr, [], scope);
  return bound === null ? null : bound(0);
}
