/**
 * One bound: x = lower + exp(u), or x = upper - exp(u). Stan reference manual, "Lower bounded scalar" and
 * "Upper bounded scalar".
 */
import type { ArrayValue } from '../lower/value.ts';
import { elementByElement } from './scalar.ts';
import type { Transform } from './transform.ts';

function oneSided(
  bound: ArrayValue,
  suffix: string,
  operation: 'add' | 'sub',
  unconstrain: Transform['unconstrain'],
): Transform {
  return {
    suffix,
    eventDims: 0,
    freeShape: (event) => event,
    constrain(target) {
      const { pool } = target.ctx;
      return elementByElement(
        target,
        [bound],
        (u, [end]) => pool.binary(operation, end, pool.unary('exp', u)),
        (u) => u,
      );
    },
    unconstrain,
  };
}

export function lower(bound: ArrayValue): Transform {
  return oneSided(bound, 'log', 'add', aboveToFree);
}

export function upper(bound: ArrayValue): Transform {
  return oneSided(bound, 'upper', 'sub', belowToFree);
}

export const aboveToFree: Transform['unconstrain'] = (event, _, bounds) =>
  event.map((x) => Math.log(x - (bounds?.lower ?? 0)));

export const belowToFree: Transform['unconstrain'] = (event, _, bounds) =>
  event.map((x) => Math.log((bounds?.upper ?? 0) - x));
