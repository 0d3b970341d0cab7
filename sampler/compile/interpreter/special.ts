/**
 * Special functions by textbook series and continued fractions, in plain JavaScript: the reference for the
 * AssemblyScript library. They use other formulas than the library where there are any, and as many terms as needed
 * for full accuracy.
 */

const LOG_SQRT_2PI = 0.9189385332046727;
const SQRT_2PI = 2.5066282746310002;
const EULER_GAMMA = 0.5772156649015329;
/** B2k of Abramowitz & Stegun table 23.2. */
const BERNOULLI = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510];
/** From here the asymptotic series of the gamma family are exact to the last digit. */
const ASYMPTOTIC_FROM = 20;

/** zeta(k) - 1 by Euler–Maclaurin from n = 12 (A&S 23.2.1). */
function zetaMinusOne(k: number): number {
  const n = 12;
  let sum = 0;
  let factor = k / 2;
  let tail = n ** (1 - k) / (k - 1) + n ** -k / 2;
  for (let j = 1; j <= 6; j++) {
    tail += BERNOULLI[j - 1] * factor * n ** (-k - 2 * j + 1);
    factor *= ((k + 2 * j - 1) * (k + 2 * j)) / ((2 * j + 1) * (2 * j + 2));
  }
  for (let i = n - 1; i >= 2; i--) sum += i ** -k;
  return sum + tail;
}
const ZETA_MINUS_ONE = Array.from({ length: 40 }, (_, k) => (k < 2 ? 0 : zetaMinusOne(k)));

/** log|Gamma(1 + z)| for |z| <= 1/2 (A&S 6.1.33). */
function lgamma1p(z: number): number {
  let sum = 0;
  for (let k = ZETA_MINUS_ONE.length - 1; k >= 2; k--) sum += (ZETA_MINUS_ONE[k] * (-z) ** k) / k;
  return -Math.log1p(z) + z * (1 - EULER_GAMMA) + sum;
}

/** sin(pi x) with the reduction done before the multiplication. */
function sinPi(x: number): number {
  const r = x - 2 * Math.round(x / 2);
  return Math.abs(r) <= 0.5 ? Math.sin(Math.PI * r) : Math.sin(Math.PI * (Math.sign(r) - r));
}

/** log|Gamma(x)|; +∞ at 0, −1, −2, … */
export function lgamma(x: number): number {
  if (Number.isNaN(x)) return x;
  if (!Number.isFinite(x)) return Number.POSITIVE_INFINITY;
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - lgamma(1 - x);
  if (x <= 1.5) return lgamma1p(x - 1);
  if (x <= 2.5) return Math.log1p(x - 2) + lgamma1p(x - 2);
  let product = 1;
  let y = x;
  for (; y < 12; y++) product *= y;
  let series = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) {
    series += BERNOULLI[k - 1] / (2 * k * (2 * k - 1) * y ** (2 * k - 1));
  }
  return (y - 0.5) * Math.log(y) - y + LOG_SQRT_2PI + series - Math.log(product);
}

/** d/dx log Gamma(x); NaN at 0, −1, −2, … */
export function digamma(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return x;
  if (x <= 0 && Number.isInteger(x)) return Number.NaN;
  if (x < 0) return digamma(1 - x) - (Math.PI * sinPi(x + 0.5)) / sinPi(x);
  let shift = 0;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) shift += 1 / y;
  let series = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) series += BERNOULLI[k - 1] / (2 * k * y ** (2 * k));
  return Math.log(y) - 0.5 / y - series - shift;
}

/** Second derivative of log Gamma; +∞ at 0, −1, −2, … */
export function trigamma(x: number): number {
  if (x === Number.POSITIVE_INFINITY) return 0;
  if (x <= 0 && Number.isInteger(x)) return Number.POSITIVE_INFINITY;
  if (x < 0) return (Math.PI / sinPi(x)) ** 2 - trigamma(1 - x);
  let shift = 0;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) shift += 1 / (y * y);
  let series = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) series += BERNOULLI[k - 1] / y ** (2 * k + 1);
  return 1 / y + 0.5 / (y * y) + series + shift;
}

