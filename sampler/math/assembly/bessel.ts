// Modified Bessel functions of the first kind, as the von Mises distribution needs them.
import { log, log1p } from './log';
import { poly12, poly16 } from './polynomial';
import { I0_LARGE, I0_SMALL, I1_SMALL, RATIO_LARGE } from './coefficients';

/** A table over 1 / t for t >= 8. */
// @ts-ignore: decorator
@inline function large(table: usize, v: f64): f64 {
  const s = v * 64.0;
  const i = min<f64>(floor(s), 7.0);
  return poly12(table + <usize><i32>i * 96, s - i - 0.5);
}

/** log I0(x). */
export function log_i0(x: f64): f64 {
  const t = abs(x);
  if (t < 8.0) {
    const a = 0.25 * t * t;
    return log1p(a * poly16(I0_SMALL, a));
  }
  if (!(t < Infinity)) return t;
  const v = 1.0 / t;
  // exp(-t) I0(t) sqrt(t) is the table's.
  return t - 0.5 * log(t) + log(large(I0_LARGE, v));
}

/** I1(x) / I0(x). */
export function i1_over_i0(x: f64): f64 {
  const t = abs(x);
  if (t < 8.0) {
    const a = 0.25 * t * t;
    return 0.5 * x * poly16(I1_SMALL, a) / (1.0 + a * poly16(I0_SMALL, a));
  }
  if (!(t < Infinity)) return t == Infinity ? copysign<f64>(1.0, x) : NaN;
  return copysign<f64>(large(RATIO_LARGE, 1.0 / t), x);
}
