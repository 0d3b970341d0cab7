/**
 * A chain once the other unknowns are drawn, from its last element backwards, with the probabilities of an element's
 * values given all data before it and the value of the element after it.
 */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import type { Chain } from './chain.ts';
import { type At, chainBack, chainFirst, later } from './chain-links.ts';
import { uniformAt } from './draw-given.ts';
import { byValue } from './values.ts';

/** Positions of an element, of the value after it, and of its own value. */
type Positions = readonly [at: At, after: ScalarExpr, own: ScalarExpr];

export interface Backward {
  readonly chain: Chain;
  /** Log weights of the values of an element, second to last axis, and of the one before it, last axis. */
  readonly links: ArrayId;
  /** Probabilities of the values of an element, last axis, given the value after it, which the last element ignores. */
  readonly given: ArrayId;
}

export function backwardOf(ctx: Context, chain: Chain): Backward {
  const { pool } = ctx;
  const { unknown, shape, values, link, forward } = chain;
  const { name } = unknown;
  const links = define(ctx, `${name} links`, chain, ([at, after, own]) =>
    byValue(ctx, values, after, (k) => byValue(ctx, values, own, (j) => link(at, j, k))),
  );
  const weight = ([at, after, own]: Positions): ScalarExpr => {
    const linked = ctx.load(links, [...later(ctx, at, 1), after, own]);
    const isLast = pool.binary('eq', at[0], pool.constant(shape[0] - 1));
    return pool.binary('add', ctx.load(forward, [...at, own]), pool.select(isLast, pool.constant(0), linked));
  };
  const total = ctx.declare(`${name} totals`, [...shape, values.count]);
  const each = ctx.freshLoop([...shape, values.count]);
  const over = pool.freshIndex(0, values.count);
  const summed = weight([each.at.slice(0, -1), each.at[shape.length], pool.index(over)]);
  defineArray(ctx, total, each.indices, pool.reduce('log_sum_exp', over, summed));
  const given = define(ctx, `${name} given the next`, chain, ([at, after, own]) => {
    const all = ctx.load(total, [...at, after]);
    // A value after it that cannot be.
    const isImpossible = pool.binary('eq', all, pool.constant(Number.NEGATIVE_INFINITY));
    const probability = pool.unary('exp', pool.binary('sub', weight([at, after, own]), all));
    return pool.select(isImpossible, pool.constant(0), probability);
  });
  return { chain, links, given };
}

function define(
  ctx: Context,
  name: string,
  { shape, values }: Chain,
  make: (positions: Positions, array: ArrayId) => ScalarExpr,
): ArrayId {
  const sizes = [...shape, values.count, values.count];
  const array = ctx.declare(name, sizes);
  const { indices, at } = ctx.freshLoop(sizes);
  const count = shape.length;
  defineArray(ctx, array, indices, make([at.slice(0, count), at[count], at[count + 1]], array));
  return array;
}

/** Defines the unknown as a draw of it. */
export function drawChain(ctx: Context, { chain, given }: Backward): void {
  const { pool } = ctx;
  const { unknown, axis, values } = chain;
  const { name } = unknown;
  const cumulative = define(ctx, `${name} cumulative given the next`, chain, ([at, after, own], sums) => {
    const before = ctx.load(sums, [...at, after, pool.binary('sub', own, pool.constant(1))]);
    const isFirst = pool.binary('eq', own, pool.constant(0));
    const sum = pool.select(isFirst, pool.constant(0), before);
    return pool.binary('add', sum, ctx.load(given, [...at, after, own]));
  });
  traceBack(ctx, chain, `${name} backwards`, unknown.array, (at, after) => {
    if (values.count === 1) return pool.constant(0);
    const index = pool.freshIndex(0, values.count - 1);
    const below = after((k) => ctx.load(cumulative, [...at, k, pool.index(index)]));
    const isBelow = pool.binary('lt', below, uniformAt(ctx, unknown, chainBack(at, axis)));
    return pool.reduce('sum', index, isBelow);
  });
}

/**
 * Defines an array like the unknown from its last element backwards. @param choose the position of an element's value;
 * its second argument reads an element of what depends on the position of the value after it
 */
export function traceBack(
  ctx: Context,
  { unknown, shape, axis, values }: Chain,
  name: string,
  out: ArrayId,
  choose: (at: At, after: (read: (position: ScalarExpr) => ScalarExpr) => ScalarExpr) => ScalarExpr,
): void {
  const { pool } = ctx;
  const reversed = ctx.declare(name, shape);
  const each = ctx.freshLoop(shape);
  const [step, ...others] = each.at;
  const before = ctx.load(reversed, [pool.binary('sub', step, pool.constant(1)), ...others]);
  const fromEnd = (position: ScalarExpr): ScalarExpr =>
    pool.binary('sub', pool.constant(shape[0] - 1), position);
  const isLast = pool.binary('eq', step, pool.constant(0));
  const chosen = choose([fromEnd(step), ...others], (read) => {
    if (values.count === 1) return read(pool.constant(0));
    const index = pool.freshIndex(0, values.count);
    const isThis = pool.binary('eq', before, pool.index(index));
    const picked = pool.select(isThis, read(pool.index(index)), pool.constant(0));
    return pool.select(isLast, read(pool.constant(0)), pool.reduce('sum', index, picked));
  });
  defineArray(ctx, reversed, each.indices, chosen);
  const own = ctx.freshLoop(unknown.shape);
  const [t, ...rest] = chainFirst(own.at, axis);
  defineArray(ctx, out, own.indices, values.at(ctx.load(reversed, [fromEnd(t), ...rest])));
}
