// Means and variances in two passes, as stats/moments.ts; several sums side by side, so that an addition need not
// wait for the one before it.
import { get, lanes, pair } from './memory';

/** Sum of x − centre over [from, to). */
function sumOfDeviations(x: usize, centre: f64, from: i32, to: i32): f64 {
  const c = f64x2.splat(centre);
  let a = f64x2.splat(0),
    b = a,
    e = a,
    f = a;
  let i = from;
  for (; i + 7 < to; i += 8) {
    a = f64x2.add(a, f64x2.sub(pair(x, i), c));
    b = f64x2.add(b, f64x2.sub(pair(x, i + 2), c));
    e = f64x2.add(e, f64x2.sub(pair(x, i + 4), c));
    f = f64x2.add(f, f64x2.sub(pair(x, i + 6), c));
  }
  let sum = lanes(f64x2.add(f64x2.add(a, b), f64x2.add(e, f)));
  for (; i < to; i++) sum += get(x, i) - centre;
  return sum;
}

/** The second pass corrects the rounding of the first. */
export function mean(x: usize, from: i32, to: i32): f64 {
  const count = <f64>(to - from);
  const first = sumOfDeviations(x, 0, from, to) / count;
  return first + sumOfDeviations(x, first, from, to) / count;
}

/** Unbiased. */
export function varianceAround(x: usize, centre: f64, from: i32, to: i32): f64 {
  const c = f64x2.splat(centre);
  let a = f64x2.splat(0),
    b = a,
    e = a,
    f = a;
  let i = from;
  for (; i + 7 < to; i += 8) {
    const p = f64x2.sub(pair(x, i), c),
      q = f64x2.sub(pair(x, i + 2), c);
    const r = f64x2.sub(pair(x, i + 4), c),
      s = f64x2.sub(pair(x, i + 6), c);
    a = f64x2.add(a, f64x2.mul(p, p));
    b = f64x2.add(b, f64x2.mul(q, q));
    e = f64x2.add(e, f64x2.mul(r, r));
    f = f64x2.add(f, f64x2.mul(s, s));
  }
  let sum = lanes(f64x2.add(f64x2.add(a, b), f64x2.add(e, f)));
  for (; i < to; i++) {
    const p = get(x, i) - centre;
    sum += p * p;
  }
  return sum / <f64>(to - from - 1);
}

export function variance(x: usize, from: i32, to: i32): f64 {
  return varianceAround(x, mean(x, from, to), from, to);
}
