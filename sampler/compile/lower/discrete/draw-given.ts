/**
 * A draw of an unknown that was summed out, given the other unknowns: the inverse of its cumulative probabilities at a
 * uniform number that is a hash of the draw's position, so that a kept draw has the same value wherever it is computed.
 */
import type { ArrayId, ScalarExpr } from '../../../../grammar/ir.ts';
import type { Context } from '../context.ts';
import { defineArray } from '../emit-statements.ts';
import type { DiscreteUnknown } from './discrete-unknown.ts';
import type { LogWeights } from './log-weights.ts';

const WORD = 2 ** 32;

export function drawGiven(ctx: Context, unknown: DiscreteUnknown, weights: LogWeights, total: ArrayId): void {
  const { pool } = ctx;
  const { name, array, shape, lo, hi } = unknown;
  const values = hi - lo + 1;
  const axis = shape.length;

  const cumulative = ctx.declare(`${name} cumulative`, [...shape, values]);
  const each = ctx.freshLoop([...shape, values]);
  const own = each.at.slice(0, axis);
  const value = each.at[axis];
  const probability = pool.unary('exp', pool.binary('sub', weights.weight(own, value), ctx.load(total, own)));
  const before = pool.select(
    pool.binary('eq', value, pool.constant(0)),
    pool.constant(0),
    ctx.load(cumulative, [...own, pool.binary('sub', value, pool.constant(1))]),
  );
  defineArray(ctx, cumulative, each.indices, pool.binary('add', before, probability));

  const { indices, at } = ctx.freshLoop(shape);
  const uniform = uniformAt(ctx, unknown, at);
  const drawn = ((): ScalarExpr => {
    if (values === 1) return pool.constant(lo);
    const index = pool.freshIndex(0, values - 1);
    const isBelow = pool.binary('lt', ctx.load(cumulative, [...at, pool.index(index)]), uniform);
    return pool.binary('add', pool.reduce('sum', index, isBelow), pool.constant(lo));
  })();
  defineArray(ctx, array, indices, drawn);
}

/** Between 0 and 1, for each element. */
export function uniformAt(ctx: Context, unknown: DiscreteUnknown, at: readonly ScalarExpr[]): ScalarExpr {
  return uniformOf(ctx, unknown, flatOf(ctx, at, unknown.shape));
}

/** The same by the element's position, row-major. */
export function uniformOf(ctx: Context, unknown: DiscreteUnknown, flat: ScalarExpr): ScalarExpr {
  const { pool } = ctx;
  const earlier = ctx.discretes.slice(0, ctx.discretes.indexOf(unknown));
  const first = earlier.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 1);
  const element = placed(ctx, flat, first);
  const seed = pool.unary('scramble', ctx.load(seedOf(ctx), []));
  const word = pool.unary('scramble', pool.binary('add', seed, element));
  return pool.binary('div', pool.binary('add', word, pool.constant(0.5)), pool.constant(WORD));
}

/** Depends on every bit of the position. A sum of whole numbers, so that its order does not matter. */
function seedOf(ctx: Context): ArrayId {
  const known = ctx.materialised.get(SEED);
  if (known !== undefined) return known;
  const { pool } = ctx;
  const parts = ctx.arrays
    .filter(({ role }) => role === 'unconstrained')
    .map(({ id, shape, offset }) => {
      const indices = shape.map((size) => pool.freshIndex(0, size));
      const at = indices.map((index) => pool.index(index));
      const word = pool.unary('scramble', ctx.load(id, at));
      const hash = pool.unary(
        'scramble',
        pool.binary('add', word, placed(ctx, flatOf(ctx, at, shape), 1 + (offset ?? 0))),
      );
      return shape.includes(0)
        ? pool.constant(0)
        : indices.reduceRight((inner, index) => pool.reduce('sum', index, inner), hash);
    });
  const seed = ctx.declare('seed of the draw', []);
  ctx.materialised.set(SEED, seed);
  defineArray(
    ctx,
    seed,
    [],
    parts.reduce((a, b) => pool.binary('add', a, b), pool.constant(0)),
  );
  return seed;
}

const SEED = 'seed';

/** A multiple of 2^32 that differs from element to element. */
function placed({ pool }: Context, flat: ScalarExpr, first: number): ScalarExpr {
  return pool.binary('mul', pool.binary('add', flat, pool.constant(first)), pool.constant(WORD));
}

/** The position in row-major order. */
export function flatOf({ pool }: Context, at: readonly ScalarExpr[], shape: readonly number[]): ScalarExpr {
  return at.reduce(
    (sum, position, axis) =>
      pool.binary('add', pool.binary('mul', sum, pool.constant(shape[axis])), position),
    pool.constant(0),
  );
}
