/**
 * Exponential and logarithm as inference uses them: the math library's, whose bits are the same on
 * every machine, where the engine's own may differ. Every draw rests on this one file.
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
