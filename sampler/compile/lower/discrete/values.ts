/**
 * The values of an unknown by their positions, 0 for the least: some are written out one by one, so that what they make
 * constant is folded, the rest are one expression in the position.
 */
import type { ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { logSumExp } from '../functions/scalar.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';

/** So many values are written out. */
export const FEW = 8;

export interface Values {
  readonly count: number;
  /** Positions before this one are written out. */
  readonly written: number;
  /** The value at a position. */
  at(position: ScalarExpr): ScalarExpr;
}

/** @param few so many values are written out, of more zero alone */
export function valuesOf(ctx: Context, { lo, hi }: DiscreteUnknown, few = FEW): Values {
  const { pool } = ctx;
  const count = hi - lo + 1;
  // Zero makes rates and probabilities constant whose derivatives would be 0/0.
  const written = count <= few ? count : lo <= 0 && hi >= 0 && 1 - lo <= FEW ? 1 - lo : 0;
  return { count, written, at: (position) => pool.binary('add', position, pool.constant(lo)) };
}

/** An expression in a position, with a branch for each value that is written out. */
export function byValue(
  { pool }: Context,
  { count, written }: Values,
  position: ScalarExpr,
  make: (position: ScalarExpr) => ScalarExpr,
): ScalarExpr {
  const isWhole = written === count;
  const last = isWhole ? make(pool.constant(count - 1)) : make(position);
  const ahead = Array.from({ length: isWhole ? count - 1 : written }, (_, k) => pool.constant(k));
  return ahead.reduceRight((rest, k) => pool.select(pool.binary('eq', position, k), make(k), rest), last);
}

/** The log of the sum of exponentials over all values. */
export function logSumOver(
  { pool }: Context,
  { count, written }: Values,
  make: (position: ScalarExpr) => ScalarExpr,
): ScalarExpr {
  const parts = Array.from({ length: written }, (_, k) => make(pool.constant(k)));
  if (written < count) {
    const index = pool.freshIndex(written, count);
    parts.push(pool.reduce('log_sum_exp', index, make(pool.index(index))));
  }
  return logSumExp(pool, parts);
}
