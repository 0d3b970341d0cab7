/** The logarithm of a sum of exponentials of several expressions, each computed once. */
import type { BinaryFn, ScalarExpr, UnaryFn } from '../../../grammar/ir.ts';

interface Constructors {
  constant(value: number): ScalarExpr;
  unary(fn: UnaryFn, x: ScalarExpr): ScalarExpr;
  binary(fn: BinaryFn, x: ScalarExpr, y: ScalarExpr): ScalarExpr;
}

/**
 * Shifted by the largest, so that nothing overflows; the shift's own derivative cancels.
 *
 * Where all are -inf, as for a state that cannot be reached yet, the sum and its derivative are zero and not
 * NaN: the shift is finite and the sum bounded. Elsewhere neither bound binds, as the sum is at least 1; they
 * cost less than a branch.
 */
export function logSumExpOf(b: Constructors, items: readonly ScalarExpr[]): ScalarExpr {
  const high = items.reduce((x, y) => b.binary('max', x, y));
  const shift = b.binary('max', high, b.constant(-Number.MAX_VALUE));
  const total = items
    .map((x) => b.unary('exp', b.binary('sub', x, shift)))
    .reduce((x, y) => b.binary('add', x, y));
  return b.binary('add', high, b.unary('log', b.binary('max', total, b.constant(0.5))));
}
