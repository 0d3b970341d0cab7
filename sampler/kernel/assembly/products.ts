// Products of the metrics' matrices with vectors. Each sum is taken in the order of a plain loop, so that the
// draws are those of methods/nuts/metric; four at a time, as one alone would wait for each of its additions.
import { dimension, vectorBytes } from './model';

// @ts-ignore: decorator
@inline function get(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline function pair(base: usize, i: i32): v128 { return v128.load(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function setPair(base: usize, i: i32, value: v128): void { v128.store(base + (<usize>i << 3), value); }
/** a + b c, in two lanes. */
// @ts-ignore: decorator
@inline function plus(a: v128, b: v128, c: v128): v128 { return f64x2.add(a, f64x2.mul(b, c)); }
/** Row `i` of a lower triangle, packed by rows. */
// @ts-ignore: decorator
@inline function row(factor: usize, i: i32): usize { return factor + ((<usize>i * <usize>(i + 1)) << 2); }

/** L w. */
export function lowerTimes(factor: usize, w: usize, out: usize): void {
  let i = 0;
  for (; i + 4 <= dimension; i += 4) {
    const r0 = row(factor, i), r1 = row(factor, i + 1), r2 = row(factor, i + 2), r3 = row(factor, i + 3);
    let s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
    for (let j = 0; j <= i; j++) {
      const x = get(w, j);
      s0 += get(r0, j) * x;
      s1 += get(r1, j) * x;
      s2 += get(r2, j) * x;
      s3 += get(r3, j) * x;
    }
    const x1 = get(w, i + 1), x2 = get(w, i + 2), x3 = get(w, i + 3);
    set(out, i, s0);
    set(out, i + 1, s1 + get(r1, i + 1) * x1);
    set(out, i + 2, s2 + get(r2, i + 1) * x1 + get(r2, i + 2) * x2);
    set(out, i + 3, s3 + get(r3, i + 1) * x1 + get(r3, i + 2) * x2 + get(r3, i + 3) * x3);
  }
  for (; i < dimension; i++) {
    const r = row(factor, i);
    let sum = 0.0;
    for (let j = 0; j <= i; j++) sum += get(r, j) * get(w, j);
    set(out, i, sum);
  }
}

/** L' g. */
export function lowerTransposedTimes(factor: usize, g: usize, out: usize): void {
  memory.fill(out, 0, vectorBytes);
  let i = 0;
  for (; i + 4 <= dimension; i += 4) {
    const r0 = row(factor, i), r1 = row(factor, i + 1), r2 = row(factor, i + 2), r3 = row(factor, i + 3);
    const g0 = get(g, i), g1 = get(g, i + 1), g2 = get(g, i + 2), g3 = get(g, i + 3);
    const p0 = f64x2.splat(g0), p1 = f64x2.splat(g1), p2 = f64x2.splat(g2), p3 = f64x2.splat(g3);
    // `i` is even.
    for (let j = 0; j < i; j += 2) {
      let sum = plus(pair(out, j), pair(r0, j), p0);
      sum = plus(sum, pair(r1, j), p1);
      sum = plus(sum, pair(r2, j), p2);
      setPair(out, j, plus(sum, pair(r3, j), p3));
    }
    set(out, i, get(out, i) + get(r0, i) * g0 + get(r1, i) * g1 + get(r2, i) * g2 + get(r3, i) * g3);
    set(out, i + 1, get(out, i + 1) + get(r1, i + 1) * g1 + get(r2, i + 1) * g2 + get(r3, i + 1) * g3);
    set(out, i + 2, get(out, i + 2) + get(r2, i + 2) * g2 + get(r3, i + 2) * g3);
    set(out, i + 3, get(out, i + 3) + get(r3, i + 3) * g3);
  }
  for (; i < dimension; i++) {
    const r = row(factor, i);
    const share = get(g, i);
    for (let j = 0; j <= i; j++) set(out, j, get(out, j) + get(r, j) * share);
  }
}

/** Of each direction, its product with `x`. */
export function productsWithDirections(directions: usize, count: i32, x: usize, out: usize): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const d0 = directions + <usize>k * vectorBytes, d1 = d0 + vectorBytes, d2 = d1 + vectorBytes, d3 = d2 + vectorBytes;
    let s0 = 0.0, s1 = 0.0, s2 = 0.0, s3 = 0.0;
    for (let i = 0; i < dimension; i++) {
      const value = get(x, i);
      s0 += get(d0, i) * value;
      s1 += get(d1, i) * value;
      s2 += get(d2, i) * value;
      s3 += get(d3, i) * value;
    }
    set(out, k, s0);
    set(out, k + 1, s1);
    set(out, k + 2, s2);
    set(out, k + 3, s3);
  }
  for (; k < count; k++) {
    const d = directions + <usize>k * vectorBytes;
    let sum = 0.0;
    for (let i = 0; i < dimension; i++) sum += get(d, i) * get(x, i);
    set(out, k, sum);
  }
}

/** Adds to `out` each direction times its share. */
export function addDirections(directions: usize, count: i32, shares: usize, out: usize): void {
  const even = dimension & ~1;
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const d0 = directions + <usize>k * vectorBytes, d1 = d0 + vectorBytes, d2 = d1 + vectorBytes, d3 = d2 + vectorBytes;
    const s0 = get(shares, k), s1 = get(shares, k + 1), s2 = get(shares, k + 2), s3 = get(shares, k + 3);
    const p0 = f64x2.splat(s0), p1 = f64x2.splat(s1), p2 = f64x2.splat(s2), p3 = f64x2.splat(s3);
    let i = 0;
    for (; i < even; i += 2) {
      let sum = plus(pair(out, i), p0, pair(d0, i));
      sum = plus(sum, p1, pair(d1, i));
      sum = plus(sum, p2, pair(d2, i));
      setPair(out, i, plus(sum, p3, pair(d3, i)));
    }
    for (; i < dimension; i++)
      set(out, i, get(out, i) + s0 * get(d0, i) + s1 * get(d1, i) + s2 * get(d2, i) + s3 * get(d3, i));
  }
  for (; k < count; k++) {
    const d = directions + <usize>k * vectorBytes;
    const share = get(shares, k);
    const both = f64x2.splat(share);
    let i = 0;
    for (; i < even; i += 2) setPair(out, i, plus(pair(out, i), both, pair(d, i)));
    for (; i < dimension; i++) set(out, i, get(out, i) + share * get(d, i));
  }
}
