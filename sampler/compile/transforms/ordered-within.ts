/**
 * Ascending vectors within bounds. Each element lies between the one before it and the upper bound, the first above the
 * lower one, as in a number with these bounds (Stan reference manual, "Lower and upper bounded scalar"):
 * x[k] = x[k − 1] + (upper − x[k − 1]) inv_logit(u[k]); without an upper bound x[k] = x[k − 1] + exp(u[k]).
 */
import type { ScalarExpr } from '../../../grammar/ir.ts';
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import type { ExprPool } from '../lower/expression-pool.ts';
import { type ArrayValue, knownNumber } from '../lower/value.ts';
import { intervalToFree } from './interval.ts';
import { aboveToFree, belowToFree } from './one-sided-bound.ts';
import { boundElement } from './scalar.ts';
import { freeElement, type NumericBounds, sizes, type Transform } from './transform.ts';

interface Bounds {
  readonly lower?: ArrayValue;
  readonly upper?: ArrayValue;
}

/** By the bounds that there are; the inverse is found by this name. */
const suffixes = { above: 'ordered_above', below: 'ordered_below', between: 'ordered_between' } as const;

/** @param bounds at least one; they may differ between vectors, not within one. */
export function orderedWithin(bounds: Bounds): Transform {
  const { lower, upper } = bounds;
  const suffix =
    upper === undefined ? suffixes.above : lower === undefined ? suffixes.below : suffixes.between;
  return {
    ...inverseOf(suffix),
    interval: {
      lo: knownNumber(lower) ?? Number.NEGATIVE_INFINITY,
      hi: knownNumber(upper) ?? Number.POSITIVE_INFINITY,
    },
    constrain(target) {
      const { ctx, name, batch, event } = target;
      const { pool } = ctx;
      const shape = sizes([...batch, ...event]);
      const array = ctx.declare(name, shape);
      const [loAt, hiAt] = [lower, upper].map((bound) =>
        bound === undefined
          ? () => undefined
          : boundElement(target, bound, 'differs within the vector: expected one for all its elements'),
      );
      const defined = ctx.freshLoop(shape);
      const k = defined.at[defined.at.length - 1];
      const batchAt = defined.at.slice(0, -1);
      const before = pool.load(array, [...batchAt, pool.binary('sub', k, pool.constant(1))]);
      const u = freeElement(target, defined.at);
      const [lo, hi] = [loAt(batchAt), hiAt(batchAt)];
      const isFirst = pool.binary('eq', k, pool.constant(0));
      defineArray(
        ctx,
        array,
        defined.indices,
        pool.select(isFirst, value(pool, u, lo, hi), value(pool, u, before, hi)),
      );

      const firsts = ctx.freshLoop(shape.slice(0, -1));
      const first = freeElement(target, [...firsts.at, pool.constant(0)]);
      emitTerm(ctx, 'jacobian', firsts.indices, logSlope(pool, first, loAt(firsts.at), hiAt(firsts.at)));
      if (shape[shape.length - 1] > 1) {
        const loop = ctx.freshLoop(shape.slice(0, -1));
        const later = pool.freshIndex(1, shape[shape.length - 1]);
        const at = pool.index(later);
        const one = pool.load(array, [...loop.at, pool.binary('sub', at, pool.constant(1))]);
        emitTerm(
          ctx,
          'jacobian',
          [...loop.indices, later],
          logSlope(pool, freeElement(target, [...loop.at, at]), one, hiAt(loop.at)),
        );
      }
      return array;
    },
  };
}

type End = ScalarExpr | undefined;

/** A number above `lo`, below `hi`, or between both. */
function value(pool: ExprPool, u: ScalarExpr, lo: End, hi: End): ScalarExpr {
  if (hi === undefined) return pool.binary('add', lo ?? pool.constant(0), pool.unary('exp', u));
  if (lo === undefined) return pool.binary('sub', hi, pool.unary('exp', u));
  return pool.binary('add', lo, pool.binary('mul', pool.binary('sub', hi, lo), pool.unary('inv_logit', u)));
}

function logSlope(pool: ExprPool, u: ScalarExpr, lo: End, hi: End): ScalarExpr {
  if (hi === undefined || lo === undefined) return u;
  const inside = pool.unary('log_inv_logit', u);
  const outside = pool.unary('log_inv_logit', pool.unary('neg', u));
  return pool.binary(
    'add',
    pool.unary('log', pool.binary('sub', hi, lo)),
    pool.binary('add', inside, outside),
  );
}

type Inverse = Omit<Transform, 'constrain'>;

/** What does not depend on how the bounds are computed. */
function inverseOf(suffix: string): Inverse {
  return {
    suffix,
    eventDims: 1,
    freeShape: (event) => event,
    unconstrain: (event, _, bounds = {}) =>
      event.map((x, k) => toFree(x, k === 0 ? bounds : within(event[k - 1], bounds))),
  };
}

const within = (before: number, { upper }: NumericBounds): NumericBounds =>
  upper === undefined ? { lower: before } : { lower: before, upper };

function toFree(x: number, bounds: NumericBounds): number {
  if (bounds.upper === undefined) return aboveToFree(x, bounds);
  return bounds.lower === undefined ? belowToFree(x, bounds) : intervalToFree(x, bounds);
}

/** The inverses of vectors with bounds, by the suffix of their unconstrained names. */
export const orderedInverses: ReadonlyMap<string, Inverse> = new Map(
  Object.values(suffixes).map((suffix) => [suffix, inverseOf(suffix)]),
);

/** The bounds of a suffix, of those at the far ends of its unconstrained numbers. */
export function boundsOfSuffix(suffix: string, near: number, end: number): NumericBounds {
  if (suffix === suffixes.below) return { upper: near };
  return suffix === suffixes.above ? { lower: near } : { lower: near, upper: end };
}
