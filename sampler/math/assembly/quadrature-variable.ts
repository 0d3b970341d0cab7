// The changes of variable of adaptive quadrature, so that the interval is finite and mild singularities at its ends
// vanish: x = s²(3 − 2s) and those of L. F. Shampine (Vectorized adaptive quadrature in MATLAB, 2008), and the double
// exponential change (H. Takahasi and M. Mori, 1974), which no algebraic singularity withstands.
import { exp } from './elementary';
import { log } from './log';
import { ENDS, IS_DOUBLE, LOWER, LOWER_INFINITE, UPPER, UPPER_INFINITE, WEIGHT } from './quadrature-frame';

/** Beyond it the double exponential change has no weight, or `x` no double. */
export const FINITE_RANGE: f64 = 6, INFINITE_RANGE: f64 = 6.7;
/** Probes between finite limits; on each infinite side, the logarithm of the first one's distance and of the ratio of two. */
export const FINITE_PROBES = 256, PROBES = 64;
const FIRST_PROBE: f64 = 1.6, PROBE_RATIO: f64 = 0.12;
const PI: f64 = 3.141592653589793;

/** x for this value of the variable, its slope in WEIGHT; NaN where rounding puts it at an end, or has none. */
export function quadrature_place(work: usize, u: f64): f64 {
  const a = load<f64>(work, LOWER), b = load<f64>(work, UPPER), ends = load<i32>(work, ENDS);
  const isDouble = load<i32>(work, IS_DOUBLE) == 1;
  let x: f64, weight: f64;
  if (ends == 0) {
    const isLower = isDouble ? u < 0 : u < 0.5;
    let distance: f64;
    if (isDouble) {
      const e = exp(-PI * quadrature_sinh_of(abs(u)));
      distance = (b - a) * (e / (1 + e));
      weight = (b - a) * PI * quadrature_cosh_of(u) * (e / ((1 + e) * (1 + e)));
    } else {
      const s = isLower ? u : 1 - u;
      distance = (b - a) * (s * s * (3 - 2 * s));
      weight = (b - a) * 6 * s * (1 - s);
    }
    x = isLower ? a + distance : b - distance;
  } else if (ends == (UPPER_INFINITE | LOWER_INFINITE)) {
    if (isDouble) {
      const v = 0.5 * PI * quadrature_sinh_of(u);
      x = quadrature_sinh_of(v);
      weight = 0.5 * PI * quadrature_cosh_of(u) * quadrature_cosh_of(v);
    } else {
      const t = 2 * u - 1, d = 4 * u * (1 - u);
      x = t / d;
      weight = 2 * (1 + t * t) / (d * d);
    }
  } else {
    let distance: f64;
    if (isDouble) {
      distance = exp(0.5 * PI * quadrature_sinh_of(u));
      weight = 0.5 * PI * quadrature_cosh_of(u) * distance;
    } else {
      const r = u / (1 - u);
      distance = r * r;
      weight = 2 * r / ((1 - u) * (1 - u));
    }
    x = ends == UPPER_INFINITE ? a + distance : b - distance;
  }
  store<f64>(work, weight, WEIGHT);
  return x > a && x < b && weight < Infinity ? x : NaN;
}

/** The variable at a probe. */
export function quadrature_probe(work: usize, ends: i32, k: i32): f64 {
  const isDouble = load<i32>(work, IS_DOUBLE) == 1;
  if (ends == 0) {
    const part = (<f64>k + 0.5) / <f64>FINITE_PROBES;
    return isDouble ? FINITE_RANGE * (2 * part - 1) : part;
  }
  if (ends == (UPPER_INFINITE | LOWER_INFINITE)) {
    const x = exp(FIRST_PROBE + PROBE_RATIO * <f64>(k >> 1)), sign = (k & 1) == 0 ? 1.0 : -1.0;
    if (isDouble) return sign * quadrature_asinh_of(2 / PI * quadrature_asinh_of(x));
    return 0.5 + sign * (sqrt(1 + 4 * x * x) - 1) / (4 * x);
  }
  const logarithm = FIRST_PROBE + PROBE_RATIO * <f64>k;
  if (isDouble) return quadrature_asinh_of(2 / PI * logarithm);
  const r = exp(0.5 * logarithm);
  return r / (1 + r);
}

function quadrature_asinh_of(x: f64): f64 { return log(x + sqrt(x * x + 1)); }
function quadrature_sinh_of(x: f64): f64 { return 0.5 * (exp(x) - exp(-x)); }
function quadrature_cosh_of(x: f64): f64 { return 0.5 * (exp(x) + exp(-x)); }
