/** Exponential and logarithm as inference uses them; one place, so that every draw rests on the same bits. */

export function exp(x: number): number {
  return Math.exp(x);
}

export function log(x: number): number {
  return Math.log(x);
}

/** log(exp(a) + exp(b)) without overflow; −∞ where both are. */
export function logAddExp(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === Number.NEGATIVE_INFINITY) return high;
  return high + log(1 + exp(Math.min(a, b) - high));
}
