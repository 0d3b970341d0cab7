/** Logarithms of the unnormalised probabilities of an unknown's values, for each of its elements. */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import { logSumExp } from '../functions/scalar.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import { partOf, sumOfParts } from './factor-sum.ts';
import type { Factor } from './factors.ts';
import { FEW } from './values.ts';

export interface LogWeights {
  /** The log weight of the value at a position, 0 for `lo`, of the element at `at`. */
  weight(at: readonly ScalarExpr[], position: ScalarExpr): ScalarExpr;
  /** The log of the sum over all values. */
  total(at: readonly ScalarExpr[]): ScalarExpr;
}

/** Defines the weights of the values. */
export function logWeightsOf(ctx: Context, unknown: DiscreteUnknown, factors: readonly Factor[]): LogWeights {
  const { pool } = ctx;
  const { name, shape, lo, hi } = unknown;
  const values = hi - lo + 1;
  const parts = factors.map((factor) => partOf(ctx, factor, factor.uses[0]));
  const given = (at: readonly ScalarExpr[], value: ScalarExpr): ScalarExpr =>
    sumOfParts(ctx, parts, at, () => value);
  // Zero makes rates and probabilities constant whose derivatives would be 0/0.
  const written = values <= FEW ? values : lo <= 0 && hi >= 0 ? 1 - lo : 0;
  const few = Math.min(written, values);
  const singles = Array.from({ length: few }, (_, k): ArrayId => {
    const { indices, at } = ctx.freshLoop(shape);
    const array = ctx.declare(`${name} = ${lo + k}`, shape);
    defineArray(ctx, array, indices, given(at, pool.constant(lo + k)));
    return array;
  });
  const rest = values - few;
  const many = rest === 0 ? null : ctx.declare(`${name} weights`, [...shape, rest]);
  if (many !== null) {
    const { indices, at } = ctx.freshLoop([...shape, rest]);
    const value = pool.binary('add', at[shape.length], pool.constant(lo + few));
    defineArray(ctx, many, indices, given(at.slice(0, shape.length), value));
  }
  return {
    weight: (at, position) => {
      const last =
        many === null
          ? ctx.load(singles[few - 1], at)
          : ctx.load(many, [...at, pool.binary('sub', position, pool.constant(few))]);
      const ahead = many === null ? singles.slice(0, -1) : singles;
      return ahead.reduceRight(
        (otherwise, array, k) =>
          pool.select(pool.binary('eq', position, pool.constant(k)), ctx.load(array, at), otherwise),
        last,
      );
    },
    total: (at) => {
      const parts = singles.map((array) => ctx.load(array, at));
      if (many !== null) {
        const index = pool.freshIndex(0, rest);
        parts.push(pool.reduce('log_sum_exp', index, ctx.load(many, [...at, pool.index(index)])));
      }
      return logSumExp(pool, parts);
    },
  };
}
