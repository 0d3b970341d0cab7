// Two lanes at a time, without tables and almost without branches: for the inner loops of a model.
// A lane's result does not depend on its neighbour. Within 2 ulp; not the bits of the scalar functions.
import {
  EXP0, EXP1, EXP2, EXP3, EXP4, EXP5, EXP6, EXP7, EXP8, EXP9, EXP10,
} from './coefficients';

// @ts-ignore: decorator
@inline function all(x: f64): v128 { return f64x2.splat(x); }
// @ts-ignore: decorator
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b); }
// @ts-ignore: decorator
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b); }
// @ts-ignore: decorator
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b); }
/** a + b x. */
// @ts-ignore: decorator
@inline function line(a: v128, b: v128, x: v128): v128 { return add(a, mul(b, x)); }
/** Lanes of a where the mask is set, else of b. */
// @ts-ignore: decorator
@inline function choose(a: v128, b: v128, mask: v128): v128 { return v128.bitselect(a, b, mask); }

/** 1.5 * 2^52: adding it rounds to an integer, which then stands in the lowest bits. */
// @ts-ignore: decorator
@inline const ROUNDER: f64 = 6755399441055744.0;
// @ts-ignore: decorator
@inline const LN2_HIGH: f64 = 6.93147180369123816490e-01;
// @ts-ignore: decorator
@inline const LN2_LOW: f64 = 1.90821492927058770002e-10;

/** 2^k for lanes of small integers. */
// @ts-ignore: decorator
@inline function powerOfTwo(k: v128): v128 { return i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52); }

/** x = k log 2 + r; exp(x) = 2^k exp(r). Past the ends of the range the two halves of 2^k give 0 and inf. */
// @ts-ignore: decorator
@inline function expCore(x: v128): v128 {
  // This order of arguments lets NaN through.
  const c = f64x2.pmin(f64x2.pmax(x, all(-746.0)), all(710.0));
  const t = add(mul(c, all(1.4426950408889634)), all(ROUNDER));
  const n = sub(t, all(ROUNDER));
  const r = sub(sub(c, mul(n, all(LN2_HIGH))), mul(n, all(LN2_LOW)));
  const r2 = mul(r, r), r4 = mul(r2, r2);
  const low = line(line(all(EXP0), all(EXP1), r), line(all(EXP2), all(EXP3), r), r2);
  const middle = line(line(all(EXP4), all(EXP5), r), line(all(EXP6), all(EXP7), r), r2);
  const high = line(line(all(EXP8), all(EXP9), r), all(EXP10), r2);
  const q = add(low, mul(r4, line(middle, high, r4)));
  const p = add(all(1.0), add(r, mul(r2, q)));
  const k = i64x2.sub(t, all(ROUNDER));
  const half = i64x2.shr_s(k, 1);
  return mul(mul(p, powerOfTwo(half)), powerOfTwo(i64x2.sub(k, half)));
}

/** log(1 + f) + k log 2 for sqrt(1/2) <= 1 + f < sqrt(2) (musl's log1p, from FreeBSD's s_log1p.c). */
// @ts-ignore: decorator
@inline function logCore(f: v128, k: v128): v128 {
  const half = mul(all(0.5), mul(f, f));
  const s = f64x2.div(f, add(all(2.0), f));
  const z = mul(s, s), w = mul(z, z);
  const odd = mul(w, line(all(0.3999999999940942), line(all(0.22222198432149784), all(0.15313837699209373), w), w));
  const even = mul(z, line(all(0.6666666666666735),
    line(all(0.2857142874366239), line(all(0.1818357216161805), all(0.14798198605116586), w), w), w));
  const r = add(even, odd);
  return add(add(sub(add(mul(s, add(half, r)), mul(k, all(LN2_LOW))), half), f), mul(k, all(LN2_HIGH)));
}

/** Lanes outside 0 < u < inf: the logarithm's limits and NaN. */
// @ts-ignore: decorator
@inline function logLimits(u: v128, value: v128, fine: v128): v128 {
  const infinite = choose(all(-Infinity), choose(all(Infinity), all(NaN), f64x2.eq(u, all(Infinity))), f64x2.eq(u, all(0)));
  return choose(value, infinite, fine);
}

/** k with u = 2^k z, sqrt(1/2) <= z < sqrt(2), as an integer per lane. */
// @ts-ignore: decorator
@inline function exponent(u: v128): v128 { return i64x2.shr_s(i64x2.sub(u, i64x2.splat(0x3FE6A09E667F3BCD)), 52); }
// @ts-ignore: decorator
@inline function toDouble(k: v128): v128 { return sub(i64x2.add(k, all(ROUNDER)), all(ROUNDER)); }

export function exp_x2(x: v128): v128 { return expCore(x); }

export function log_x2(x: v128): v128 {
  const tiny = f64x2.lt(x, all(2.2250738585072014e-308));
  const u = choose(mul(x, all(18014398509481984.0)), x, tiny); // 2^54
  const k = exponent(u);
  const z = i64x2.sub(u, i64x2.shl(k, 52));
  const kd = sub(toDouble(k), v128.and(tiny, all(54.0)));
  const value = logCore(sub(z, all(1.0)), kd);
  const fine = v128.and(f64x2.gt(x, all(0)), f64x2.lt(x, all(Infinity)));
  return i64x2.all_true(fine) ? value : logLimits(x, value, fine);
}

export function log1p_x2(x: v128): v128 {
  const u = add(all(1.0), x);
  const back = sub(u, all(1.0));
  // What the sum lost, exactly (Knuth's two-sum); where k is 0, f is x again.
  const lost = add(sub(all(1.0), sub(u, back)), sub(x, back));
  const k = exponent(u);
  const z = i64x2.sub(u, i64x2.shl(k, 52));
  const value = logCore(add(sub(z, all(1.0)), mul(lost, powerOfTwo(i64x2.neg(k)))), toDouble(k));
  const fine = v128.and(f64x2.gt(u, all(0)), f64x2.lt(u, all(Infinity)));
  return i64x2.all_true(fine) ? value : logLimits(u, value, fine);
}

/** log(1 + e), 0 <= e <= 1. */
// @ts-ignore: decorator
@inline function log1pUnit(e: v128): v128 {
  const small = f64x2.lt(e, all(0.41421356237309503));
  const f = choose(e, mul(all(0.5), sub(e, all(1.0))), small);
  return logCore(f, v128.andnot(all(1.0), small));
}

/** log(1 + e^x). */
export function log1p_exp_x2(x: v128): v128 {
  // NaN must come through the maximum's second argument.
  return add(f64x2.pmax(x, all(0)), log1pUnit(expCore(f64x2.neg(f64x2.abs(x)))));
}

export function log_inv_logit_x2(x: v128): v128 {
  return sub(f64x2.pmin(x, all(0)), log1pUnit(expCore(f64x2.neg(f64x2.abs(x)))));
}

export function inv_logit_x2(x: v128): v128 {
  const e = expCore(f64x2.neg(f64x2.abs(x)));
  return f64x2.div(choose(e, all(1.0), f64x2.lt(x, all(0))), add(all(1.0), e));
}
