/** The support of a distribution as expressions of the language. */
import type { Distribution, Parameterisation } from './distribution.ts';

/**
 * The log density with `log(0)` outside the support, for values that are not checked: `logpdf(D, x)`,
 * residuals, truncated or mixed components. Parameters (kept inside by their transform) and data checked on
 * load need only `logDensity`. Bounds of vectors and matrices are a matter of their transform, not guarded.
 */
export function guardedLogDensity(
  distribution: Distribution,
  parameterisation: Parameterisation | null = null,
): string {
  const density = parameterisation?.logDensity ?? distribution.logDensity;
  const outside = outsideSupport(distribution);
  return outside === null ? density : `if ${outside} then log(0) else (${density})`;
}

/**
 * A condition over `x` alone that is true outside the fixed part of the support; null where there is none.
 * Bounds that depend on the arguments are already part of `logDensity`.
 */
export function outsideSupport(distribution: Distribution): string | null {
  const { support } = distribution;
  if (support.kind !== 'interval' && support.kind !== 'integers') return null;
  const conditions = [
    ...(isNumber(support.lower) ? [`x < ${support.lower}`] : []),
    ...(isNumber(support.upper) ? [`x > ${support.upper}`] : []),
    ...(support.kind === 'integers' ? ['x != floor(x)'] : []),
  ];
  return conditions.length === 0 ? null : conditions.join(' or ');
}

function isNumber(bound: string | undefined): bound is string {
  return bound !== undefined && Number.isFinite(Number(bound));
}
