/** Small dense linear algebra for draws; matrices are row-major Float64Arrays. */

/** The lower Cholesky factor of a symmetric `n` by `n` matrix; NaN from the first pivot that is not positive. */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let s = a[i * n + j];
      for (let k = 0; k < j; k++) s -= l[i * n + k] * l[j * n + k];
      l[i * n + j] = i === j ? (s > 0 ? Math.sqrt(s) : Number.NaN) : s / l[j * n + j];
    }
  }
  return l;
}

/** Relative to the variance before conditioning: below it, a rest is rounding. */
const ROUNDING = 1e-10;

/**
 * The lower factor of a covariance whose rank may be less than `n`, from its lower triangle: a column whose pivot is
 * 0 but for rounding is 0. `scales` says what each variance was computed from. NaN where a pivot is clearly negative.
 */
export function semidefiniteFactor(a: Float64Array, n: number, scales: Float64Array): Float64Array {
  const l = new Float64Array(n * n);
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j];
    for (let k = 0; k < j; k++) pivot -= l[j * n + k] ** 2;
    const isNothing = Math.abs(pivot) <= ROUNDING * scales[j];
    l[j * n + j] = isNothing ? 0 : pivot > 0 ? Math.sqrt(pivot) : Number.NaN;
    for (let i = j + 1; i < n && !isNothing; i++) {
      let s = a[i * n + j];
      for (let k = 0; k < j; k++) s -= l[i * n + k] * l[j * n + k];
      l[i * n + j] = s / l[j * n + j];
    }
  }
  return l;
}

/** L^-1 B for a lower-triangular `n` by `n` L and an `n` by `m` B. */
export function solveLower(l: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < m; c++) {
      let s = x[i * m + c];
      for (let k = 0; k < i; k++) s -= l[i * n + k] * x[k * m + c];
      x[i * m + c] = s / l[i * n + i];
    }
  }
  return x;
}

/** L^-T b for a lower-triangular L and one right-hand side. */
export function solveLowerTranspose(l: Float64Array, b: Float64Array, n: number): Float64Array {
  const x = b.slice();
  for (let i = n - 1; i >= 0; i--) {
    let s = x[i];
    for (let k = i + 1; k < n; k++) s -= l[k * n + i] * x[k];
    x[i] = s / l[i * n + i];
  }
  return x;
}

/** A A' for an `n` by `n` A. */
export function timesTranspose(a: Float64Array, n: number): Float64Array {
  const c = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let s = 0;
      for (let k = 0; k < n; k++) s += a[i * n + k] * a[j * n + k];
      c[i * n + j] = s;
      c[j * n + i] = s;
    }
  }
  return c;
}
