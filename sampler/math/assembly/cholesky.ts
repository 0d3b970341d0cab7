// The Cholesky factorisation and its adjoint, in blocks: most of the work is products of tiles, which stay in registers
// and in the nearest cache. (Murray 2016, "Differentiation of the Cholesky decomposition".)

import { at, axpy, both, dot, subtractProduct } from './tiles';

/** Columns of a block of the adjoint. */
const BLOCK = 32;

/**
 * l[n,n] with l l' = a, lower; reads the lower triangle of a[n,n] only. Not positive definite: the lower
 * triangle of l is NaN. Four rows at a time, each row from its first column on.
 */
export function cholesky(a: usize, n: i32, l: usize): void {
  for (let i = 0; i < n; i += 4) {
    const rows = n - i < 4 ? n - i : 4;
    let first = 0;
    if (rows == 4) { fourRows(a, l, n, i); first = i; }
    for (let r = i; r < i + rows; r++) {
      const lr = at(l, r * n), ar = at(a, r * n);
      for (let j = first; j < r; j++) {
        const lj = at(l, j * n);
        store<f64>(at(lr, j), (load<f64>(at(ar, j)) - dot(lr, lj, j)) / load<f64>(at(lj, j)));
      }
      const rest = load<f64>(at(ar, r)) - dot(lr, lr, r);
      if (!(rest > 0)) {
        for (let r = 0; r < n; r++) for (let c = 0; c < n; c++) store<f64>(at(l, r * n + c), c > r ? 0.0 : NaN);
        return;
      }
      store<f64>(at(lr, r), sqrt(rest));
      for (let c = r + 1; c < n; c++) store<f64>(at(lr, c), 0.0);
    }
  }
}

/** Four rows of `cholesky` from row i, columns before i: reads a, writes l. */
function fourRows(a: usize, l: usize, n: i32, i: i32): void {
  const l0 = at(l, i * n), l1 = at(l0, n), l2 = at(l1, n), l3 = at(l2, n);
  const a0 = at(a, i * n), a1 = at(a0, n), a2 = at(a1, n), a3 = at(a2, n);
  for (let j = 0; j < i; j += 2) {
    const p = at(l, j * n), q = at(p, n);
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    const bytes = <usize>j << 3;
    for (let k: usize = 0; k < bytes; k += 16) {
      const b0 = v128.load(p + k), b1 = v128.load(q + k);
      let x = v128.load(l0 + k);
      s0 = f64x2.add(s0, f64x2.mul(x, b0));
      t0 = f64x2.add(t0, f64x2.mul(x, b1));
      x = v128.load(l1 + k);
      s1 = f64x2.add(s1, f64x2.mul(x, b0));
      t1 = f64x2.add(t1, f64x2.mul(x, b1));
      x = v128.load(l2 + k);
      s2 = f64x2.add(s2, f64x2.mul(x, b0));
      t2 = f64x2.add(t2, f64x2.mul(x, b1));
      x = v128.load(l3 + k);
      s3 = f64x2.add(s3, f64x2.mul(x, b0));
      t3 = f64x2.add(t3, f64x2.mul(x, b1));
    }
    const d = load<f64>(at(p, j)), e = load<f64>(at(q, j)), f = load<f64>(at(q, j), 8);
    finishPair(at(l0, j), at(a0, j), both(s0), both(t0), d, e, f);
    finishPair(at(l1, j), at(a1, j), both(s1), both(t1), d, e, f);
    finishPair(at(l2, j), at(a2, j), both(s2), both(t2), d, e, f);
    finishPair(at(l3, j), at(a3, j), both(s3), both(t3), d, e, f);
  }
}

// @ts-ignore: decorator
@inline function finishPair(to: usize, from: usize, s: f64, t: f64, d: f64, e: f64, f: f64): void {
  const x = (load<f64>(from) - s) / d;
  store<f64>(to, x);
  store<f64>(to, (load<f64>(from, 8) - t - x * e) / f, 8);
}

