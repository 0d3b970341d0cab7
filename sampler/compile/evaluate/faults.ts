/** Finds the operation of an expression that has no finite value, or no finite derivative, at finite arguments. */
import type { ArrayId, BinaryFn, ScalarExpr, UnaryFn } from '../../../grammar/ir.ts';
import { expand, type ScalarAlgebra } from '../../../grammar/scalar-operations/expand.ts';
import { binaryOperations, unaryOperations } from '../../../grammar/scalar-operations/index.ts';
import { type Derivative, FLAT, NOT_DIFFERENTIATED } from '../../../grammar/scalar-operations/operation.ts';
import { applyBinary, applyUnary } from '../../math/scalar-operations.ts';
import { type ArrayLookup, type Environment, evaluate } from './expression.ts';

export interface OperationFault {
  readonly fn: UnaryFn | BinaryFn;
  readonly args: readonly number[];
  readonly lacks: 'value' | 'derivative';
  /** The elements that the arguments were computed from. */
  readonly loads: readonly { readonly array: ArrayId; readonly flat: number; readonly value: number }[];
}

/** @param isUnknown whether an array's values change with the unknowns: derivatives by others do not matter. */
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
  const within = (inner: ScalarExpr) => faultIn(inner, env, arrays, looking);
  switch (expr.op) {
    case 'const':
    case 'index':
    case 'load':
      return null;
    case 'select': {
      const { cond, then, else: otherwise } = expr;
      return within(cond) ?? within(evaluate(cond, env, arrays) !== 0 ? then : otherwise);
    }
    case 'reduce': {
      const { index, body } = expr;
      for (let k = index.from; k < index.to; k++) {
        env.set(index.id, k);
        const found = within(body);
        if (found !== null) return found;
      }
      return null;
    }
    case 'unary':
    case 'binary': {
      const operands = expr.op === 'unary' ? [expr.x] : [expr.x, expr.y];
      for (const operand of operands) {
        const found = within(operand);
        if (found !== null) return found;
      }
      const args = operands.map((operand) => evaluate(operand, env, arrays));
      if (!args.every(Number.isFinite)) return null;
      // A literal is intended by the author of the model.
      if (operands.every((operand) => operand.op === 'const')) return null;
      const isFault =
        looking.for === 'value'
          ? !Number.isFinite(evaluate(expr, env, arrays))
          : operands.some(
              (operand, i) => isActive(operand, looking.isUnknown) && !isSmooth(expr.fn, args, i),
            );
      if (!isFault) return null;
      const loads: { array: ArrayId; flat: number; value: number }[] = [];
      for (const operand of operands)
        evaluate(operand, env, arrays, (array, flat, value) => loads.push({ array, flat, value }));
      return { fn: expr.fn, args, lacks: looking.for, loads };
    }
  }
}

function isActive(expr: ScalarExpr, isUnknown: (array: ArrayId) => boolean): boolean {
  switch (expr.op) {
    case 'const':
    case 'index':
      return false;
    case 'load':
      return isUnknown(expr.array);
    case 'unary':
      return isActive(expr.x, isUnknown);
    case 'binary':
      return isActive(expr.x, isUnknown) || isActive(expr.y, isUnknown);
    case 'select':
      return isActive(expr.then, isUnknown) || isActive(expr.else, isUnknown);
    case 'reduce':
      return isActive(expr.body, isUnknown);
  }
}

const numbers: ScalarAlgebra<number> = {
  constant: (value) => value,
  unary: applyUnary,
  binary: applyBinary,
  select: (cond, then, otherwise) => (cond !== 0 ? then : otherwise),
};

/** Whether the derivative by one of the arguments is finite. */
function isSmooth(fn: UnaryFn | BinaryFn, args: readonly number[], by: number): boolean {
  if (args.length === 1) {
    const { derivative } = unaryOperations[fn as UnaryFn];
    if (derivative === FLAT || derivative === NOT_DIFFERENTIATED) return true;
    const value = applyUnary(fn as UnaryFn, args[0]);
    return Number.isFinite(derivativeAt(derivative, [['x', args[0]]], value));
  }
  const row = binaryOperations[fn as BinaryFn];
  if (row.derivative === FLAT) return true;
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
