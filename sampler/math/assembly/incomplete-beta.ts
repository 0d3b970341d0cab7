// The regularised incomplete beta function I_x(a, b) at x = inv_logit(u), as a logarithm, with its derivatives by
// the shapes. Log odds keep the digits of x and of 1 - x. By the continued fraction of Didonato & Morris (1992),
// "Algorithm 708", in the form of Press et al., on the side of the mean where it converges fast; the derivatives
// are those of its terms (Boik & Robison-Cox 1998).
import { exp } from './elementary';
import { digamma, lgamma, stirlingError } from './gamma';
import { log1pmx } from './incomplete-gamma';
import { log, log1p } from './log';
import { inv_logit, log1m_exp, log_inv_logit } from './logistic';

// @ts-ignore: decorator
@inline const MOST_TERMS: i32 = 1000000;
// @ts-ignore: decorator
@inline const TINY: f64 = 1e-300;

/** lgamma(m) - lgamma(m + c) for large m and c > 0: the difference is of the order of c. */
function ratio(m: f64, c: f64): f64 {
  return c - (m - 0.5) * log1p(c / m) - c * log(m + c) + stirlingError(m) - stirlingError(m + c);
}

/** log(x^a (1 - x)^b / (a B(a, b))). */
function logFront(u: f64, a: f64, b: f64): f64 {
  if (a >= 10.0 && b >= 10.0) {
    // Around the mean, where the linear parts of both logarithms cancel.
    const n = a + b, x = inv_logit(u), y = inv_logit(-u), p = a / n, q = b / n;
    const e = x < y ? x - p : q - y;
    const left = abs(e) > 0.4 * p ? log_inv_logit(u) - log(p) - e / p : log1pmx(e / p);
    const right = abs(e) > 0.4 * q ? log_inv_logit(-u) - log(q) + e / q : log1pmx(-e / q);
    const away = a * left + b * right;
    return away + 0.5 * log(b / (6.283185307179586 * a * n)) + stirlingError(n) - stirlingError(a) - stirlingError(b);
  }
  const small = min(a, b), large = max(a, b);
  const lbeta = large < 10.0
    ? lgamma(a) + lgamma(b) - lgamma(a + b)
    : lgamma(small) + ratio(large, small);
  return a * log_inv_logit(u) + b * log_inv_logit(-u) - lbeta - log(a);
}

/** log of the continued fraction at x (part 0), or its derivative by a (1) or by b (2). */
function betaFraction(x: f64, a: f64, b: f64, part: i32): f64 {
  const both = a + b;
  let c: f64 = 1.0, dc: f64 = 0.0;
  let d = 1.0 - both * x / (a + 1.0);
  if (abs(d) < TINY) d = TINY;
  d = 1.0 / d;
  let dd = part == 0 ? 0.0 : part == 1 ? d * d * x * (1.0 - b) / ((a + 1.0) * (a + 1.0)) : d * d * x / (a + 1.0);
  let h = log(d), dh = dd / d;
  for (let n = 1; n < MOST_TERMS; n++) {
    const m = <f64>n, m2 = 2.0 * m;
    let last: f64 = 0.0, lastChange: f64 = 0.0;
    for (let side = 0; side < 2; side++) {
      let p: f64, dp: f64 = 0.0;
      if (side == 0) {
        const under = (a + m2 - 1.0) * (a + m2);
        p = m * (b - m) * x / under;
        if (part == 1) dp = -p * (1.0 / (a + m2 - 1.0) + 1.0 / (a + m2));
        else if (part == 2) dp = m * x / under;
      } else {
        const under = (a + m2) * (a + m2 + 1.0);
        p = -(a + m) * (both + m) * x / under;
        if (part == 1) dp = p * (1.0 / (a + m) + 1.0 / (both + m) - 1.0 / (a + m2) - 1.0 / (a + m2 + 1.0));
        else if (part == 2) dp = p / (both + m);
      }
      let below = 1.0 + p * d;
      if (abs(below) < TINY) below = TINY;
      let above = 1.0 + p / c;
      if (abs(above) < TINY) above = TINY;
      if (part != 0) {
        dd = -(dp * d + p * dd) / (below * below);
        dc = dp / c - p * dc / (c * c);
      }
      d = 1.0 / below;
      c = above;
      last = c * d;
      h += log(last);
      if (part != 0) {
        lastChange = dd / d + dc / c;
        dh += lastChange;
      }
    }
    if (abs(last - 1.0) <= 3e-16 && (part == 0 || abs(lastChange) <= 1e-15 * abs(dh))) break;
  }
  return part == 0 ? h : dh;
}

// @ts-ignore: decorator
@inline function isDirect(u: f64, a: f64, b: f64): bool { return inv_logit(u) <= (a + 1.0) / (a + b + 2.0); }
// @ts-ignore: decorator
@inline function direct(u: f64, a: f64, b: f64): f64 { return logFront(u, a, b) + betaFraction(inv_logit(u), a, b, 0); }
// @ts-ignore: decorator
@inline function isDomain(u: f64, a: f64, b: f64): bool {
  return a > 0 && b > 0 && a < Infinity && b < Infinity && u == u;
}

/** log I_x(a, b) at x = inv_logit(u). */
export function log_beta_i(u: f64, a: f64, b: f64): f64 {
  if (!isDomain(u, a, b)) return NaN;
  if (u == -Infinity) return u;
  if (u == Infinity) return 0.0;
  return isDirect(u, a, b) ? direct(u, a, b) : log1m_exp(direct(-u, b, a));
}

function slopeByFirst(u: f64, a: f64, b: f64): f64 {
  return log_inv_logit(u) + digamma(a + b) - digamma(a + 1.0) + betaFraction(inv_logit(u), a, b, 1);
}
function slopeBySecond(u: f64, a: f64, b: f64): f64 {
  return log_inv_logit(-u) + digamma(a + b) - digamma(b) + betaFraction(inv_logit(u), a, b, 2);
}

/** d/da log I_x(a, b). */
export function log_beta_i_da(u: f64, a: f64, b: f64): f64 {
  if (!isDomain(u, a, b)) return NaN;
  if (u == -Infinity) return u;
  if (u == Infinity) return 0.0;
  if (isDirect(u, a, b)) return slopeByFirst(u, a, b);
  const rest = direct(-u, b, a);
  return -exp(rest - log1m_exp(rest)) * slopeBySecond(-u, b, a);
}

/** d/db log I_x(a, b). */
export function log_beta_i_db(u: f64, a: f64, b: f64): f64 {
  if (!isDomain(u, a, b)) return NaN;
  // The power of x alone is left: 1 / (a B(a, b)).
  if (u == -Infinity) return digamma(a + b) - digamma(b);
  if (u == Infinity) return 0.0;
  if (isDirect(u, a, b)) return slopeBySecond(u, a, b);
  const rest = direct(-u, b, a);
  return -exp(rest - log1m_exp(rest)) * slopeByFirst(-u, b, a);
}
