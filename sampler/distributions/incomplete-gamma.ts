/**
 * The regularised incomplete gamma functions. Own code, because stdlib's `gammainc` 0.3.1 is wrong by up to 0.04
 * where x > 1000 and x > a (it sums the large-x series of Boost's method 7 short).
 *
 * Below shape 1e7: the series of P left of the shape, the continued fraction of Q right of it (DLMF 8.7.1 and
 * 8.9.2), some tens of terms plus a few times sqrt(a). Above: Temme's uniform expansion, DLMF 8.12.
 */
import { library } from './math.ts';

const { exp, log, log1p, lgamma, erfc } = library;

/** P(a, x); 0 for x <= 0. */
export function gammaP(a: number, x: number): number {
  return (
    ends(a, x) ?? (a > LARGE_SHAPE ? largeShape(a, x, -1) : x < a + 1 ? series(a, x) : 1 - fraction(a, x))
  );
}

/** Q(a, x) = 1 - P(a, x), exact in the upper tail. */
export function gammaQ(a: number, x: number): number {
  const end = ends(a, x);
  if (end !== undefined) return 1 - end;
  return a > LARGE_SHAPE ? largeShape(a, x, 1) : x < a + 1 ? 1 - series(a, x) : fraction(a, x);
}

const LARGE_SHAPE = 1e7;

/** P at the bounds; otherwise undefined. */
function ends(a: number, x: number): number | undefined {
  if (!(a > 0) || Number.isNaN(x)) return Number.NaN;
  if (x <= 0) return 0;
  if (x === Number.POSITIVE_INFINITY) return 1;
  // Beyond 40 standard deviations the tails of a large shape are below 1e-300.
  if (a > 1e4 && Math.abs(x - a) > 40 * Math.sqrt(a)) return x < a ? 0 : 1;
  return undefined;
}

/** x^a exp(-x) / Gamma(a) */
function prefix(a: number, x: number): number {
  if (a < 100) return exp(a * log(x) - x - lgamma(a));
  // sqrt(a / 2 pi) exp(-a (mu - log(1 + mu))) over Stirling's series: no difference of large numbers.
  const mu = (x - a) / a;
  const stirling = 1 / (12 * a) - 1 / (360 * a ** 3) + 1 / (1260 * a ** 5);
  return Math.sqrt(a / (2 * Math.PI)) * exp(-a * (mu - log1p(mu)) - stirling);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return Math.min(1, prefix(a, x) * sum);
}

/** Modified Lentz's method. */
function fraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 1e6; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (Math.abs(an * d + b) < tiny ? tiny : an * d + b);
    c = Math.abs(b + an / c) < tiny ? tiny : b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return Math.min(1, Math.max(0, prefix(a, x) * h));
}

/** Q for `side` 1, P for -1, with the leading coefficient alone: an error below 1e-13 at these shapes. */
function largeShape(a: number, x: number, side: 1 | -1): number {
  const mu = (x - a) / a;
  // eta^2 / 2 = mu - log(1 + mu), with |mu| < 0.013: by its series, since the difference cancels.
  let half = 0;
  for (let k = 9; k >= 2; k--) half = (k % 2 === 0 ? 1 : -1) / k + mu * half;
  const eta = Math.sign(mu) * Math.sqrt(2 * half * mu * mu);
  const c0 = -1 / 3 + eta * (1 / 12 + eta * (-2 / 135 + eta / 864));
  const rest = (exp(-0.5 * a * eta * eta) / Math.sqrt(2 * Math.PI * a)) * c0;
  return 0.5 * erfc(side * eta * Math.sqrt(a / 2)) + side * rest;
}
