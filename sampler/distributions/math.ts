/**
 * The elementary and special functions of draws, cdfs and quantiles: the math library's, whose bits are the
 * same on every machine, and the incomplete beta function of stdlib (Boost's algorithm).
 */
import betainc from '@stdlib/math-base-special-betainc';
import { mathLibrary } from '../math/instance.ts';

export const library = mathLibrary();
export const { exp, log, log1p, expm1, lgamma, Phi, log_Phi: logPhi, probit, log_i0: logI0 } = library;
export const {
  pow,
  sin,
  cos,
  tan,
  atan,
  acos,
  cbrt,
  erf,
  erfc,
  inv_logit: invLogit,
  log1m_exp: log1mExp,
} = library;
export const { log_inv_logit: logInvLogit, log1p_exp: log1pExp, logit, atan2 } = library;

/** Log of the binomial coefficient. */
export function lchoose(n: number, k: number): number {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/** I_x(a, b), the regularised incomplete beta function; 0 below and 1 above the unit interval. */
export function betaI(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return betainc(x, a, b, true, false);
}

/** log(I0(z)) - z for z >= 0 without cancellation: beyond 500 by the asymptotic series (Abramowitz & Stegun 9.7.1). */
export function logI0Scaled(z: number): number {
  if (z < 500) return logI0(z) - z;
  const s = 1 / (8 * z);
  return log1p(s * (1 + 4.5 * s * (1 + (25 / 3) * s * (1 + 12.25 * s)))) - 0.5 * log(2 * Math.PI * z);
}
