/**
 * Of a graph given by pairs of positions, for the density of `CAR`: with A the matrix of neighbours and D the diagonal
 * of their numbers, the eigenvalues of D^-1/2 A D^-1/2 and the log determinant of D. Pairs are flat, positions from 1.
 */
import { symmetricEigen } from '../infer/symmetric-eigen.ts';

function degreesOf(edges: Float64Array, n: number): Float64Array {
  const degrees = new Float64Array(n);
  for (const position of edges) degrees[position - 1]++;
  return degrees;
}

/** NaN where a position has no neighbour. */
export function graphEigenvalues(edges: Float64Array, n: number): Float64Array {
  const degrees = degreesOf(edges, n);
  const matrix = new Float64Array(n * n);
  for (let k = 0; k + 1 < edges.length; k += 2) {
    const [a, b] = [edges[k] - 1, edges[k + 1] - 1];
    const share = 1 / Math.sqrt(degrees[a] * degrees[b]);
    matrix[a * n + b] += share;
    matrix[b * n + a] += share;
  }
  const found = degrees.some((degree) => degree === 0) ? null : symmetricEigen(matrix, n);
  return found === null ? new Float64Array(n).fill(Number.NaN) : Float64Array.from(found.values);
}

export function graphLogDegrees(edges: Float64Array, n: number): number {
  return degreesOf(edges, n).reduce((total, degree) => total + Math.log(degree), 0);
}
