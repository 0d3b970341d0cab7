// The U-turn criterion where two stretches join: `turningJoin` of methods/nuts/nuts.ts with `turning` of a model's
// module for each of its three parts. They are taken in one pass over the vectors, since most joins turn in none; each
// sum is taken in the order of a plain loop. In two lanes: products of two neighbours, then sums at the early and at the
// late end of a part.
import { inverseMass, momentumOf, momentumSumOf, vectorBytes } from './model';

// @ts-ignore: decorator
@inline function two(base: usize, k: usize): v128 { return v128.load(base + k); }
// @ts-ignore: decorator
@inline function one(base: usize, k: usize): f64 { return load<f64>(base + k); }
/** Adds to the sums at the early and at the late end the products of two numbers, one after the other. */
// @ts-ignore: decorator
@inline function plus(sums: v128, early: v128, late: v128, velocities: v128): v128 {
  const ofEarly = f64x2.mul(early, velocities), ofLate = f64x2.mul(late, velocities);
  const first = f64x2.add(sums, v128.shuffle<f64>(ofEarly, ofLate, 0, 2));
  return f64x2.add(first, v128.shuffle<f64>(ofEarly, ofLate, 1, 3));
}
/** The same for one number. */
// @ts-ignore: decorator
@inline function plusOne(sums: v128, early: f64, late: f64, velocity: f64): v128 {
  return f64x2.add(sums, f64x2.mul(f64x2.replace_lane(f64x2.splat(early), 1, late), f64x2.splat(velocity)));
}
/** inverse mass × (sum at the late end − sum at the early end + momentum at the early end) */
// @ts-ignore: decorator
@inline function velocities(inverse: v128, late: v128, early: v128, momenta: v128): v128 {
  return f64x2.mul(inverse, f64x2.add(f64x2.sub(late, early), momenta));
}
/** Whether both sums are positive; negated, so that a NaN counts as turning. */
// @ts-ignore: decorator
@inline function turns(sums: v128): bool { return !i64x2.all_true(f64x2.gt(sums, f64x2.splat(0))); }

/** Whether the union of two neighbouring stretches turns: as a whole, or up to the nearest point of the other. */
export function turningJoin(earlyStart: usize, earlyEnd: usize, lateStart: usize, lateEnd: usize): bool {
  const pa = momentumOf(earlyStart), pb = momentumOf(earlyEnd);
  const pc = momentumOf(lateStart), pd = momentumOf(lateEnd);
  const sa = momentumSumOf(earlyStart), sb = momentumSumOf(earlyEnd);
  const sc = momentumSumOf(lateStart), sd = momentumSumOf(lateEnd);
  const pairs = vectorBytes & ~15;
  if (earlyStart == earlyEnd && lateStart == lateEnd) {
    // Two points: the whole is all there is.
    let both = f64x2.splat(0);
    for (let k: usize = 0; k < pairs; k += 16) {
      const a = two(pa, k);
      both = plus(both, a, two(pd, k), velocities(two(inverseMass, k), two(sd, k), two(sa, k), a));
    }
    if (pairs != vectorBytes) {
      const a = one(pa, pairs);
      both = plusOne(both, a, one(pd, pairs), one(inverseMass, pairs) * (one(sd, pairs) - one(sa, pairs) + a));
    }
    return turns(both);
  }
  let whole = f64x2.splat(0), toLate = f64x2.splat(0), fromEarly = f64x2.splat(0);
  for (let k: usize = 0; k < pairs; k += 16) {
    const inverse = two(inverseMass, k);
    const a = two(pa, k), b = two(pb, k), c = two(pc, k), d = two(pd, k);
    const early = two(sa, k), late = two(sd, k);
    whole = plus(whole, a, d, velocities(inverse, late, early, a));
    toLate = plus(toLate, a, c, velocities(inverse, two(sc, k), early, a));
    fromEarly = plus(fromEarly, b, d, velocities(inverse, late, two(sb, k), b));
  }
  if (pairs != vectorBytes) {
    const inverse = one(inverseMass, pairs);
    const a = one(pa, pairs), b = one(pb, pairs), c = one(pc, pairs), d = one(pd, pairs);
    const early = one(sa, pairs), late = one(sd, pairs);
    whole = plusOne(whole, a, d, inverse * (late - early + a));
    toLate = plusOne(toLate, a, c, inverse * (one(sc, pairs) - early + a));
    fromEarly = plusOne(fromEarly, b, d, inverse * (late - one(sb, pairs) + b));
  }
  return turns(whole)
    || (lateStart != lateEnd && turns(toLate))
    || (earlyStart != earlyEnd && turns(fromEarly));
}
