/** What is told of an unknown whose elements are independent given the others. */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import type { LogWeights } from './log-weights.ts';

/** The probability of each value of each element. */
export function probabilities(
  ctx: Context,
  out: ArrayId,
  { shape, lo, hi }: DiscreteUnknown,
  weights: LogWeights,
  total: ArrayId,
): void {
  const { pool } = ctx;
  const { indices, at } = ctx.freshLoop([...shape, hi - lo + 1]);
  const own = at.slice(0, shape.length);
  const log = pool.binary('sub', weights.weight(own, at[shape.length]), ctx.load(total, own));
  defineArray(ctx, out, indices, pool.unary('exp', log));
}

/** The most probable value of each element, the least of those that are equally probable. */
export function mostProbable(
  ctx: Context,
  out: ArrayId,
  { shape, lo, hi }: DiscreteUnknown,
  weights: LogWeights,
): void {
  const { pool } = ctx;
  const { indices, at } = ctx.freshLoop(shape);
  const position = firstOfMost(ctx, hi - lo + 1, (k) => weights.weight(at, k));
  defineArray(ctx, out, indices, pool.binary('add', position, pool.constant(lo)));
}

/** The first position of the greatest of so many numbers. */
export function firstOfMost(
  { pool }: Context,
  count: number,
  at: (position: ScalarExpr) => ScalarExpr,
): ScalarExpr {
  const over = pool.freshIndex(0, count);
  const most = pool.reduce('max', over, at(pool.index(over)));
  const index = pool.freshIndex(0, count);
  const isMost = pool.binary('ge', at(pool.index(index)), most);
  return pool.reduce('min', index, pool.select(isMost, pool.index(index), pool.constant(count)));
}
