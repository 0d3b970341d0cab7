/**
 * Exponential and logarithm for inference, from the math library: their bits are the same on every machine, unlike
 * those of JavaScript engines. All draws depend on this file.
 */
import { mathLibrary } from './instance.ts';

const library = mathLibrary();

export const exp: (x: number) => number = library.exp;
export const log: (x: number) => number = library.log;

/** log(exp(a) + exp(b)) without overflow; −∞ where both are. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === Number.NEGATIVE_INFINITY) return high;
  return high + log(1 + exp(Math.min(a, b) - high));
}
