// log and log1p. After ARM's optimized routines: x = 2^k z, and z is near the centre c of one of 128
// intervals, so log x = k log 2 + log c + log(1 + r) with r = (z - c) / c, |r| < 2^-8. For log1p, what
// rounding 1 + x loses is added to r: no division.
import { LOG_A0, LOG_A1, LOG_A2, LOG_A3, LOG_A4, LOG_TABLE } from './coefficients';

/** Bits of 0.6875, the lowest z. */
// @ts-ignore: decorator
@inline const LOWEST: u64 = 0x3FE6000000000000;
// log 2 in multiples of 2^-42, so that k times it is exact, and its rest.
// @ts-ignore: decorator
@inline const LN2_HIGH: f64 = reinterpret<f64>(0x3FE62E42FEFA3800);
// @ts-ignore: decorator
@inline const LN2_LOW: f64 = reinterpret<f64>(0x3D2EF35793C76730);

/** log(1 + r), -0.0625 <= r < 0.0647: r - r^2/2 with its rounding error, and a polynomial (ARM's). */
// @ts-ignore: decorator
@inline function nearOne(r: f64): f64 {
  const
    B1  = reinterpret<f64>(0x3FD5555555555577),
    B2  = reinterpret<f64>(0xBFCFFFFFFFFFFDCB),
    B3  = reinterpret<f64>(0x3FC999999995DD0C),
    B4  = reinterpret<f64>(0xBFC55555556745A7),
    B5  = reinterpret<f64>(0x3FC24924A344DE30),
    B6  = reinterpret<f64>(0xBFBFFFFFA4423D65),
    B7  = reinterpret<f64>(0x3FBC7184282AD6CA),
    B8  = reinterpret<f64>(0xBFB999EB43B068FF),
    B9  = reinterpret<f64>(0x3FB78182F7AFD085),
    B10 = reinterpret<f64>(0xBFB5521375D145CD);
  const r2 = r * r, r3 = r2 * r;
  const y = r3 * (B1 + r * B2 + r2 * B3 + r3 * (B4 + r * B5 + r2 * B6 + r3 * (B7 + r * B8 + r2 * B9 + r3 * B10)));
  const split = r * 134217728.0; // 2^27
  const rhi = r + split - split, rlo = r - rhi;
  const square = rhi * rhi * -0.5;
  const hi = r + square;
  return y + (r - hi + square - 0.5 * rlo * (rhi + r)) + hi;
}

/** log of 2^k z times (1 + lost / (2^k z)), for the bits of a positive normal 2^k z. */
// @ts-ignore: decorator
@inline function fromBits(bits: u64, lost: f64, extraExponent: i64): f64 {
  const above = bits - LOWEST;
  const row = LOG_TABLE + (<usize>((above >> 45) & 127) << 5);
  const k = <i64>above >> 52;
  const z = reinterpret<f64>(bits - (above & 0xFFF0000000000000));
  let r = (z - load<f64>(row)) * load<f64>(row, 8);
  if (lost != 0) r += lost * reinterpret<f64>(<u64>(1023 - k) << 52) * load<f64>(row, 8);
  const kd = <f64>(k + extraExponent);
  const w = kd * LN2_HIGH + load<f64>(row, 16);
  const hi = w + r;
  const lo = (w - hi) + r + (kd * LN2_LOW + load<f64>(row, 24));
  const r2 = r * r;
  return lo + r2 * ((LOG_A0 + r * LOG_A1) + r2 * ((LOG_A2 + r * LOG_A3) + r2 * LOG_A4)) + hi;
}

export function log(x: f64): f64 {
  let bits = reinterpret<u64>(x);
  // 0.9375 <= x < 1.0647.
  if (bits - 0x3FEE000000000000 < 0x0003090000000000) return nearOne(x - 1.0);
  let exponent: i64 = 0;
  if (bits - 0x0010000000000000 >= 0x7FE0000000000000) {
    // Zero, negative, subnormal, infinite or NaN.
    if (x == 0) return -Infinity;
    if (x == Infinity) return x;
    if (!(x > 0)) return NaN;
    bits = reinterpret<u64>(x * 4503599627370496.0); // 2^52
    exponent = -52;
  }
  return fromBits(bits, 0.0, exponent);
}

export function log1p(x: f64): f64 {
  if (x >= -0.0625 && x < 0.0647) return x == 0 ? x : nearOne(x);
  if (!(x > -1.0 && x < Infinity)) return x == -1.0 ? -Infinity : x == Infinity ? x : NaN;
  const u = 1.0 + x;
  // What the sum lost, exactly (Knuth's two-sum).
  const back = u - 1.0;
  return fromBits(reinterpret<u64>(u), (1.0 - (u - back)) + (x - back), 0);
}
