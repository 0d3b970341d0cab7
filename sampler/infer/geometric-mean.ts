/**
 * The geometric mean of a matrix and the inverse of another: the Σ with Σ G Σ = D. For the covariance D of
 * draws and G of gradients it is the inverse metric of least Fisher divergence to a standard normal,
 * tr(Σ G) + tr(Σ⁻¹ D). By WebAssembly (`assembly/`).
 */
import { symmetricMemory } from './symmetric-memory.ts';

/** Symmetric positive definite n × n matrices, row by row; null where one is not (or not finite). */
export function geometricMean(d: Float64Array, g: Float64Array, n: number): Float64Array | null {
  const memory = symmetricMemory(n);
  memory.matrix(3).set(d);
  memory.matrix(4).set(g);
  return memory.geometricMean() ? memory.matrix(1).slice() : null;
}
