// log Gamma and its first three derivatives: polynomials per interval up to 10, asymptotic series above,
// recurrence below 1, reflection for negative arguments.
import { log } from './log';
import { sin, tan } from './elementary';
import { poly18 } from './polynomial';
import {
  DIGAMMA_ROOT_HIGH, DIGAMMA_ROOT_LOW, DIGAMMA_TABLE, GAMMA_INTERVAL, LGAMMA_TABLE, TRIGAMMA_TABLE,
  DIGAMMA_TAIL0, DIGAMMA_TAIL1, DIGAMMA_TAIL2, DIGAMMA_TAIL3, DIGAMMA_TAIL4, DIGAMMA_TAIL5,
  LGAMMA_TAIL0, LGAMMA_TAIL1, LGAMMA_TAIL2, LGAMMA_TAIL3, LGAMMA_TAIL4, LGAMMA_TAIL5,
  TRIGAMMA_TAIL0, TRIGAMMA_TAIL1, TRIGAMMA_TAIL2, TRIGAMMA_TAIL3, TRIGAMMA_TAIL4, TRIGAMMA_TAIL5,
} from './coefficients';

// @ts-ignore: decorator
@inline const PI: f64 = 3.141592653589793;

/** The table's polynomial at 0.5 <= x < 10: a centre and 18 coefficients per interval. */
// @ts-ignore: decorator
@inline function piecewise(table: usize, x: f64): f64 {
  const row = table + <usize>load<u8>(GAMMA_INTERVAL + <usize><i32>(x * 4.0)) * 160;
  return poly18(row + 8, x - load<f64>(row));
}

/** |sin(pi x)| up to its sign, with the reduction done before rounding comes in. */
// @ts-ignore: decorator
@inline function sinPi(x: f64): f64 { return sin(PI * (x - nearest(x))); }

/** log |Gamma(x)|; +inf at 0, -1, -2, … */
export function lgamma(x: f64): f64 {
  if (x >= 10.0) {
    const v = 1.0 / x, w = v * v, w2 = w * w;
    const tail = (LGAMMA_TAIL0 + w * LGAMMA_TAIL1) + w2 * ((LGAMMA_TAIL2 + w * LGAMMA_TAIL3) +
      w2 * (LGAMMA_TAIL4 + w * LGAMMA_TAIL5));
    // 0.4189… is log(2 pi) / 2 - 1 / 2.
    return (x - 0.5) * (log(x) - 1.0) + (0.4189385332046727 + v * tail);
  }
  if (x >= 0.5) return piecewise(LGAMMA_TABLE, x) * ((x - 1.0) * (x - 2.0));
  if (x > 0) {
    // lgamma(1 + x) - log(x).
    const y = 1.0 + x;
    return piecewise(LGAMMA_TABLE, y) * (x * (x - 1.0)) - log(x);
  }
  return lgammaReflected(x);
}

/** lgamma(1 + x) for 0 <= x < 0.5, with relative accuracy down to 0. */
export function lgamma1p(x: f64): f64 {
  return piecewise(LGAMMA_TABLE, 1.0 + x) * (x * (x - 1.0));
}

/** What Stirling's formula leaves of lgamma(x): lgamma(x) - (x - 1/2) log(x) + x - log(2 pi) / 2, for x >= 10. */
export function stirlingError(x: f64): f64 {
  const v = 1.0 / x, w = v * v, w2 = w * w;
  return v * ((LGAMMA_TAIL0 + w * LGAMMA_TAIL1) + w2 * ((LGAMMA_TAIL2 + w * LGAMMA_TAIL3) +
    w2 * (LGAMMA_TAIL4 + w * LGAMMA_TAIL5)));
}

function lgammaReflected(x: f64): f64 {
  if (isNaN(x)) return x;
  if (x == nearest(x)) return Infinity;
  const s = sinPi(x);
  return log(PI / abs(x * s)) - lgamma(-x);
}

/** d/dx log Gamma(x); NaN at 0, -1, -2, … */
export function digamma(x: f64): f64 {
  if (x >= 10.0) {
    const v = 1.0 / x, w = v * v, w2 = w * w;
    const tail = (DIGAMMA_TAIL0 + w * DIGAMMA_TAIL1) + w2 * ((DIGAMMA_TAIL2 + w * DIGAMMA_TAIL3) +
      w2 * (DIGAMMA_TAIL4 + w * DIGAMMA_TAIL5));
    return log(x) - (0.5 * v + w * tail);
  }
  if (x >= 1.0) return piecewise(DIGAMMA_TABLE, x) * ((x - DIGAMMA_ROOT_HIGH) - DIGAMMA_ROOT_LOW);
  if (x > 0) {
    const y = 1.0 + x;
    return piecewise(DIGAMMA_TABLE, y) * ((y - DIGAMMA_ROOT_HIGH) - DIGAMMA_ROOT_LOW) - 1.0 / x;
  }
  return digammaReflected(x);
}

function digammaReflected(x: f64): f64 {
  if (isNaN(x) || x == nearest(x)) return NaN;
  // cot has period 1.
  return digamma(1.0 - x) - PI / tan(PI * (x - nearest(x)));
}

/** Second derivative of log Gamma; +inf at 0, -1, -2, … */
export function trigamma(x: f64): f64 {
  if (x >= 10.0) {
    const v = 1.0 / x, w = v * v, w2 = w * w;
    const tail = (TRIGAMMA_TAIL0 + w * TRIGAMMA_TAIL1) + w2 * ((TRIGAMMA_TAIL2 + w * TRIGAMMA_TAIL3) +
      w2 * (TRIGAMMA_TAIL4 + w * TRIGAMMA_TAIL5));
    return v + (0.5 * w + v * w * tail);
  }
  if (x >= 1.0) return piecewise(TRIGAMMA_TABLE, x);
  if (x > 0) return piecewise(TRIGAMMA_TABLE, 1.0 + x) + 1.0 / (x * x);
  return trigammaReflected(x);
}

function trigammaReflected(x: f64): f64 {
  if (isNaN(x)) return x;
  if (x == nearest(x)) return x == -Infinity ? NaN : Infinity;
  const q = PI / sinPi(x);
  return q * q - trigamma(1.0 - x);
}

/** Third derivative of log Gamma; -inf at 0, NaN at -1, -2, … Abramowitz & Stegun 6.4.14 with the recurrence 6.4.6. */
export function tetragamma(x: f64): f64 {
  if (x < 0) return tetragammaReflected(x);
  let sum: f64 = 0.0, y = x;
  while (y < 20.0) {
    const v = 1.0 / y;
    sum += 2.0 * (v * v * v);
    y += 1.0;
  }
  const v = 1.0 / y, w = v * v;
  // Bernoulli's numbers times 2k + 1.
  const tail = 0.5 + w * (-1.0 / 6.0 + w * (1.0 / 6.0 + w * (-3.0 / 10.0 + w * (5.0 / 6.0 + w * (-691.0 / 210.0 + w * 17.5)))));
  return -(w * (1.0 + v + w * tail) + sum);
}

function tetragammaReflected(x: f64): f64 {
  if (x == nearest(x)) return NaN;
  // The cosecant's square and the cotangent have period 1.
  const s = sinPi(x), c = sin(PI * (0.5 - abs(x - nearest(x)))), q = PI / s;
  return tetragamma(1.0 - x) - 2.0 * PI * q * q * (c / s);
}
