// Products of the metrics' matrices with vectors. Each sum is taken in the order of a plain loop, so that the
// draws are those of methods/nuts/metric; several at a time, as one alone would wait for each of its additions.
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

/** Adds to the sums of two rows their products with `w` in the columns `j` and `j + 1`. */
// @ts-ignore: decorator
@inline function plusColumns(sums: v128, a: usize, b: usize, w: usize, j: i32): v128 {
  const ofA = pair(a, j), ofB = pair(b, j);
  const first = plus(sums, v128.shuffle<f64>(ofA, ofB, 0, 2), v128.load64_splat(w + (<usize>j << 3)));
  return plus(first, v128.shuffle<f64>(ofA, ofB, 1, 3), v128.load64_splat(w + (<usize>j << 3), 8));
}

/** The rows `end` and `end + 1`, from column `j` to their ends. */
// @ts-ignore: decorator
@inline function endRows(sums: v128, a: usize, b: usize, w: usize, j: i32, end: i32): v128 {
  for (; j < end; j += 2) sums = plusColumns(sums, a, b, w, j);
  const both = plus(sums, v128.load64_lane(b + (<usize>end << 3), v128.load64_zero(a + (<usize>end << 3)), 1), f64x2.splat(get(w, end)));
  return f64x2.replace_lane(both, 1, f64x2.extract_lane(both, 1) + get(b, end + 1) * get(w, end + 1));
}

/** L w: rows in pairs, four pairs at a time. */
export function lowerTimes(factor: usize, w: usize, out: usize): void {
  const none = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= dimension; i += 8) {
    const r0 = row(factor, i), r1 = row(factor, i + 1), r2 = row(factor, i + 2), r3 = row(factor, i + 3);
    const r4 = row(factor, i + 4), r5 = row(factor, i + 5), r6 = row(factor, i + 6), r7 = row(factor, i + 7);
    let s0 = none, s2 = none, s4 = none, s6 = none;
    // `i` is even.
    for (let j = 0; j < i; j += 2) {
      s0 = plusColumns(s0, r0, r1, w, j);
      s2 = plusColumns(s2, r2, r3, w, j);
      s4 = plusColumns(s4, r4, r5, w, j);
      s6 = plusColumns(s6, r6, r7, w, j);
    }
    setPair(out, i, endRows(s0, r0, r1, w, i, i));
    setPair(out, i + 2, endRows(s2, r2, r3, w, i, i + 2));
    setPair(out, i + 4, endRows(s4, r4, r5, w, i, i + 4));
    setPair(out, i + 6, endRows(s6, r6, r7, w, i, i + 6));
  }
  for (; i + 2 <= dimension; i += 2) setPair(out, i, endRows(none, row(factor, i), row(factor, i + 1), w, 0, i));
  if (i < dimension) {
    const r = row(factor, i);
    let sum = 0.0;
    for (let j = 0; j <= i; j++) sum += get(r, j) * get(w, j);
    set(out, i, sum);
  }
}

/** The sums of columns `j` and `j + 1` from where they begin to the row before `end`. */
// @ts-ignore: decorator
@inline function beginColumns(factor: usize, g: usize, j: i32, end: i32): v128 {
  let r = row(factor, j);
  let sums = f64x2.replace_lane(f64x2.splat(0), 0, 0.0 + get(r, j) * get(g, j));
  for (let i = j + 1; i < end; i++) {
    r += <usize>i << 3;
    sums = plus(sums, pair(r, j), f64x2.splat(get(g, i)));
  }
  return sums;
}

/** L' g: columns in pairs, four pairs at a time. */
export function lowerTransposedTimes(factor: usize, g: usize, out: usize): void {
  let j = 0;
  for (; j + 8 <= dimension; j += 8) {
    const next = j + 8;
    let s0 = beginColumns(factor, g, j, next), s2 = beginColumns(factor, g, j + 2, next);
    let s4 = beginColumns(factor, g, j + 4, next), s6 = beginColumns(factor, g, j + 6, next);
    let r = row(factor, next) + (<usize>j << 3);
    for (let i = next; i < dimension; i++) {
      const share = f64x2.splat(get(g, i));
      s0 = plus(s0, v128.load(r), share);
      s2 = plus(s2, v128.load(r, 16), share);
      s4 = plus(s4, v128.load(r, 32), share);
      s6 = plus(s6, v128.load(r, 48), share);
      r += <usize>(i + 1) << 3;
    }
    setPair(out, j, s0);
    setPair(out, j + 2, s2);
    setPair(out, j + 4, s4);
    setPair(out, j + 6, s6);
  }
  for (; j + 2 <= dimension; j += 2) setPair(out, j, beginColumns(factor, g, j, dimension));
  if (j < dimension) set(out, j, 0.0 + get(row(factor, j), j) * get(g, j));
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
  for (; k + 2 <= count; k += 2) {
    const d0 = directions + <usize>k * vectorBytes, d1 = d0 + vectorBytes;
    let sums = f64x2.splat(0);
    let i = 0;
    for (; i + 2 <= dimension; i += 2) sums = plusColumns(sums, d0, d1, x, i);
    if (i < dimension) sums = plus(sums, f64x2.replace_lane(f64x2.splat(get(d0, i)), 1, get(d1, i)), f64x2.splat(get(x, i)));
    setPair(out, k, sums);
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
