/**
 * Chains along one axis, summed out by the forward recursion, whose cost is linear in the length of the chain:
 *
 *     forward[t, k] = weight[t, k] + log_sum_exp(forward[t - 1, j] + link[t, j, k] for j)
 *     density += log_sum_exp(forward[T, k] for k)
 *
 * for all individuals, the other axes of the unknown. Where an element depends on none before it, as at a start of the
 * individual's own, its link is the same for each `j`, and the recursion begins again.
 *
 * Arrays here have the chain's axis first, then the others: recurrences are along the first axis.
 */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import { type At, chainBack, chainFirst, type Link, later } from './chain-links.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import { partOf, sumOfParts } from './factor-sum.ts';
import type { Factor } from './factors.ts';
import { type LogWeights, logWeightsOf } from './log-weights.ts';
import { byValue, logSumOver, type Values, valuesOf } from './values.ts';

export interface Chain {
  readonly unknown: DiscreteUnknown;
  /** Of the unknown's own axes. */
  readonly axis: number;
  /** Sizes with the chain's axis first. */
  readonly shape: readonly number[];
  readonly values: Values;
  readonly weights: LogWeights;
  /** Log weights of the values of an element and of the one before it. */
  link(at: At, before: ScalarExpr, own: ScalarExpr): ScalarExpr;
  /** Log weights of the values of an element given all before it, which are summed out. */
  readonly forward: ArrayId;
}

export function sumOutChain(
  ctx: Context,
  unknown: DiscreteUnknown,
  factors: readonly Factor[],
  links: readonly Link[],
): Chain {
  const { pool } = ctx;
  const { name } = unknown;
  const { axis } = links[0];
  const shape = chainFirst(unknown.shape, axis);
  const values = valuesOf(ctx, unknown);
  const own = logWeightsOf(
    ctx,
    unknown,
    factors.filter(({ uses }) => uses.length === 1),
  );
  const weights: LogWeights = {
    weight: (at, position) => own.weight(chainBack(at, axis), position),
    total: (at) => own.total(chainBack(at, axis)),
  };
  const parts = links.map((link) => partOf(ctx, link.factor, link.later));
  const earlier = new Map(links.map((link) => [link.factor, link.earlier]));
  const link: Chain['link'] = (at, before, after) =>
    sumOfParts(ctx, parts, chainBack(at, axis), (factor, use) =>
      values.at(factor.uses[use] === earlier.get(factor) ? before : after),
    );

  const forward = ctx.declare(`${name} forward`, [...shape, values.count]);
  const each = ctx.freshLoop([...shape, values.count]);
  const at = each.at.slice(0, shape.length);
  const [t] = at;
  const nothing = pool.constant(0);
  defineArray(
    ctx,
    forward,
    each.indices,
    byValue(ctx, values, each.at[shape.length], (k) => {
      const before = later(ctx, at, -1);
      const reached = logSumOver(ctx, values, (j) =>
        pool.binary('add', ctx.load(forward, [...before, j]), link(at, j, k)),
      );
      const isFirst = pool.binary('eq', t, nothing);
      return pool.binary('add', weights.weight(at, k), pool.select(isFirst, link(at, nothing, k), reached));
    }),
  );
  const over = ctx.freshLoop(shape.slice(1));
  const last = [pool.constant(shape[0] - 1), ...over.at];
  ctx.term(
    'likelihood',
    over.indices,
    logSumOver(ctx, values, (k) => ctx.load(forward, [...last, k])),
  );
  return { unknown, axis, shape, values, weights, link, forward };
}
