/** Memory layout of a phase-space point (`infer/density.ts`). */

/** Its vectors, one after the other; then comes its log density. */
export const STATE_VECTORS = ['position', 'momentum', 'gradient', 'momentumSum'] as const;

export function bytesOfState(dimension: number): number {
  return Math.ceil((8 * dimension * STATE_VECTORS.length + 8) / 16) * 16;
}
