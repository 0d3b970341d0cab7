/**
 * The elementary and special functions of draws, cdfs and quantiles: the math library's, whose bits are the
 * same on every machine, and the incomplete gamma and beta functions of stdlib (Boost's algorithms).
 */
import betainc from '@stdlib/math-base-special-betainc';
import gammainc from '@stdlib/math-base-special-gammainc';
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

/** P(a, x), the regularised lower incomplete gamma function; 0 for x <= 0. */
export function gammaP(a: number, x: number): number {
  if (!(x > 0)) return x <= 0 ? 0 : Number.NaN;
  return x === Number.POSITIVE_INFINITY ? 1 : gammainc(x, a, true, false);
}

/** Q(a, x) = 1 - P(a, x), exact in the upper tail. */
export function gammaQ(a: number, x: number): number {
  if (!(x > 0)) return x <= 0 ? 1 : Number.NaN;
  return x === Number.POSITIVE_INFINITY ? 0 : gammainc(x, a, true, true);
}

/** I_x(a, b), the regularised incomplete beta function; 0 below and 1 above the unit interval. */
export function betaI(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return betainc(x, a, b, true, false);
}
