/**
 * Ascending vectors: x[1] = u[1], x[k] = x[k - 1] + exp(u[k]); a positive one starts at exp(u[1]).
 * Stan reference manual, "Ordered vector" and "Positive ordered vector".
 */
import { defineArray, emitTerm } from '../lower/emit-statements.ts';
import { freeElement, sizes, type Transform } from './transform.ts';

function ascending(suffix: string, positive: boolean): Transform {
  return {
    suffix,
    eventDims: 1,
    ...(positive ? { interval: { lo: 0, hi: Number.POSITIVE_INFINITY } } : {}),
    freeShape: (event) => event,
    constrain(target) {
      const { ctx, name, batch, event } = target;
      const { pool } = ctx;
      const shape = sizes([...batch, ...event]);
      const array = ctx.declare(name, shape);
      const { indices, at } = ctx.freshLoop(shape);
      const k = at[at.length - 1];
      const u = freeElement(target, at);
      const step = pool.unary('exp', u);
      const before = pool.load(array, [...at.slice(0, -1), pool.binary('sub', k, pool.constant(1))]);
      const isFirst = pool.binary('eq', k, pool.constant(0));
      defineArray(
        ctx,
        array,
        indices,
        pool.select(isFirst, positive ? step : u, pool.binary('add', before, step)),
      );
      const first = positive ? 0 : 1;
      if (shape[shape.length - 1] > first) {
        const loop = ctx.freshLoop(shape.slice(0, -1));
        const last = pool.freshIndex(first, shape[shape.length - 1]);
        emitTerm(
          ctx,
          'jacobian',
          [...loop.indices, last],
          freeElement(target, [...loop.at, pool.index(last)]),
        );
      }
      return array;
    },
    unconstrain: (event) =>
      event.map((x, k) => (k === 0 ? (positive ? Math.log(x) : x) : Math.log(x - event[k - 1]))),
  };
}

export const ordered = ascending('ordered', false);
export const positiveOrdered = ascending('positive_ordered', true);
