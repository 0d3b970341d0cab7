// Where n × n matrices, row by row, and vectors lie: from `BASE` on, six matrices, then the vectors. JavaScript
// writes and reads the matrices by their number.

const BASE: usize = 1024;

export let n: i32 = 0;
let matrixBytes: usize = 0;
let vectors: usize = 0;

export function matrix(k: i32): usize { return BASE + <usize>k * matrixBytes; }
export function vector(k: i32): usize { return vectors + <usize>k * ((<usize>n + 1) << 3); }

/** Sets the size; returns the bytes of memory that it takes. */
export function place(size: i32): usize {
  n = size;
  matrixBytes = (<usize>size * <usize>size + 1) << 3;
  vectors = matrix(6);
  return vector(6);
}

// @ts-ignore: decorator
@inline export function row(m: usize, i: i32): usize { return m + (<usize>(i * n) << 3); }
// @ts-ignore: decorator
@inline export function get(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline export function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline export function pair(base: usize, i: i32): v128 { return v128.load(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline export function setPair(base: usize, i: i32, value: v128): void { v128.store(base + (<usize>i << 3), value); }

/** y += share · x over [from, to). */
export function add(x: usize, share: f64, y: usize, from: i32, to: i32): void {
  const s = f64x2.splat(share);
  let i = from;
  for (; i + 3 < to; i += 4) {
    setPair(y, i, f64x2.add(pair(y, i), f64x2.mul(s, pair(x, i))));
    setPair(y, i + 2, f64x2.add(pair(y, i + 2), f64x2.mul(s, pair(x, i + 2))));
  }
  for (; i < to; i++) set(y, i, get(y, i) + share * get(x, i));
}
