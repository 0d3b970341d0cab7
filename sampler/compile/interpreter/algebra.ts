/** The interpreter's scalars: plain numbers, or numbers on a tape for differentiation. */
import type { BinaryFn, TernaryFn, UnaryFn } from '../../../grammar/ir.ts';
import { binaryRules, ternaryRules, unaryRules } from './functions.ts';

export interface Algebra<V> {
  constant(value: number): V;
  value(v: V): number;
  unary(fn: UnaryFn, x: V): V;
  binary(fn: BinaryFn, x: V, y: V): V;
  ternary(fn: TernaryFn, x: V, y: V, z: V): V;
  sum(terms: readonly V[]): V;
}

/** Neumaier's compensated sum, so that the reference does not depend on its order of summation. */
export function compensatedSum(terms: Iterable<number>): number {
  let sum = 0;
  let lost = 0;
  for (const term of terms) {
    const next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
  }
  // Infinite terms make the correction NaN.
  return Number.isFinite(lost) ? sum + lost : sum;
}

export const numbers: Algebra<number> = {
  constant: (value) => value,
  value: (v) => v,
  unary: (fn, x) => unaryRules[fn].value(x),
  binary: (fn, x, y) => binaryRules[fn].value(x, y),
  ternary: (fn, x, y, z) => ternaryRules[fn].value(x, y, z),
  sum: compensatedSum,
};
