// The regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, as logarithms, with their derivatives
// by a. Below a + 1 by the series of P, above by the continued fraction of Q; the derivatives are those of the
// terms. DiDonato & Morris (1986), "Computation of the incomplete gamma function ratios and their inverse".
import { exp, expm1 } from './elementary';
import { digamma, lgamma, lgamma1p, stirlingError } from './gamma';
import { log, log1p } from './log';
import { log1m_exp } from './logistic';

// @ts-ignore: decorator
@inline const MOST_TERMS: i32 = 1000000;
// @ts-ignore: decorator
@inline const TINY: f64 = 1e-300;

/** log(1 + x) - x, exact to the last digits for small x. */
export function log1pmx(x: f64): f64 {
  if (x < -0.4 || x > 0.6) return log1p(x) - x;
  const r = x / (2.0 + x), r2 = r * r;
  // 2 (r^3 / 3 + r^5 / 5 + ...) - r x.
  let power: f64 = r2, sum: f64 = 0.0;
  for (let n: f64 = 3.0; n < 60.0; n += 2.0) {
    const term = power / n;
    sum += term;
    if (term <= 1e-17 * sum) break;
    power *= r2;
  }
  return r * (2.0 * sum - x);
}

/** a log x - x - lgamma(a + 1): the log mass of a Poisson variable, without the cancellation of large a. */
function logMass(a: f64, x: f64): f64 {
  if (a < 10.0) return a * log(x) - x - lgamma(a + 1.0);
  const away = abs(x - a) > 0.4 * a ? a * log(x / a) - (x - a) : a * log1pmx((x - a) / a);
  return away - 0.5 * log(6.283185307179586 * a) - stirlingError(a);
}

/** The sum 1 + x/(a+1) + x^2/((a+1)(a+2)) + ... as a logarithm, or the derivative of that logarithm by a. */
function gammaSeries(a: f64, x: f64, derivative: bool): f64 {
  let term: f64 = 1.0, sum: f64 = 0.0, slope: f64 = 0.0, total: f64 = 0.0;
  for (let n = 1; n < MOST_TERMS; n++) {
    const k = a + <f64>n;
    term *= x / k;
    slope += 1.0 / k;
    sum += term;
    total += term * slope;
    if (x < k && term <= 1e-17 * sum && (!derivative || term * slope <= 1e-17 * total)) break;
  }
  return derivative ? -total / (1.0 + sum) : log1p(sum);
}

/** sum over n >= 1 of (-x)^n / (n! (a + n)): what a small shape adds to P, of the order of 1 where a is tiny. */
function alternating(a: f64, x: f64): f64 {
  let power: f64 = 1.0, sum: f64 = 0.0;
  for (let n: f64 = 1.0; n < 100.0; n += 1.0) {
    power *= -x / n;
    const term = power / (a + n);
    sum += term;
    if (abs(term) <= 1e-17 * abs(sum)) break;
  }
  return sum;
}

/** The continued fraction of Q Gamma(a) / (x^a e^-x) as a logarithm, or the derivative of that by a (Lentz). */
function gammaFraction(a: f64, x: f64, derivative: bool): f64 {
  let b = x + 1.0 - a;
  let c: f64 = 1.0 / TINY, dc: f64 = 0.0;
  let d = 1.0 / b, dd = d * d;
  let h = log(d), dh = d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const k = <f64>n, p = -k * (k - a);
    b += 2.0;
    // Derivatives by a: that of p is k, that of b is -1.
    const below = p * d + b;
    dd = -(k * d + p * dd - 1.0) / (below * below);
    d = 1.0 / below;
    const above = b + p / c;
    dc = -1.0 + k / c - p * dc / (c * c);
    c = above;
    const step = c * d;
    h += log(step);
    const change = dd / d + dc / c;
    dh += change;
    if (abs(step - 1.0) <= 2e-16 && (!derivative || abs(change) <= 1e-15 * abs(dh))) break;
  }
  return derivative ? dh : h;
}

function logLower(a: f64, x: f64): f64 {
  // Of order a where a is small, so that 1 - P keeps its digits.
  if (a < 0.5 && x < 1.5) return a * log(x) - lgamma1p(a) + log1p(a * alternating(a, x));
  return logMass(a, x) + gammaSeries(a, x, false);
}

function logUpper(a: f64, x: f64): f64 {
  return logMass(a, x) + log(a) + gammaFraction(a, x, false);
}

// @ts-ignore: decorator
@inline function isDomain(a: f64, x: f64): bool { return a > 0 && a < Infinity && x >= 0; }

/** log P(a, x). */
export function log_gamma_p(a: f64, x: f64): f64 {
  if (!isDomain(a, x)) return NaN;
  if (x == 0) return -Infinity;
  if (x == Infinity) return 0.0;
  return x < a + 1.0 ? logLower(a, x) : log1m_exp(logUpper(a, x));
}

/** log Q(a, x). */
export function log_gamma_q(a: f64, x: f64): f64 {
  if (!isDomain(a, x)) return NaN;
  if (x == 0) return 0.0;
  if (x == Infinity) return -Infinity;
  return x < a + 1.0 ? log1m_exp(logLower(a, x)) : logUpper(a, x);
}

// @ts-ignore: decorator
@inline function lowerSlope(a: f64, x: f64): f64 { return log(x) - digamma(a + 1.0) + gammaSeries(a, x, true); }
// @ts-ignore: decorator
@inline function upperSlope(a: f64, x: f64): f64 { return log(x) - digamma(a) + gammaFraction(a, x, true); }

/** d/da log P(a, x). */
export function log_gamma_p_da(a: f64, x: f64): f64 {
  if (!isDomain(a, x)) return NaN;
  if (x == 0) return -Infinity;
  if (x == Infinity) return 0.0;
  if (x < a + 1.0) return lowerSlope(a, x);
  const q = logUpper(a, x);
  return -exp(q - log1m_exp(q)) * upperSlope(a, x);
}

/** d/da log Q(a, x). */
export function log_gamma_q_da(a: f64, x: f64): f64 {
  if (!isDomain(a, x)) return NaN;
  if (x == 0) return 0.0;
  if (x == Infinity) return Infinity;
  if (x >= a + 1.0) return upperSlope(a, x);
  const p = logLower(a, x);
  return -exp(p) / -expm1(p) * lowerSlope(a, x);
}
