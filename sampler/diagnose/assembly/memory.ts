// Where the numbers of one quantity lie: arrays of `n` draws, one after the other from `BASE` on. JavaScript writes
// the draws, chain by chain, and the scores of `stats/ranks.ts`, and reads the record.

/** Tables of exp and log lie below. */
export const BASE: usize = 65536;

export let n: i32 = 0;
/** Half chains, and their length. */
export let chains: i32 = 0;
export let half: i32 = 0;

export let values: usize = 0;
export let sorted: usize = 0;
export let centred: usize = 0;
export let work: usize = 0;
export let squares: usize = 0;
/** 2n + 1 of them. */
export let scores: usize = 0;
export let order: usize = 0;
export let otherOrder: usize = 0;
export let keys: usize = 0;
export let otherKeys: usize = 0;
export let bits: usize = 0;
/** Of each half chain. */
export let chainMeans: usize = 0;
export let ones: usize = 0;
export let correlations: usize = 0;
export let counts: usize = 0;
/** Points of a tail's profile, and their weights. */
export let thetas: usize = 0;

/** Lags that are looked at, at most. */
export const MOST_LAGS: i32 = 256;
/** Numbers after those of an array that may be written, too. */
const PADDING: usize = 16;
const RADIX_BYTES: usize = 3 * 4 * 2048;

/** Sets the sizes and places; returns the bytes of memory that they take. `halfChains` divides `draws`. */
export function place(draws: i32, halfChains: i32): usize {
  n = draws;
  chains = halfChains;
  half = draws / halfChains;
  const vector = (<usize>draws + PADDING) << 3;
  let at = BASE;
  values = at; at += vector;
  sorted = at; at += vector;
  centred = at; at += vector;
  work = at; at += vector;
  squares = at; at += vector;
  scores = at; at += 2 * vector;
  order = at; at += vector;
  otherOrder = at; at += vector;
  keys = at; at += vector;
  otherKeys = at; at += vector;
  bits = at; at += (<usize>(draws >> 6) + 3 * <usize>halfChains + 8) << 3;
  chainMeans = at; at += <usize>halfChains << 3;
  ones = at; at += (<usize>halfChains << 3) * 3;
  correlations = at; at += (<usize>MOST_LAGS + 8) << 3;
  counts = at; at += RADIX_BYTES;
  thetas = at; at += <usize>(2 * (30 + <i32>sqrt(<f64>draws))) << 3;
  return at;
}

// @ts-expect-error: decorator
@inline export function get(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-expect-error: decorator
@inline export function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-expect-error: decorator
@inline export function index(base: usize, i: i32): i32 { return load<i32>(base + (<usize>i << 2)); }
// @ts-expect-error: decorator
@inline export function setIndex(base: usize, i: i32, value: i32): void { store<i32>(base + (<usize>i << 2), value); }
// @ts-expect-error: decorator
@inline export function pair(base: usize, i: i32): v128 { return v128.load(base + (<usize>i << 3)); }
// @ts-expect-error: decorator
@inline export function setPair(base: usize, i: i32, value: v128): void { v128.store(base + (<usize>i << 3), value); }
// @ts-expect-error: decorator
@inline export function lanes(a: v128): f64 { return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1); }
