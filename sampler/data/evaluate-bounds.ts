/**
 * Bounds and sizes: small expressions over numbers and data (`0`, `n`, `T - 1`, `size(home)`, `max(grade)`), evaluated
 * for each element of a datum; a datum in a bound is aligned by dimension name.
 */
import type { DataArray } from '../../grammar/data.ts';
import { namedConstants } from '../../grammar/scope/named-constants.ts';
import type { Expr } from '../../grammar/syntax/ast.ts';

export interface BoundScope {
  readonly arrays: ReadonlyMap<string, DataArray>;
  readonly dimSize: (name: string) => number | undefined;
  /** All values of a datum, known before its dimensions are; undefined where there are none, or one is missing. */
  readonly valuesOf?: (name: string) => readonly number[] | undefined;
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

const larger = (a: number, b: number): number => Math.max(a, b);
const smaller = (a: number, b: number): number => Math.min(a, b);

/** Of all values of a datum. */
const reductions: Readonly<Record<string, ((a: number, b: number) => number) | undefined>> = {
  max: larger,
  min: smaller,
  sum: (a, b) => a + b,
};

/** Of one number, or of two. */
const functions: Readonly<Record<string, ((a: number, b: number) => number) | undefined>> = {
  max: larger,
  min: smaller,
  floor: (a: number) => Math.floor(a),
  ceil: (a: number) => Math.ceil(a),
  round: (a: number) => Math.round(a),
  abs: (a: number) => Math.abs(a),
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
      const { name } = expr.callee;
      const [arg] = expr.args;
      if (expr.args.some((one) => one.name !== undefined || one.over !== undefined)) return null;
      if (name === 'size') {
        if (expr.args.length !== 1 || arg.value.kind !== 'name') return null;
        const size = scope.dimSize(arg.value.name) ?? scope.valuesOf?.(arg.value.name)?.length;
        return size === undefined ? null : () => size;
      }
      if (expr.args.length === 1 && arg.value.kind === 'name' && reductions[name] !== undefined) {
        const values = scope.valuesOf?.(arg.value.name);
        if (values === undefined || values.length === 0) return null;
        const reduced = values.reduce(reductions[name]);
        return () => reduced;
      }
      const apply = functions[name];
      const parts = expr.args.map((one) => compileBound(one.value, axes, scope));
      if (apply === undefined || apply.length !== parts.length) return null;
      const known = parts.filter((part) => part !== null);
      return known.length < parts.length
        ? null
        : (flat) => apply(known[0](flat), known.length > 1 ? known[1](flat) : Number.NaN);
    }
    default:
      return null;
  }
}

function compileName(name: string, axes: readonly Axis[], scope: BoundScope): Bound | null {
  const array = scope.arrays.get(name);
  const constant = array === undefined ? namedConstants.get(name) : undefined;
  if (constant !== undefined) return () => constant;
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
