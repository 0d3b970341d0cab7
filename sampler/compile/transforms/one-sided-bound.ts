/**
 * One bound: x = lower + exp(u), or x = upper - exp(u). Stan reference manual, "Lower bounded scalar" and
 * "Upper bounded scalar".
 */
import type { ArrayValue } from '../lower/value.ts';
import { scalarTransform, type ToFree } from './scalar.ts';
import type { Transform } from './transform.ts';

export const aboveToFree: ToFree = (x, { lower: end = 0 }) => Math.log(x - end);
export const belowToFree: ToFree = (x, { upper: end = 0 }) => Math.log(end - x);

export function lower(bound: ArrayValue): Transform {
  return scalarTransform({
    suffix: 'log',
    bounds: [bound],
    value: (pool, u, [end]) => pool.binary('add', end, pool.unary('exp', u)),
    logJacobian: (_, u) => u,
    unconstrained: aboveToFree,
  });
}

export function upper(bound: ArrayValue): Transform {
  return scalarTransform({
    suffix: 'upper',
    bounds: [bound],
    value: (pool, u, [end]) => pool.binary('sub', end, pool.unary('exp', u)),
    logJacobian: (_, u) => u,
    unconstrained: belowToFree,
  });
}
