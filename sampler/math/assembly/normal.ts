// The normal distribution and the error function, all from R(x) = (1 - Phi(x)) exp(x^2 / 2) for x >= 0,
// a table in y = 4 / (4 + x) (after S. G. Johnson's erfcx).
import { exp } from './elementary';
import { log, log1p } from './log';
import { poly10 } from './polynomial';
import {
  ERF0, ERF1, ERF2, ERF3, ERF4, ERF5, ERF6, ERF7, ERF8, ERF9, ERF10, NORMAL_TAIL,
} from './coefficients';

/** R(x) for x >= 0, or NaN. */
// @ts-ignore: decorator
@inline function tail(x: f64): f64 {
  const y = 4.0 / (4.0 + x);
  const s = min<f64>(y, 0.9999999999999999) * 32.0;
  const i = floor(s);
  return y * poly10(NORMAL_TAIL + <usize><i32>i * 80, s - i - 0.5);
}

/** exp(-x^2 / 2): the square is split, as its rounding error would be multiplied by x^2. */
// @ts-ignore: decorator
@inline function gaussian(x: f64): f64 {
  const head = reinterpret<f64>(reinterpret<u64>(x) & 0xFFFFFFFFF8000000);
  const d = -0.5 * (x - head) * (x + head);
  const e = exp(-0.5 * head * head);
  return e + e * (d * (1.0 + d * (0.5 + d * 0.16666666666666666)));
}

/** Standard normal distribution function. */
export function Phi(x: f64): f64 {
  if (!(abs(x) < 40.0)) return x > 0 ? 1.0 : x < 0 ? 0.0 : NaN;
  const t = abs(x);
  const p = gaussian(t) * tail(t);
  return x > 0 ? 1.0 - p : p;
}

/** log Phi(x). */
export function log_Phi(x: f64): f64 {
  if (x <= 0) {
    if (x == -Infinity) return x;
    return -0.5 * x * x + log(tail(-x));
  }
  if (!(x < 40.0)) return x > 0 ? 0.0 : NaN;
  return log1p(-gaussian(x) * tail(x));
}

export function erfc(x: f64): f64 {
  if (!(abs(x) < 28.0)) return x > 0 ? 0.0 : x < 0 ? 2.0 : NaN;
  const t = abs(x);
  const head = reinterpret<f64>(reinterpret<u64>(t) & 0xFFFFFFFFF8000000);
  const d = -(t - head) * (t + head);
  const e = exp(-head * head) * 2.0;
  const r = (e + e * (d * (1.0 + d * (0.5 + d * 0.16666666666666666)))) * tail(t * 1.4142135623730951);
  return x < 0 ? 2.0 - r : r;
}

export function erf(x: f64): f64 {
  const t = abs(x);
  if (t < 0.75) {
    const q = x * x, q2 = q * q, q4 = q2 * q2;
    return x * (((ERF0 + q * ERF1) + q2 * (ERF2 + q * ERF3)) +
      q4 * ((ERF4 + q * ERF5) + q2 * (ERF6 + q * ERF7) + q4 * ((ERF8 + q * ERF9) + q2 * ERF10)));
  }
  return copysign<f64>(1.0 - erfc(t), x);
}

/** Inverse of Phi, NaN outside [0, 1]: Wichura (1988), algorithm AS 241, PPND16. */
export function probit(p: f64): f64 {
  const q = p - 0.5;
  if (abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    const a = (((((((r * 2509.0809287301226727 + 33430.575583588128105) * r + 67265.770927008700853) * r
      + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
      + 133.14166789178437745) * r + 3.387132872796366608);
    const b = (((((((r * 5226.495278852545925 + 28729.085735721942674) * r + 39307.89580009271061) * r
      + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
      + 42.313330701600911252) * r + 1.0);
    return q * a / b;
  }
  const small = q < 0 ? p : 1.0 - p;
  if (!(small > 0)) return small == 0 ? copysign<f64>(Infinity, q) : NaN;
  let r = sqrt(-log(small));
  let x: f64;
  if (r <= 5.0) {
    r -= 1.6;
    x = (((((((r * 7.7454501427834140764e-4 + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
      + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
      + 4.6303378461565452959) * r + 1.42343711074968357734)
      / (((((((r * 1.05075007164441684324e-9 + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
      + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
      + 2.05319162663775882187) * r + 1.0);
  } else {
    r -= 5.0;
    x = (((((((r * 2.01033439929228813265e-7 + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
      + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
      + 5.4637849111641143699) * r + 6.6579046435011037772)
      / (((((((r * 2.04426310338993978564e-15 + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
      + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
      + 0.59983220655588793769) * r + 1.0);
  }
  return q < 0 ? -x : x;
}
