/** Shared by zero-inflated counts: a mixture of a count with weight `psi` and a zero with weight 1 - psi. */

/**
 * The log mass, from the count's log mass `count` at x and its log mass `atZero` at 0 (expressions of the
 * language). At x = 0 the two forms are equal; each is exact where the other loses digits.
 */
export function zeroInflatedLogMass(count: string, atZero: string): string {
  return (
    `if x == 0 then (if psi < 0.5 then log1p(psi * expm1(${atZero}))` +
    ` else log(psi) + ${atZero} + log1p_exp(log1p(-psi) - ${atZero} - log(psi)))` +
    ` else log(psi) + ${count}`
  );
}

/** log cdf from the count's. */
export function zeroInflatedLogCdf(logCdf: string): string {
  return `if x < 0 then log(0) else log_mix(psi, ${logCdf}, 0)`;
}

/** log P(X > x) from the count's. */
export function zeroInflatedLogCcdf(logCcdf: string): string {
  return `if x < 0 then 0 else log(psi) + ${logCcdf}`;
}

export const psiDoc =
  'Probability that the count comes from the count distribution, not from the extra zeros.';
