/**
 * The continuous ranked probability score of weighted draws, E|X − y| − E|X − X′| / 2 (Gneiting and Raftery 2007):
 * the absolute error of a distribution; smaller is better.
 */
import { sortedOrder } from './argsort.ts';

/** @param weights sum to 1 */
export function crps(draws: Float64Array, weights: Float64Array, observed: number): number {
  let error = 0;
  let spread = 0;
  let below = 0;
  for (const i of sortedOrder(draws)) {
    const upTo = below + weights[i];
    error += weights[i] * Math.abs(draws[i] - observed);
    // Half of the mean distance of two draws.
    spread += weights[i] * draws[i] * (below + upTo - 1);
    below = upTo;
  }
  return error - spread;
}
