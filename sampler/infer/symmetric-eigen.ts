/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by WebAssembly (`assembly/symmetric-eigen.ts`). Only + − × ÷
 * and square roots, so the result is the same on every machine.
 */
import { symmetricMemory } from './symmetric-memory.ts';

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Orthonormal, one per row, in the order of the values. */
  readonly vectors: Float64Array;
}

/** Null where the n × n `matrix` is not finite. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen | null {
  let largest = 0;
  for (const x of matrix) {
    if (!Number.isFinite(x)) return null;
    largest = Math.max(largest, Math.abs(x));
  }
  // Within ±1 no square overflows.
  const unit = largest > 0 ? largest : 1;
  const memory = symmetricMemory(n);
  const scaled = memory.matrix(0);
  for (let i = 0; i < matrix.length; i++) scaled[i] = matrix[i] / unit;
  if (!memory.eigenvectors()) return null;
  return { values: memory.vector(4).map((value) => value * unit), vectors: memory.matrix(2).slice() };
}
