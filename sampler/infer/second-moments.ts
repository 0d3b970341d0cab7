/** Second moments of vectors, and quadratic forms, by WebAssembly (`assembly/`). Matrices are row by row. */
import { symmetricMemory } from './symmetric-memory.ts';

/** Mean of x x' over the rows x, which have `n` numbers each. */
export function secondMoments(rows: readonly Float64Array[], n: number): Float64Array {
  const memory = symmetricMemory(n);
  const sum = memory.matrix(3).fill(0);
  const x = memory.vector(5);
  for (const row of rows) {
    x.set(row);
    memory.addSquare(rows.length);
  }
  return sum.slice();
}

/** u' A u of each row u of `vectors`; both are n × n. */
export function quadraticForms(a: Float64Array, vectors: Float64Array, n: number): Float64Array {
  const memory = symmetricMemory(n);
  memory.matrix(3).set(a);
  memory.matrix(2).set(vectors);
  memory.quadraticForms();
  return memory.vector(5).slice();
}
