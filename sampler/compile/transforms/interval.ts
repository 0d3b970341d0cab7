/** lower < x < upper: x = lower + (upper - lower) inv_logit(u). Stan reference manual, "Lower and upper bounded scalar". */
import type { ArrayValue } from '../lower/value.ts';
import { scalarTransform, type ToFree } from './scalar.ts';
import type { Transform } from './transform.ts';

export const intervalToFree: ToFree = (x, { lower: lo = 0, upper: hi = 1 }) =>
  Math.log(x - lo) - Math.log(hi - x);

export function interval(lower: ArrayValue, upper: ArrayValue): Transform {
  return scalarTransform({
    suffix: 'interval',
    bounds: [lower, upper],
    value(pool, u, [lo, hi]) {
      const width = pool.binary('sub', hi, lo);
      return pool.binary('add', lo, pool.binary('mul', width, pool.unary('inv_logit', u)));
    },
    logJacobian(pool, u, [lo, hi]) {
      const inside = pool.unary('log_inv_logit', u);
      const outside = pool.unary('log_inv_logit', pool.unary('neg', u));
      const slope = pool.binary('add', inside, outside);
      return pool.binary('add', pool.unary('log', pool.binary('sub', hi, lo)), slope);
    },
    unconstrained: intervalToFree,
  });
}