/** In place: w[rows, size] d^-1, d lower; both with rows of `stride` bytes. */
function divideByLower(w: usize, d: usize, stride: usize, rows: i32, size: i32): void {
  // Columns from the last, four at a time: first what later columns contribute.
  for (let end = size; end > 0; ) {
    const start = (end - 1) & ~3;
    const width = end - start;
    const later = size - end;
    if (later > 0) subtractProduct(at(w, start), stride, at(w, end), stride, 8, at(d + end * stride, start), stride, rows, width, later);
    for (let r = 0; r < rows; r++) {
      const x = w + r * stride;
      for (let j = end - 1; j >= start; j--) {
        let v = load<f64>(at(x, j));
        for (let k = j + 1; k < end; k++) v -= load<f64>(at(x, k)) * load<f64>(at(d + k * stride, j));
        store<f64>(at(x, j), v / load<f64>(at(d + j * stride, j)));
      }
    }
    end = start;
  }
}

/** The loops of an unblocked factorisation backwards, in place: from the adjoint of l to that of a; lower triangles. */
function blockAdjoint(l: usize, w: usize, stride: usize, n: i32): void {
  for (let i = n - 1; i >= 0; i--) {
    const li = l + i * stride, wi = w + i * stride;
    const g = 0.5 * load<f64>(at(wi, i)) / load<f64>(at(li, i));
    store<f64>(at(wi, i), g);
    axpy(wi, li, -2.0 * g, i);
    for (let j = i - 1; j >= 0; j--) {
      const lj = l + j * stride, wj = w + j * stride;
      const h = load<f64>(at(wi, j)) / load<f64>(at(lj, j));
      store<f64>(at(wi, j), h);
      store<f64>(at(wj, j), load<f64>(at(wj, j)) - h * load<f64>(at(li, j)));
      axpy(wi, lj, -h, j);
      axpy(wj, li, -h, j);
    }
  }
}

/**
 * abar[n,n] += the adjoint of a (lower triangle, as only that is read) from lbar, the adjoint of l, block by block from
 * the last. `scratch`: n*n, and n*n more.
 */
export function cholesky_adjoint(l: usize, lbar: usize, abar: usize, n: i32, scratch: usize): void {
  const stride = <usize>n << 3;
  const w = scratch, s = at(scratch, n * n);
  memory.copy(w, lbar, <usize>(n * n) << 3);
  for (let end = n; end > 0; ) {
    const start = (end - 1) / BLOCK * BLOCK;
    const size = end - start, below = n - end;
    const d = at(l, start * n + start), wd = at(w, start * n + start);
    const c = at(l, end * n + start), wc = at(w, end * n + start);
    const r = at(l, start * n), wr = at(w, start * n);
    const b = at(l, end * n), wb = at(w, end * n);
    if (below > 0) {
      divideByLower(wc, d, stride, below, size);
      subtractProduct(wd, stride, wc, 8, stride, c, stride, size, size, below);
    }
    blockAdjoint(d, wd, stride, size);
    if (start > 0) {
      if (below > 0) {
        subtractProduct(wb, stride, wc, stride, 8, r, stride, below, start, size);
        subtractProduct(wr, stride, wc, 8, stride, b, stride, size, start, below);
      }
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < i; j++) {
          const x = load<f64>(at(wd + i * stride, j));
          store<f64>(at(s, i * size + j), x);
          store<f64>(at(s, j * size + i), x);
        }
        store<f64>(at(s, i * size + i), 2.0 * load<f64>(at(wd + i * stride, i)));
      }
      subtractProduct(wr, stride, s, <usize>size << 3, 8, r, stride, size, start, size);
    }
    end = start;
  }
  for (let i = 0; i < n; i++) axpy(at(abar, i * n), at(w, i * n), 1.0, i + 1);
}
