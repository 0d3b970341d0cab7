// Probabilities of tails that have no series as good as quadrature: of the skew normal, of the Rice distribution
// and of arcs of the von Mises distribution. On a stretch on which the density only falls, away from its largest
// value, Gauss-Legendre's rule of ten points is halved until both halves agree with the whole. Everything is
// relative to the density at the beginning, so that the far tail has the digits of the middle.
import { log_i0, i1_over_i0 } from './bessel';
import { cos, exp, sin } from './elementary';
import { log, log1p } from './log';
import { log1m_exp } from './logistic';
import { log_Phi } from './normal';

// @ts-ignore: decorator
@inline const SKEW_NORMAL: i32 = 0;
// @ts-ignore: decorator
@inline const RICE: i32 = 1;
// @ts-ignore: decorator
@inline const VON_MISES: i32 = 2;
/** The von Mises density times cos t - 1. */
// @ts-ignore: decorator
@inline const VON_MISES_SLOPE: i32 = 3;
/** What is below e^-45 of the largest value is left out. */
// @ts-ignore: decorator
@inline const LEFT_OUT: f64 = 45.0;
// @ts-ignore: decorator
@inline const PI: f64 = 3.141592653589793;

/** log of e^-x I0(x), and its value for large x without the difference of two large numbers. */
function logI0Scaled(x: f64): f64 {
  if (x < 1000.0) return log_i0(x) - x;
  const v = 0.125 / x;
  const tail = v * (1.0 + v * (4.5 + v * (37.5 + v * (459.375 + v * 7441.875))));
  return log1p(tail) - 0.5 * log(6.283185307179586 * x);
}

/** The log density up to a constant. */
function tailDensity(kind: i32, p: f64, t: f64): f64 {
  if (kind == SKEW_NORMAL) return -0.5 * t * t + log_Phi(p * t);
  if (kind == RICE) return log(t) - 0.5 * (t - p) * (t - p) + logI0Scaled(p * t);
  const s = sin(0.5 * t);
  return -2.0 * p * s * s;
}

function tailIntegrand(kind: i32, p: f64, t: f64, top: f64): f64 {
  const value = exp(tailDensity(kind, p, t) - top);
  return kind == VON_MISES_SLOPE ? value * (cos(t) - 1.0) : value;
}

/** Gauss-Legendre of ten points. */
function tenPoints(kind: i32, p: f64, from: f64, to: f64, top: f64): f64 {
  const half = 0.5 * (to - from), middle = 0.5 * (from + to);
  let sum = 0.2955242247147529 * (tailIntegrand(kind, p, middle - 0.14887433898163122 * half, top)
    + tailIntegrand(kind, p, middle + 0.14887433898163122 * half, top));
  sum += 0.26926671930999635 * (tailIntegrand(kind, p, middle - 0.4333953941292472 * half, top)
    + tailIntegrand(kind, p, middle + 0.4333953941292472 * half, top));
  sum += 0.21908636251598204 * (tailIntegrand(kind, p, middle - 0.6794095682990244 * half, top)
    + tailIntegrand(kind, p, middle + 0.6794095682990244 * half, top));
  sum += 0.1494513491505806 * (tailIntegrand(kind, p, middle - 0.8650633666889845 * half, top)
    + tailIntegrand(kind, p, middle + 0.8650633666889845 * half, top));
  sum += 0.06667134430868814 * (tailIntegrand(kind, p, middle - 0.9739065285171717 * half, top)
    + tailIntegrand(kind, p, middle + 0.9739065285171717 * half, top));
  return sum * half;
}

function halved(kind: i32, p: f64, from: f64, to: f64, top: f64, whole: f64, least: f64, depth: i32): f64 {
  const middle = 0.5 * (from + to);
  const left = tenPoints(kind, p, from, middle, top), right = tenPoints(kind, p, middle, to, top);
  const both = left + right;
  if (depth == 0 || abs(both - whole) <= max(1e-14 * abs(both), least)) return both;
  return halved(kind, p, from, middle, top, left, least, depth - 1)
    + halved(kind, p, middle, to, top, right, least, depth - 1);
}

/** The integral from `from`, where the density is largest, to `to` on either side, over the density at `from`. */
function falling(kind: i32, p: f64, from: f64, to: f64): f64 {
  const top = tailDensity(kind, p, from);
  let far = to;
  if (!(tailDensity(kind, p, to) >= top - LEFT_OUT)) {
    let near = from;
    for (let n = 0; n < 60; n++) {
      const middle = 0.5 * (near + far);
      if (tailDensity(kind, p, middle) >= top - LEFT_OUT) near = middle;
      else far = middle;
    }
  }
  const whole = tenPoints(kind, p, from, far, top);
  const first = halved(kind, p, from, far, top, whole, Infinity, 0);
  return abs(halved(kind, p, from, far, top, whole, 1e-16 * abs(first), 40));
}

/** d/dz of the log density of the skew normal. */
function skewSlope(z: f64, alpha: f64): f64 {
  const t = alpha * z;
  return -z + alpha * exp(-0.5 * t * t - 0.9189385332046727 - log_Phi(t));
}

