// The U-turn criterion where two stretches join: `turningJoin` of methods/nuts/nuts.ts with `turning` of a model's
// module for each of its three parts. They are taken in one pass over the vectors, since most joins turn in none; each
// sum is taken in the order of a plain loop. In two lanes: at the early and at the late end of a part.
import { dimension, inverseMass, momentumOf, momentumSumOf } from './model';

// @ts-ignore: decorator
@inline function at(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function pair(a: f64, b: f64): v128 { return f64x2.replace_lane(f64x2.splat(a), 1, b); }
// @ts-ignore: decorator
@inline function plus(sums: v128, momenta: v128, velocity: f64): v128 {
  return f64x2.add(sums, f64x2.mul(momenta, f64x2.splat(velocity)));
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
  if (earlyStart == earlyEnd && lateStart == lateEnd) {
    // Two points: the whole is all there is.
    let both = f64x2.splat(0);
    for (let i = 0; i < dimension; i++) {
      const a = at(pa, i);
      both = plus(both, pair(a, at(pd, i)), at(inverseMass, i) * (at(sd, i) - at(sa, i) + a));
    }
    return turns(both);
  }
  let whole = f64x2.splat(0), toLate = f64x2.splat(0), fromEarly = f64x2.splat(0);
  for (let i = 0; i < dimension; i++) {
    const inverse = at(inverseMass, i);
    const a = at(pa, i), b = at(pb, i), c = at(pc, i), d = at(pd, i);
    whole = plus(whole, pair(a, d), inverse * (at(sd, i) - at(sa, i) + a));
    toLate = plus(toLate, pair(a, c), inverse * (at(sc, i) - at(sa, i) + a));
    fromEarly = plus(fromEarly, pair(b, d), inverse * (at(sd, i) - at(sb, i) + b));
  }
  return turns(whole)
    || (lateStart != lateEnd && turns(toLate))
    || (earlyStart != earlyEnd && turns(fromEarly));
}
