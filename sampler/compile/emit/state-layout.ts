/** Memory layout of a phase-space point (`infer/density.ts`). */

/** Its vectors, in order; the log density follows. */
export const STATE_VECTORS = ['position', 'momentum', 'gradient', 'momentumSum'] as const;

/** After them: the log density and the kernel's fields (`sampler/kernel/assembly/model.ts`), the force last. */
const FIELD_BYTES = 32;

export function bytesOfState(dimension: number): number {
  return Math.ceil((8 * dimension * (STATE_VECTORS.length + 1) + FIELD_BYTES) / 16) * 16;
}

/** Largest dimension of a dense metric. */
export const MOST_DENSE = 4000;
/** Directions of a low-rank metric, at most; they span fewer draws the larger the dimension is. */
const MOST_DIRECTIONS = 160;

/** Numbers that the kernel needs for a metric beyond the diagonal. */
export function numbersOfMetric(dimension: number): number {
  const directions = Math.min(dimension, MOST_DIRECTIONS, 20 + Math.ceil(4000 / Math.sqrt(dimension + 1)));
  const lowRank = dimension + directions * (dimension + 2);
  const dense = dimension <= MOST_DENSE ? (dimension * (dimension + 1)) / 2 : 0;
  return dimension + Math.max(lowRank, dense);
}
