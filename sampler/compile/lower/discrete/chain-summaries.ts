/** What is told of a chain beside its draws: the probability of each state, and the most probable path. */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import { type Backward, traceBack } from './chain-backward.ts';
import { chainFirst, later } from './chain-links.ts';
import { firstOfMost } from './independent-summaries.ts';

/**
 * The probability of each value of each element given all data, from the last element backwards: that of a value is the
 * sum over the values after it.
 */
export function smoothed(ctx: Context, { chain, given }: Backward, out: ArrayId): void {
  const { pool } = ctx;
  const { unknown, shape, axis, values } = chain;
  const reversed = ctx.declare(`${unknown.name} smoothed backwards`, [...shape, values.count]);
  const each = ctx.freshLoop([...shape, values.count]);
  const [step, ...others] = each.at.slice(0, shape.length);
  const own = each.at[shape.length];
  const fromEnd = (position: ScalarExpr): ScalarExpr =>
    pool.binary('sub', pool.constant(shape[0] - 1), position);
  const at = [fromEnd(step), ...others];
  const index = pool.freshIndex(0, values.count);
  const after = pool.index(index);
  const before = ctx.load(reversed, [pool.binary('sub', step, pool.constant(1)), ...others, after]);
  const joint = pool.binary('mul', before, ctx.load(given, [...at, after, own]));
  const body = pool.select(
    pool.binary('eq', step, pool.constant(0)),
    ctx.load(given, [...at, pool.constant(0), own]),
    pool.reduce('sum', index, joint),
  );
  defineArray(ctx, reversed, each.indices, body);
  const result = ctx.freshLoop([...unknown.shape, values.count]);
  const [t, ...rest] = chainFirst(result.at.slice(0, -1), axis);
  defineArray(
    ctx,
    out,
    result.indices,
    ctx.load(reversed, [fromEnd(t), ...rest, result.at[unknown.shape.length]]),
  );
}

/** The values of all elements that are most probable together (Viterbi): the recursion of the sum, with maxima. */
export function mostProbablePath(ctx: Context, { chain, links }: Backward, out: ArrayId): void {
  const { pool } = ctx;
  const { unknown, shape, values, weights } = chain;
  const { name } = unknown;
  const { count } = values;
  const best = ctx.declare(`${name} best`, [...shape, count]);
  const each = ctx.freshLoop([...shape, count]);
  const at = each.at.slice(0, shape.length);
  const own = each.at[shape.length];
  const index = pool.freshIndex(0, count);
  const from = pool.index(index);
  const reached = pool.reduce(
    'max',
    index,
    pool.binary('add', ctx.load(best, [...later(ctx, at, -1), from]), ctx.load(links, [...at, own, from])),
  );
  const isFirst = pool.binary('eq', at[0], pool.constant(0));
  const start = ctx.load(links, [...at, own, pool.constant(0)]);
  defineArray(
    ctx,
    best,
    each.indices,
    pool.binary('add', weights.weight(at, own), pool.select(isFirst, start, reached)),
  );
  const previous = ctx.declare(`${name} best before`, [...shape, count]);
  const back = ctx.freshLoop([...shape, count]);
  const here = back.at.slice(0, shape.length);
  const isLast = pool.binary('eq', here[0], pool.constant(shape[0] - 1));
  const chosen = firstOfMost(ctx, count, (k) => {
    const linked = ctx.load(links, [...later(ctx, here, 1), back.at[shape.length], k]);
    return pool.binary('add', ctx.load(best, [...here, k]), pool.select(isLast, pool.constant(0), linked));
  });
  defineArray(ctx, previous, back.indices, chosen);
  traceBack(ctx, chain, `${name} best backwards`, out, (place, after) =>
    after((k) => ctx.load(previous, [...place, k])),
  );
}
