/** Finds the operation of an expression that has no finite value, or no finite derivative, at finite arguments. */
import type { ArrayId, BinaryFn, ScalarExpr, TernaryFn, UnaryFn } from '../../../grammar/ir.ts';
import { expand, type ScalarAlgebra } from '../../../grammar/scalar-operations/expand.ts';
import {
  binaryOperations,
  ternaryOperations,
  unaryOperations,
} from '../../../grammar/scalar-operations/index.ts';
import { type Derivative, FLAT, NOT_DIFFERENTIATED } from '../../../grammar/scalar-operations/operation.ts';
import { applyBinary, applyTernary, applyUnary } from '../../math/scalar-operations.ts';
import { childrenOf } from '../children.ts';
import {
  type ArrayLookup,
  type Environment,
  evaluate,
  evaluateCached,
  type ValueCache,
} from './expression.ts';

export interface OperationFault {
  readonly fn: UnaryFn | BinaryFn | TernaryFn;
  readonly args: readonly number[];
  readonly lacks: 'value' | 'derivative';
  /** The elements that the arguments were computed from. */
  readonly loads: readonly { readonly array: ArrayId; readonly flat: number; readonly value: number }[];
}

/** @param isUnknown whether an array depends on the unknowns: other derivatives do not matter. */
export type Looking =
  | { readonly for: 'value' }
  | { readonly for: 'derivative'; readonly isUnknown: (array: ArrayId) => boolean };

/** The first in the order of evaluation; null where there is none. */
export function faultIn(
  expr: ScalarExpr,
  env: Environment,
  arrays: ArrayLookup,
  looking: Looking,
): OperationFault | null {
  return faultWithin(expr, { env, arrays, looking, known: new Map(), sound: new Set(), active: new Map() });
}

interface Search {
  readonly env: Environment;
  readonly arrays: ArrayLookup;
  readonly looking: Looking;
  /** Values at this position of the indices. */
  readonly known: ValueCache;
  /** Parts without a fault at this position. */
  readonly sound: Set<ScalarExpr>;
  readonly active: Map<ScalarExpr, boolean>;
}

function faultWithin(expr: ScalarExpr, search: Search): OperationFault | null {
  if (search.sound.has(expr)) return null;
  const found = faultOf(expr, search);
  if (found === null) search.sound.add(expr);
  return found;
}

function faultOf(expr: ScalarExpr, search: Search): OperationFault | null {
  const { env, arrays, looking, known, active } = search;
  const within = (inner: ScalarExpr) => faultWithin(inner, search);
  const valueAt = (inner: ScalarExpr) => evaluateCached(inner, env, arrays, known);
  switch (expr.op) {
    case 'const':
    case 'index':
    case 'load':
      return null;
    case 'select': {
      const { cond, then, else: otherwise } = expr;
      return within(cond) ?? within(valueAt(cond) !== 0 ? then : otherwise);
    }
    case 'reduce': {
      const { index, body } = expr;
      for (let k = index.from; k < index.to; k++) {
        env.set(index.id, k);
        const found = faultWithin(body, { ...search, known: new Map(), sound: new Set() });
        if (found !== null) return found;
      }
      return null;
    }
    case 'unary':
    case 'binary':
    case 'ternary': {
      const operands = childrenOf(expr);
      for (const operand of operands) {
        const found = within(operand);
        if (found !== null) return found;
      }
      const args = operands.map(valueAt);
      if (!args.every(Number.isFinite)) return null;
      // A constant operation is intended by the author of the model.
      if (operands.every((operand) => operand.op === 'const')) return null;
      const isFault =
        looking.for === 'value'
          ? !Number.isFinite(valueAt(expr))
          : operands.some(
              (operand, i) => isActive(operand, looking.isUnknown, active) && !isSmooth(expr.fn, args, i),
            );
      if (!isFault) return null;
      const loads: { array: ArrayId; flat: number; value: number }[] = [];
      for (const operand of operands)
        evaluate(operand, env, arrays, (array, flat, value) => loads.push({ array, flat, value }));
      return { fn: expr.fn, args, lacks: looking.for, loads };
    }
  }
}

/** Whether the value changes with the unknowns; positions do not count. */
function isActive(
  expr: ScalarExpr,
  isUnknown: (array: ArrayId) => boolean,
  known: Map<ScalarExpr, boolean>,
): boolean {
  const before = known.get(expr);
  if (before !== undefined) return before;
  const of = (part: ScalarExpr) => isActive(part, isUnknown, known);
  const active =
    expr.op === 'load'
      ? isUnknown(expr.array)
      : expr.op === 'select'
        ? of(expr.then) || of(expr.else)
        : childrenOf(expr).some(of);
  known.set(expr, active);
  return active;
}

const numbers: ScalarAlgebra<number> = {
  constant: (value) => value,
  unary: applyUnary,
  binary: applyBinary,
  ternary: applyTernary,
  select: (cond, then, otherwise) => (cond !== 0 ? then : otherwise),
};

/** Whether the derivative by one of the arguments is finite. */
function isSmooth(fn: UnaryFn | BinaryFn | TernaryFn, args: readonly number[], by: number): boolean {
  if (args.length === 1) {
    const { derivative } = unaryOperations[fn as UnaryFn];
    if (derivative === FLAT || derivative === NOT_DIFFERENTIATED) return true;
    const value = applyUnary(fn as UnaryFn, args[0]);
    return Number.isFinite(derivativeAt(derivative, [['x', args[0]]], value));
  }
  if (args.length === 3) {
    const row = ternaryOperations[fn as TernaryFn];
    if (row.derivative === NOT_DIFFERENTIATED) return true;
    const value = applyTernary(fn as TernaryFn, args[0], args[1], args[2]);
    const named = row.arguments.map(({ name }, i) => [name, args[i]] as const);
    return Number.isFinite(derivativeAt(row.derivative[by], named, value));
  }
  const row = binaryOperations[fn as BinaryFn];
  if (row.derivative === FLAT || row.derivative === NOT_DIFFERENTIATED) return true;
  const value = applyBinary(fn as BinaryFn, args[0], args[1]);
  const named = row.arguments.map(({ name }, i) => [name, args[i]] as const);
  return Number.isFinite(derivativeAt(row.derivative[by], named, value));
}

function derivativeAt(
  derivative: Derivative,
  args: readonly (readonly [string, number])[],
  value: number,
): number {
  const names = new Map([...args, ['value', value] as const, ['adjoint', 1] as const]);
  if (typeof derivative === 'string') return expand(numbers, derivative, names);
  for (const [name, text] of Object.entries(derivative.given)) names.set(name, expand(numbers, text, names));
  return expand(numbers, derivative.text, names);
}
