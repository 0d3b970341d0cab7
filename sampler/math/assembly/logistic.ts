// The logistic family and logarithms of sums of exponentials.
import { exp, expm1 } from './elementary';
import { log, log1p } from './log';
import { log1p_exp_x2, log_inv_logit_x2 } from './pairs';

// @ts-ignore: decorator
@inline const LN2: f64 = 0.6931471805599453;

/** 1 / (1 + e^-x); relative accuracy in both tails. */
export function inv_logit(x: f64): f64 {
  const e = exp(-abs(x));
  return select<f64>(1.0, e, !(x < 0)) / (1.0 + e);
}

/** log(1 / (1 + e^-x)). The vector code is the faster one for a single number too. */
export function log_inv_logit(x: f64): f64 {
  return f64x2.extract_lane(log_inv_logit_x2(f64x2.splat(x)), 0);
}

/** log(1 + e^x), the softplus. */
export function log1p_exp(x: f64): f64 {
  return f64x2.extract_lane(log1p_exp_x2(f64x2.splat(x)), 0);
}

/** log(p / (1 - p)); NaN outside [0, 1]. */
export function logit(p: f64): f64 {
  // Between 0.25 and 0.75 the quotient is near 1, where its rounding would cost digits: 2p - 1 and 1 - p
  // are exact there.
  if (p > 0.25 && p < 0.75) return log1p((2.0 * p - 1.0) / (1.0 - p));
  return log(p / (1.0 - p));
}

/** log(1 - e^x) for x <= 0; NaN above. Maechler (2012), "Accurately computing log(1 - exp(-|a|))". */
export function log1m_exp(x: f64): f64 {
  return x > -LN2 ? log(-expm1(x)) : log1p(-exp(x));
}

/** log(e^x + e^y). */
export function log_sum_exp2(x: f64, y: f64): f64 {
  const m = max<f64>(x, y);
  // Equal infinities would subtract to NaN.
  if (abs(m) == Infinity) return m;
  return m + log1p(exp(-abs(x - y)));
}
