/** x < upper: x = upper - exp(u). Stan reference manual, "Upper bounded scalar". */
import type { ArrayValue } from '../lower/value.ts';
import { elementByElement } from './scalar.ts';
import type { Transform } from './transform.ts';

export function upper(bound: ArrayValue): Transform {
  return {
    suffix: 'upper',
    eventDims: 0,
    freeShape: (event) => event,
    constrain(target) {
      const { pool } = target.ctx;
      return elementByElement(
        target,
        [bound],
        (u, [hi]) => pool.binary('sub', hi, pool.unary('exp', u)),
        (u) => u,
      );
    },
    unconstrain: (event, _, bounds) => event.map((x) => Math.log((bounds?.upper ?? 0) - x)),
  };
}
