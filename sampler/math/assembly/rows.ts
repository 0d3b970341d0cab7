// Products of the rows of a matrix with a vector, and the sum of its rows by weights: the two halves of a regression
// on many rows, called for blocks of rows that stay in the cache. Matrices are row by row.
//
// Sums run in a fixed order, two lanes at a time. A number of the vector, or a sum of a column, stays in a register
// while several rows use it.
import { at, both } from './tiles';

// @ts-ignore: decorator
@inline function more(sum: v128, p: usize, k: i32, v: v128): v128 {
  return f64x2.add(sum, f64x2.mul(v128.load(at(p, k)), v));
}

/** out[r] = sum over k of x[r, k] v[k]. */
export function rows_dot(x: usize, v: usize, out: usize, rows: i32, columns: i32): void {
  const even = columns & ~1;
  const step = <usize>columns << 3;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    const p0 = x + <usize>r * step, p1 = p0 + step, p2 = p1 + step, p3 = p2 + step;
    let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    let k = 0;
    for (; k + 4 <= even; k += 4) {
      const v0 = v128.load(at(v, k)), v1 = v128.load(at(v, k), 16);
      s0 = more(s0, p0, k, v0); s1 = more(s1, p1, k, v0); s2 = more(s2, p2, k, v0); s3 = more(s3, p3, k, v0);
      t0 = more(t0, p0, k + 2, v1); t1 = more(t1, p1, k + 2, v1); t2 = more(t2, p2, k + 2, v1); t3 = more(t3, p3, k + 2, v1);
    }
    if (k < even) {
      const v0 = v128.load(at(v, k));
      s0 = more(s0, p0, k, v0); s1 = more(s1, p1, k, v0); s2 = more(s2, p2, k, v0); s3 = more(s3, p3, k, v0);
    }
    let e0 = both(f64x2.add(s0, t0)), e1 = both(f64x2.add(s1, t1)), e2 = both(f64x2.add(s2, t2)), e3 = both(f64x2.add(s3, t3));
    if (even < columns) {
      const last = load<f64>(at(v, even));
      e0 += last * load<f64>(at(p0, even)); e1 += last * load<f64>(at(p1, even));
      e2 += last * load<f64>(at(p2, even)); e3 += last * load<f64>(at(p3, even));
    }
    store<f64>(at(out, r), e0); store<f64>(at(out, r), e1, 8); store<f64>(at(out, r), e2, 16); store<f64>(at(out, r), e3, 24);
  }
  for (; r < rows; r++) {
    const p0 = x + <usize>r * step;
    let s0 = f64x2.splat(0), t0 = s0;
    let k = 0;
    for (; k + 4 <= even; k += 4) {
      s0 = more(s0, p0, k, v128.load(at(v, k)));
      t0 = more(t0, p0, k + 2, v128.load(at(v, k), 16));
    }
    if (k < even) s0 = more(s0, p0, k, v128.load(at(v, k)));
    let e0 = both(f64x2.add(s0, t0));
    if (even < columns) e0 += load<f64>(at(v, even)) * load<f64>(at(p0, even));
    store<f64>(at(out, r), e0);
  }
}

/** a[k] += sum over r of x[r, k] w[r], and the weights become zero. */
export function rows_dot_adjoint(x: usize, a: usize, w: usize, rows: i32, columns: i32): void {
  const step = <usize>columns << 3;
  let k = 0;
  for (; k + 20 <= columns; k += 20) {
    const b = at(a, k);
    let c0 = v128.load(b), c1 = v128.load(b, 16), c2 = v128.load(b, 32), c3 = v128.load(b, 48), c4 = v128.load(b, 64);
    let c5 = v128.load(b, 80), c6 = v128.load(b, 96), c7 = v128.load(b, 112), c8 = v128.load(b, 128), c9 = v128.load(b, 144);
    let p = at(x, k);
    for (let r = 0; r < rows; r++, p += step) {
      const q = v128.load64_splat(at(w, r));
      c0 = more(c0, p, 0, q); c1 = more(c1, p, 2, q); c2 = more(c2, p, 4, q); c3 = more(c3, p, 6, q); c4 = more(c4, p, 8, q);
      c5 = more(c5, p, 10, q); c6 = more(c6, p, 12, q); c7 = more(c7, p, 14, q); c8 = more(c8, p, 16, q); c9 = more(c9, p, 18, q);
    }
    v128.store(b, c0); v128.store(b, c1, 16); v128.store(b, c2, 32); v128.store(b, c3, 48); v128.store(b, c4, 64);
    v128.store(b, c5, 80); v128.store(b, c6, 96); v128.store(b, c7, 112); v128.store(b, c8, 128); v128.store(b, c9, 144);
  }
  for (; k + 8 <= columns; k += 8) {
    const b = at(a, k);
    let c0 = v128.load(b), c1 = v128.load(b, 16), c2 = v128.load(b, 32), c3 = v128.load(b, 48);
    let p = at(x, k);
    for (let r = 0; r < rows; r++, p += step) {
      const q = v128.load64_splat(at(w, r));
      c0 = more(c0, p, 0, q); c1 = more(c1, p, 2, q); c2 = more(c2, p, 4, q); c3 = more(c3, p, 6, q);
    }
    v128.store(b, c0); v128.store(b, c1, 16); v128.store(b, c2, 32); v128.store(b, c3, 48);
  }
  for (; k + 2 <= columns; k += 2) {
    let c0 = v128.load(at(a, k));
    let p = at(x, k);
    for (let r = 0; r < rows; r++, p += step) c0 = more(c0, p, 0, v128.load64_splat(at(w, r)));
    v128.store(at(a, k), c0);
  }
  if (k < columns) {
    let c0 = load<f64>(at(a, k));
    let p = at(x, k);
    for (let r = 0; r < rows; r++, p += step) c0 += load<f64>(p) * load<f64>(at(w, r));
    store<f64>(at(a, k), c0);
  }
  memory.fill(w, 0, <usize>rows << 3);
}
