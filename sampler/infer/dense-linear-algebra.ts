/** Dense linear algebra for the approximations. Matrices are row-major. */
import { log } from '../math/elementary.ts';

export interface Cholesky {
  readonly n: number;
  /** Lower triangular L with L L' the matrix; zeros above the diagonal. */
  readonly factor: Float64Array;
}

/** Null where the symmetric n × n `matrix` is not positive definite (or not finite). */
export function cholesky(matrix: Float64Array, n: number): Cholesky | null {
  const factor = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (i !== j) {
        factor[i * n + j] = sum / factor[j * n + j];
      } else {
        if (!(sum > 0) || sum === Number.POSITIVE_INFINITY) return null;
        factor[i * n + i] = Math.sqrt(sum);
      }
    }
  }
  return { n, factor };
}

/** log det L. */
export function logDeterminant({ n, factor }: Cholesky): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += log(factor[i * n + i]);
  return sum;
}

/** L z into `out`. */
export function multiplyLower({ n, factor }: Cholesky, z: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += factor[i * n + j] * z[j];
    out[i] = sum;
  }
}

/** L⁻¹ b in place. */
export function solveLower({ n, factor }: Cholesky, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i];
    for (let j = 0; j < i; j++) sum -= factor[i * n + j] * b[j];
    b[i] = sum / factor[i * n + i];
  }
}

/** L'⁻¹ b in place. */
export function solveLowerTransposed({ n, factor }: Cholesky, b: Float64Array): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let j = i + 1; j < n; j++) sum -= factor[j * n + i] * b[j];
    b[i] = sum / factor[i * n + i];
  }
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

interface ThinQr {
  /** Orthonormal columns, each of the rows' length; a column that depends on the earlier ones is zero. */
  readonly q: readonly Float64Array[];
  /** Upper triangular, row by row, as many rows as columns. */
  readonly r: Float64Array;
}

/** Thin QR of the matrix with these columns by Gram and Schmidt, twice for orthogonality. */
export function thinQr(columns: readonly Float64Array[]): ThinQr {
  const m = columns.length;
  const r = new Float64Array(m * m);
  const q: Float64Array[] = [];
  columns.forEach((column, j) => {
    const v = column.slice();
    const size = Math.sqrt(dot(v, v));
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) {
        const direction = q[i];
        const share = dot(direction, v);
        r[i * m + j] += share;
        for (let k = 0; k < v.length; k++) v[k] -= share * direction[k];
      }
    }
    const rest = Math.sqrt(dot(v, v));
    if (rest > 1e-12 * size) {
      r[j * m + j] = rest;
      for (let k = 0; k < v.length; k++) v[k] /= rest;
    } else {
      v.fill(0);
    }
    q.push(v);
  });
  return { q, r };
}
