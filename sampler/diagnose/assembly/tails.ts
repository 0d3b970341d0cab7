// Pareto k̂ of the heavier tail, as diagnose/pareto-k.ts and stats/generalised-pareto.ts.
import { exp } from '../../math/assembly/elementary';
import { log, log1p } from '../../math/assembly/log';
import { get, n, set, work } from './memory';

/** Weight of the prior at one half. */
const PRIOR = 10.0;
/** Factors whose product is taken before its logarithm. */
const TOGETHER = 16;

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
  const quartile = get(work, <i32>floor(<f64>length / 4.0 + 0.5) - 1);
  if (!(quartile > get(work, 0))) return NaN;

  const points = 30 + <i32>floor(sqrt(<f64>length));
  const thetas = work + (<usize>(length + 2) << 3);
  const profile = thetas + (<usize>(points + 2) << 3);
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

function meanLog1p(length: i32, factor: f64): f64 {
  const one = f64x2.splat(1), f = f64x2.splat(factor);
  let sum = 0.0;
  let i = 0;
  for (; i + TOGETHER <= length; i += TOGETHER) {
    const at = work + (<usize>i << 3);
    const a = f64x2.mul(line(one, f, v128.load(at, 0)), line(one, f, v128.load(at, 16)));
    const b = f64x2.mul(line(one, f, v128.load(at, 32)), line(one, f, v128.load(at, 48)));
    const c = f64x2.mul(line(one, f, v128.load(at, 64)), line(one, f, v128.load(at, 80)));
    const d = f64x2.mul(line(one, f, v128.load(at, 96)), line(one, f, v128.load(at, 112)));
    const all = f64x2.mul(f64x2.mul(a, b), f64x2.mul(c, d));
    const product = f64x2.extract_lane(all, 0) * f64x2.extract_lane(all, 1);
    if (product > 1e-280 && product < 1e280) sum += log(product);
    else for (let k = i; k < i + TOGETHER; k++) sum += log1p(factor * get(work, k));
  }
  for (; i < length; i++) sum += log1p(factor * get(work, i));
  return sum / <f64>length;
}

/** a + b x. */
// @ts-expect-error: decorator
@inline function line(a: v128, b: v128, x: v128): v128 { return f64x2.add(a, f64x2.mul(b, x)); }
