/** x > lower: x = lower + exp(u). Stan reference manual, "Lower bounded scalar". */
import type { ArrayValue } from '../lower/value.ts';
import { elementByElement } from './scalar.ts';
import type { Transform } from './transform.ts';

export function lower(bound: ArrayValue): Transform {
  return {
    suffix: 'log',
    eventDims: 0,
    freeShape: (event) => event,
    constrain(target) {
      const { pool } = target.ctx;
      return elementByElement(
        target,
        [bound],
        (u, [lo]) => pool.binary('add', lo, pool.unary('exp', u)),
        (u) => u,
      );
    },
    unconstrain: (event, _, bounds) => event.map((x) => Math.log(x - (bounds?.lower ?? 0))),
  };
}
