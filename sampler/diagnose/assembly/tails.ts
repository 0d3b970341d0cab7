// Pareto k̂ of the heavier tail, as diagnose/pareto-k.ts and stats/generalised-pareto.ts.
import { exp } from '../../math/assembly/elementary';
import { log, log1p } from '../../math/assembly/log';
import { get, n, set, thetas, work } from './memory';

/** Weight of the prior at one half. */
const PRIOR = 10.0;
/** Factors whose product is taken before its logarithm; the values are padded with zeros, whose factors are 1. */
const TOGETHER = 16;
/** The same where no product leaves the range of numbers. */
const MANY = 64;

/** Draws of each tail. @param size effective size of the tails. */
export function lengthOfTail(size: f64): i32 {
  const draws = <f64>n;
  const wanted = <i32>floor(size > 225 ? 3.0 * sqrt(draws / (size / draws)) : draws / 5.0);
  return min(max(5, wanted), n >> 1);
}

/** @param ascending all draws; @param size effective size of their tails. */
export function shapeOfHeavierTail(ascending: usize, size: f64): f64 {
  if (isNaN(size)) return NaN;
  const length = lengthOfTail(size);
  if (length >= n) return NaN;
  for (let i = 0; i < length; i++) set(work, i, get(ascending, length) - get(ascending, length - 1 - i));
  const left = shape(length);
  for (let i = 0; i < length; i++) set(work, i, get(ascending, n - length + i) - get(ascending, n - length - 1));
  const right = shape(length);
  return isNaN(left) || left < right ? right : left;
}

/** From what the values of a tail exceed the next by; NaN where too many are tied to fit one. */
function shape(length: i32): f64 {
  const last = get(work, length - 1);
  if (!(last > get(work, 0))) return NaN;
  if (last == Infinity) return last;
  for (let i = 0; i < length; i++) set(work, i, get(work, i) / last);
  for (let i = length; i < padded(length); i++) set(work, i, 0);
  const quartile = get(work, <i32>floor(<f64>length / 4.0 + 0.5) - 1);
  if (!(quartile > get(work, 0))) return NaN;

  const points = 30 + <i32>floor(sqrt(<f64>length));
  const profile = thetas + (<usize>points << 3);
  const count = <f64>length;
  let best = -Infinity;
  for (let j = 0; j < points; j++) {
    const theta = 1.0 / get(work, length - 1) + (1.0 - sqrt(<f64>points / (<f64>j + 0.5))) / (3.0 * quartile);
    const k = meanLog1p(length, -theta);
    const value = count * (log(-theta / k) - k - 1.0);
    set(thetas, j, theta);
    set(profile, j, value);
    if (value > best) best = value;
  }
  let weight = 0.0, weighted = 0.0;
  for (let j = 0; j < points; j++) {
    const w = exp(get(profile, j) - best);
    weight += w;
    weighted += w * get(thetas, j);
  }
  const k = meanLog1p(length, -weighted / weight);
  const shrunk = (k * count + PRIOR * 0.5) / (count + PRIOR);
  return isNaN(shrunk) ? Infinity : shrunk;
}

// @ts-expect-error: decorator
@inline function padded(length: i32): i32 { return (length + TOGETHER - 1) & ~(TOGETHER - 1); }

function meanLog1p(length: i32, factor: f64): f64 {
  const end = padded(length);
  let sum = 0.0;
  let i = 0;
  for (; i + MANY <= end; i += MANY) {
    const product = productOf(i, i + MANY, factor);
    if (isOrdinary(product)) sum += log(product);
    else for (let k = i; k < i + MANY; k += TOGETHER) sum += logOfProduct(k, length, factor);
  }
  if (i < end) {
    const product = productOf(i, end, factor);
    if (isOrdinary(product)) sum += log(product);
    else for (; i < end; i += TOGETHER) sum += logOfProduct(i, length, factor);
  }
  return sum / <f64>length;
}

// @ts-expect-error: decorator
@inline function isOrdinary(product: f64): bool { return product > 1e-280 && product < 1e280; }

/** Of `TOGETHER` factors from `from` on. */
function logOfProduct(from: i32, length: i32, factor: f64): f64 {
  const product = productOf(from, from + TOGETHER, factor);
  if (isOrdinary(product)) return log(product);
  let sum = 0.0;
  for (let k = from; k < min(from + TOGETHER, length); k++) sum += log1p(factor * get(work, k));
  return sum;
}

/** Of 1 + factor × value over [from, to), whose length is a multiple of `TOGETHER`. */
// @ts-expect-error: decorator
@inline function productOf(from: i32, to: i32, factor: f64): f64 {
  const one = f64x2.splat(1), f = f64x2.splat(factor);
  let a = one, b = one, c = one, d = one, e = one, g = one, h = one, p = one;
  for (let i = from; i < to; i += TOGETHER) {
    const at = work + (<usize>i << 3);
    a = f64x2.mul(a, line(one, f, v128.load(at, 0)));
    b = f64x2.mul(b, line(one, f, v128.load(at, 16)));
    c = f64x2.mul(c, line(one, f, v128.load(at, 32)));
    d = f64x2.mul(d, line(one, f, v128.load(at, 48)));
    e = f64x2.mul(e, line(one, f, v128.load(at, 64)));
    g = f64x2.mul(g, line(one, f, v128.load(at, 80)));
    h = f64x2.mul(h, line(one, f, v128.load(at, 96)));
    p = f64x2.mul(p, line(one, f, v128.load(at, 112)));
  }
  const all = f64x2.mul(
    f64x2.mul(f64x2.mul(a, b), f64x2.mul(c, d)),
    f64x2.mul(f64x2.mul(e, g), f64x2.mul(h, p)),
  );
  return f64x2.extract_lane(all, 0) * f64x2.extract_lane(all, 1);
}

/** a + b x. */
// @ts-expect-error: decorator
@inline function line(a: v128, b: v128, x: v128): v128 { return f64x2.add(a, f64x2.mul(b, x)); }
