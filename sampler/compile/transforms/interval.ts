/** lower < x < upper: x = lower + (upper - lower) inv_logit(u). Stan reference manual, "Lower and upper bounded scalar". */
import type { ArrayValue } from '../lower/value.ts';
import { elementByElement } from './scalar.ts';
import type { Transform } from './transform.ts';

export function interval(lower: ArrayValue, upper: ArrayValue): Transform {
  return {
    suffix: 'interval',
    eventDims: 0,
    freeShape: (event) => event,
    constrain(target) {
      const { pool } = target.ctx;
      return elementByElement(
        target,
        [lower, upper],
        (u, [lo, hi]) => {
          const width = pool.binary('sub', hi, lo);
          return pool.binary('add', lo, pool.binary('mul', width, pool.unary('inv_logit', u)));
        },
        (u, [lo, hi]) => {
          const inside = pool.unary('log_inv_logit', u);
          const outside = pool.unary('log_inv_logit', pool.unary('neg', u));
          const slope = pool.binary('add', inside, outside);
          return pool.binary('add', pool.unary('log', pool.binary('sub', hi, lo)), slope);
        },
      );
    },
    unconstrain: intervalToFree,
  };
}

export const intervalToFree: Transform['unconstrain'] = (event, _, bounds) => {
  const lo = bounds?.lower ?? 0;
  const hi = bounds?.upper ?? 1;
  return event.map((x) => Math.log(x - lo) - Math.log(hi - x));
};
