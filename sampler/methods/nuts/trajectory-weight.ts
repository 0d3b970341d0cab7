/** Weights of stretches of a trajectory, as sums of numbers that cannot overflow: a join then takes no logarithm. */
import { exp } from '../../math/elementary.ts';

/** The sum of exp(energy at origin − energy − offset) over the points of a stretch. */
export interface Weight {
  sum: number;
  /** 0 unless energy has fallen so far that the sum would overflow. */
  offset: number;
}

/** A fall in energy beyond this becomes an offset. */
const FAR_FALL = 600;

/** Of a single point with this energy error. @param r exp(−error) */
export function weigh(weight: Weight, error: number, r: number): void {
  const isFar = -error > FAR_FALL;
  weight.sum = isFar ? 1 : r;
  weight.offset = isFar ? -error : 0;
}

/** Gives two weights one offset, so that their sums compare. */
export function align(a: Weight, b: Weight): void {
  if (a.offset === b.offset) return;
  const lower = a.offset < b.offset ? a : b;
  const higher = Math.max(a.offset, b.offset);
  lower.sum *= exp(lower.offset - higher);
  lower.offset = higher;
}
