/** A datum whose missing values are given by another array. */
import type { ArrayId } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';

export interface CompletedDatum {
  readonly completed: ArrayId;
  /** Of an element its place among the missing ones, from 1; 0 for a known one. */
  readonly slots: ArrayId;
  readonly known: ArrayId;
}

/** @param missing the values of the missing elements, in order */
export function defineCompleted(
  ctx: Context,
  { completed, slots, known }: CompletedDatum,
  missing: ArrayId,
): void {
  const { pool } = ctx;
  const { indices, at } = ctx.freshLoop(ctx.shapeOf(completed));
  const here = ctx.load(slots, at);
  const imputed = ctx.load(missing, [pool.binary('sub', here, pool.constant(1))]);
  const isMissing = pool.binary('gt', here, pool.constant(0));
  defineArray(ctx, completed, indices, pool.select(isMissing, imputed, ctx.load(known, at)));
}