/** log P(Z <= z) where the density grows up to z. */
function skewTail(z: f64, alpha: f64): f64 {
  const slope = max(skewSlope(z, alpha), 0.0);
  // The curvature of the log density is below -1.
  const length = 2.0 * LEFT_OUT / (sqrt(slope * slope + 2.0 * LEFT_OUT) + slope);
  return tailDensity(SKEW_NORMAL, alpha, z) - 0.22579135264472744 + log(falling(SKEW_NORMAL, alpha, z, z - length));
}

/** log of the distribution function of the skew normal of location 0 and scale 1. */
export function log_skew_normal_cdf(z: f64, alpha: f64): f64 {
  if (z != z || !(abs(alpha) < Infinity)) return NaN;
  if (abs(z) == Infinity) return z > 0 ? 0.0 : z;
  if (skewSlope(z, alpha) >= 0) return skewTail(z, alpha);
  return log1m_exp(skewTail(-z, -alpha));
}

/** d/dt of the log density of the Rice distribution of scale 1. */
function riceSlope(nu: f64, t: f64): f64 { return 1.0 / t - t + nu * i1_over_i0(nu * t); }

function riceTail(nu: f64, t: f64, above: bool): f64 {
  const slope = abs(riceSlope(nu, t));
  const length = 4.0 * LEFT_OUT / (sqrt(slope * slope + 2.0 * LEFT_OUT) + slope);
  const to = above ? t + length : max(t - length, 1e-9 * t);
  return tailDensity(RICE, nu, t) + log(falling(RICE, nu, t, to));
}

/** log P(X <= t) of the Rice distribution with distance nu and scale 1. */
export function log_rice_cdf(nu: f64, t: f64): f64 {
  if (!(nu >= 0 && nu < Infinity && t >= 0)) return NaN;
  if (t == 0) return -Infinity;
  if (t == Infinity) return 0.0;
  if (riceSlope(nu, t) < 0) return log1m_exp(riceTail(nu, t, true));
  return t < 1e-150 ? 2.0 * log(t) - 0.5 * nu * nu - 0.6931471805599453 : riceTail(nu, t, false);
}

/** log P(X > t): Marcum's Q of order 1. */
export function log_rice_ccdf(nu: f64, t: f64): f64 {
  if (!(nu >= 0 && nu < Infinity && t >= 0)) return NaN;
  if (t == 0) return 0.0;
  if (t == Infinity) return -Infinity;
  if (riceSlope(nu, t) >= 0) return log1m_exp(log_rice_cdf(nu, t));
  return riceTail(nu, t, true);
}

/** log of the integral over an arc of at most pi on which the density is monotonic; over the density, signed sums. */
function arc(kind: i32, kappa: f64, from: f64, to: f64, top: f64): f64 {
  const peak = VON_MISES;
  const a = tailDensity(peak, kappa, from), b = tailDensity(peak, kappa, to);
  const scale = exp(max(a, b) - top);
  const sum = a >= b ? falling(kind, kappa, from, to) : falling(kind, kappa, to, from);
  return scale * sum;
}

/** The integral over lo..hi, cut where the density turns. */
function arcs(kind: i32, kappa: f64, lo: f64, hi: f64, top: f64): f64 {
  let sum: f64 = 0.0, from = lo;
  while (from < hi) {
    const to = min((floor(from / PI + 1e-12) + 1.0) * PI, hi);
    sum += arc(kind, kappa, from, to, top);
    from = to;
  }
  return sum;
}

/** The largest log density on lo..hi. */
function highest(kappa: f64, lo: f64, hi: f64): f64 {
  const turn = 2.0 * PI;
  if (floor(hi / turn) > floor(lo / turn) || floor(lo / turn) * turn == lo) return 0.0;
  return max(tailDensity(VON_MISES, kappa, lo), tailDensity(VON_MISES, kappa, hi));
}

/** log of the probability of the arc lo..hi, of angles from the mean direction; at most one turn. */
export function log_von_mises_arc(lo: f64, hi: f64, kappa: f64): f64 {
  if (!(kappa >= 0 && kappa < Infinity && hi - lo < 7.0)) return NaN;
  if (hi <= lo) return -Infinity;
  const top = highest(kappa, lo, hi);
  return top + log(arcs(VON_MISES, kappa, lo, hi, top)) - logI0Scaled(kappa) - 1.8378770664093453;
}

/** Its derivative by kappa. */
export function log_von_mises_arc_dkappa(lo: f64, hi: f64, kappa: f64): f64 {
  if (!(kappa >= 0 && kappa < Infinity && hi - lo < 7.0)) return NaN;
  if (hi <= lo) return 0.0;
  const top = highest(kappa, lo, hi);
  const mean = -arcs(VON_MISES_SLOPE, kappa, lo, hi, top) / arcs(VON_MISES, kappa, lo, hi, top);
  return mean - (i1_over_i0(kappa) - 1.0);
}
