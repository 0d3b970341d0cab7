/** Starting points far from the draws, from which an ascent may reach another mode. */
import type { Random } from '../random.ts';

/** Distances in standard deviations, log-uniform. */
const NEAREST = 3;
const FARTHEST = 1000;

/**
 * A point around `from`, in standard deviations. Alternates between a random direction in all coordinates and a
 * single coordinate: in many dimensions a random direction is nearly orthogonal to each axis.
 */
export function farPoint(from: Float64Array, turn: number, random: Random): Float64Array {
  const n = from.length;
  const distance = NEAREST * (FARTHEST / NEAREST) ** random.next();
  const point = from.slice();
  if (turn % 2 === 1 && n > 1) {
    const i = Math.min(n - 1, Math.floor(n * random.next()));
    point[i] += random.next() < 0.5 ? -distance : distance;
    return point;
  }
  const direction = from.map(() => random.normal());
  const length = Math.hypot(...direction) || 1;
  for (let i = 0; i < n; i++) point[i] += (distance * direction[i]) / length;
  return point;
}