/** Third derivative of log Gamma, the derivative of `trigamma`; −∞ at 0, NaN at −1, −2, … */
export function tetragamma(x: number): number {
  if (x < 0)
    return Number.isInteger(x)
      ? Number.NaN
      : tetragamma(1 - x) - (2 * Math.PI ** 3 * sinPi(x + 0.5)) / sinPi(x) ** 3;
  let shift = 0;
  let y = x;
  for (; y < ASYMPTOTIC_FROM; y++) shift += 2 / y ** 3;
  let series = 0;
  for (let k = BERNOULLI.length; k >= 1; k--) series += ((2 * k + 1) * BERNOULLI[k - 1]) / y ** (2 * k + 2);
  return -1 / y ** 2 - 1 / y ** 3 - series - shift;
}

/** A&S 7.1.6: all terms positive. */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** exp(-x^2 / 2) without the amplified rounding error of x^2. */
function gaussian(x: number): number {
  const head = Math.fround(x);
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (x - head) * (x + head));
}

/** Mills ratio (1 - Phi(t)) / phi(t) for t >= 1: continued fraction A&S 26.2.14. */
function millsRatio(t: number): number {
  let fraction = t;
  for (let n = 600; n >= 1; n--) fraction = t + n / fraction;
  return 1 / fraction;
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  return Math.abs(x) < 1 ? erfSeries(x) : Math.sign(x) * (1 - erfc(Math.abs(x)));
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  if (x < 1) return 1 - erfSeries(x);
  if (x > 28) return 0;
  // exp(-x^2) from x, not from x * sqrt(2), which is rounded.
  const head = Math.fround(x);
  const density = Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
  return Math.sqrt(2 / Math.PI) * density * millsRatio(x * Math.SQRT2);
}

/** Standard normal distribution function. */
export function Phi(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -40) return 0;
  if (x < -1) return (gaussian(x) * millsRatio(-x)) / SQRT_2PI;
  if (x > 1) return 1 - Phi(-x);
  return 0.5 + 0.5 * erfSeries(x * Math.SQRT1_2);
}

export function logPhi(x: number): number {
  if (x === Number.NEGATIVE_INFINITY) return x;
  if (x < -1) return -0.5 * x * x - LOG_SQRT_2PI + Math.log(millsRatio(-x));
  return x > 1 ? Math.log1p(-Phi(-x)) : Math.log(Phi(x));
}

/** Inverse of Phi; NaN outside [0, 1]. Start from A&S 26.2.23, then Halley steps. */
export function probit(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return -probit(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const t = Math.sqrt(-2 * Math.log(p));
  let x =
    (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let i = 0; i < 5; i++) {
    // Phi(x) - p; in the middle both without their common half, for accuracy.
    const excess = p > 0.2 ? 0.5 * erfSeries(x * Math.SQRT1_2) - (p - 0.5) : Phi(x) - p;
    const step = excess / (gaussian(x) / SQRT_2PI);
    if (!Number.isFinite(step)) return x;
    x -= step / (1 + 0.5 * x * step);
  }
  return x;
}

/** sum_k (x^2/4)^k / (k! (k + order)!) and its first term split off (A&S 9.6.10). */
function besselSeries(x: number, order: 0 | 1): number {
  const q = 0.25 * x * x;
  let term = 1;
  let sum = 0;
  for (let k = 1; term > 1e-18 * sum; k++) {
    term *= q / (k * (k + order));
    sum += term;
  }
  return sum;
}

/** Asymptotic series of sqrt(2 pi x) e^-x I_order(x) without its leading one (A&S 9.7.1). */
function besselAsymptotic(x: number, order: 0 | 1): number {
  let term = 1;
  let sum = 0;
  for (let k = 1; k < 30; k++) {
    term *= -(4 * order * order - (2 * k - 1) ** 2) / (k * 8 * x);
    sum += term;
    if (Math.abs(term) < 1e-18) break;
  }
  return sum;
}

/** log I0(x), modified Bessel function of the first kind. */
export function logI0(x: number): number {
  const t = Math.abs(x);
  if (t === Number.POSITIVE_INFINITY) return t;
  if (t < 30) return Math.log1p(besselSeries(t, 0));
  return t - 0.5 * Math.log(t) - LOG_SQRT_2PI + Math.log1p(besselAsymptotic(t, 0));
}

/** I1(x) / I0(x), the mean resultant length of a von Mises distribution. */
export function i1OverI0(x: number): number {
  const t = Math.abs(x);
  if (t === Number.POSITIVE_INFINITY) return Math.sign(x);
  if (t < 30) return (0.5 * x * (1 + besselSeries(t, 1))) / (1 + besselSeries(t, 0));
  return (Math.sign(x) * (1 + besselAsymptotic(t, 1))) / (1 + besselAsymptotic(t, 0));
}
