// Linear algebra on dense row-major f64 arrays given by address. Nothing allocates. A `*_adjoint` adds to
// the adjoints of its inputs; one whose address is 0 is not wanted and left out.

import { at, axpy, dot } from './tiles';

/** x[n,m] = l^-1 b[n,m]; m is 1 for a vector. */
export function solve_lower(l: usize, b: usize, n: i32, m: i32, x: usize): void {
  for (let i = 0; i < n; i++) {
    const li = at(l, i * n), xi = at(x, i * m), bi = at(b, i * m);
    const d = load<f64>(at(li, i));
    if (m == 1) {
      store<f64>(xi, (load<f64>(bi) - dot(li, x, i)) / d);
    } else {
      memory.copy(xi, bi, <usize>m << 3);
      for (let k = 0; k < i; k++) axpy(xi, at(x, k * m), -load<f64>(at(li, k)), m);
      for (let c = 0; c < m; c++) store<f64>(at(xi, c), load<f64>(at(xi, c)) / d);
    }
  }
}

/** x[n,m] = l^-T b[n,m]. */
export function solve_lower_transpose(l: usize, b: usize, n: i32, m: i32, x: usize): void {
  memory.copy(x, b, <usize>(n * m) << 3);
  for (let i = n - 1; i >= 0; i--) {
    const li = at(l, i * n), xi = at(x, i * m);
    const d = load<f64>(at(li, i));
    if (m == 1) {
      const v = load<f64>(xi) / d;
      store<f64>(xi, v);
      axpy(x, li, -v, i);
    } else {
      for (let c = 0; c < m; c++) store<f64>(at(xi, c), load<f64>(at(xi, c)) / d);
      for (let k = 0; k < i; k++) axpy(at(x, k * m), xi, -load<f64>(at(li, k)), m);
    }
  }
}

/** lower triangle of p[n,n] -= y z', y and z of shape [n,m]. */
function subtractOuter(p: usize, y: usize, z: usize, n: i32, m: i32): void {
  for (let i = 0; i < n; i++) {
    const pi = at(p, i * n), yi = at(y, i * m);
    if (m == 1) {
      axpy(pi, z, -load<f64>(yi), i + 1);
    } else {
      for (let j = 0; j <= i; j++) {
        store<f64>(at(pi, j), load<f64>(at(pi, j)) - dot(yi, at(z, j * m), m));
      }
    }
  }
}

/** Adds to lbar[n,n] and bbar[n,m] from xbar, where x = l^-1 b: s = l^-T xbar. `scratch`: n*m. */
export function solve_lower_adjoint(
  l: usize, x: usize, xbar: usize, n: i32, m: i32, lbar: usize, bbar: usize, scratch: usize,
): void {
  solve_lower_transpose(l, xbar, n, m, scratch);
  if (bbar != 0) axpy(bbar, scratch, 1.0, n * m);
  if (lbar != 0) subtractOuter(lbar, scratch, x, n, m);
}

/** Adds to lbar[n,n] and bbar[n,m] from xbar, where x = l^-T b: s = l^-1 xbar. `scratch`: n*m. */
export function solve_lower_transpose_adjoint(
  l: usize, x: usize, xbar: usize, n: i32, m: i32, lbar: usize, bbar: usize, scratch: usize,
): void {
  solve_lower(l, xbar, n, m, scratch);
  if (bbar != 0) axpy(bbar, scratch, 1.0, n * m);
  if (lbar != 0) subtractOuter(lbar, x, scratch, n, m);
}

/** Rows p and q of a[., n]: (c p - s q, s p + c q). */
// @ts-ignore: decorator
@inline function rotateRows(p: usize, q: usize, c: f64, s: f64, n: i32): void {
  for (let k = 0; k < n; k++) {
    const u = load<f64>(at(p, k)), v = load<f64>(at(q, k));
    store<f64>(at(p, k), c * u - s * v);
    store<f64>(at(q, k), s * u + c * v);
  }
}

/**
 * Eigenvalues of the symmetric matrix in the lower triangle of a[n,n], ascending, by cyclic Jacobi
 * rotations (Golub & Van Loan, section 8.5). `scratch`: 2*n*n; its first n*n then hold the eigenvectors,
 * one a row, which `eigenvalues_sym_adjoint` reads.
 */
export function eigenvalues_sym(a: usize, n: i32, values: usize, scratch: usize): void {
  const vectors = scratch, m = at(scratch, n * n);
  let norm = 0.0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const x = load<f64>(at(a, i >= j ? i * n + j : j * n + i));
      store<f64>(at(m, i * n + j), x);
      store<f64>(at(vectors, i * n + j), i == j ? 1.0 : 0.0);
      norm += x * x;
    }
  }
  if (!(norm < Infinity)) {
    for (let i = 0; i < n; i++) store<f64>(at(values, i), NaN);
    for (let i = 0; i < n * n; i++) store<f64>(at(vectors, i), NaN);
    return;
  }
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0.0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) {
      const x = load<f64>(at(m, i * n + j));
      off += x * x;
    }
    // Below the square of half an ulp of the norm nothing can change any more.
    if (off <= norm * 1e-34) break;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const mp = at(m, p * n), mq = at(m, q * n);
        const apq = load<f64>(at(mp, q));
        if (apq == 0) continue;
        const theta = 0.5 * (load<f64>(at(mq, q)) - load<f64>(at(mp, p))) / apq;
        const t = (theta < 0 ? -1.0 : 1.0) / (abs(theta) + sqrt(theta * theta + 1.0));
        const c = 1.0 / sqrt(t * t + 1.0), s = t * c;
        const app = load<f64>(at(mp, p)) - t * apq, aqq = load<f64>(at(mq, q)) + t * apq;
        rotateRows(mp, mq, c, s, n);
        store<f64>(at(mp, p), app);
        store<f64>(at(mq, q), aqq);
        store<f64>(at(mp, q), 0.0);
        store<f64>(at(mq, p), 0.0);
        for (let k = 0; k < n; k++) {
          store<f64>(at(m, k * n + p), load<f64>(at(mp, k)));
          store<f64>(at(m, k * n + q), load<f64>(at(mq, k)));
        }
        rotateRows(at(vectors, p * n), at(vectors, q * n), c, s, n);
      }
    }
  }
  for (let i = 0; i < n; i++) store<f64>(at(values, i), load<f64>(at(m, i * n + i)));
  for (let i = 0; i < n - 1; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (load<f64>(at(values, j)) < load<f64>(at(values, least))) least = j;
    if (least != i) {
      swap(at(values, i), at(values, least), 1);
      swap(at(vectors, i * n), at(vectors, least * n), n);
    }
  }
}

function swap(p: usize, q: usize, n: i32): void {
  for (let k = 0; k < n; k++) {
    const u = load<f64>(at(p, k));
    store<f64>(at(p, k), load<f64>(at(q, k)));
    store<f64>(at(q, k), u);
  }
}

/** abar[n,n] (lower triangle) += sum_p valuesbar[p] v_p v_p'; `scratch` as `eigenvalues_sym` left it. */
export function eigenvalues_sym_adjoint(valuesbar: usize, abar: usize, n: i32, scratch: usize): void {
  for (let p = 0; p < n; p++) {
    const v = at(scratch, p * n), w = load<f64>(at(valuesbar, p));
    for (let i = 0; i < n; i++) {
      const wi = w * load<f64>(at(v, i)), ai = at(abar, i * n);
      // An off-diagonal element stands for two.
      axpy(ai, v, 2.0 * wi, i);
      store<f64>(at(ai, i), load<f64>(at(ai, i)) + wi * load<f64>(at(v, i)));
    }
  }
}
