/** The support of a distribution as expressions of the language. */
import type { Argument, Distribution, Domain, Parameterisation } from './distribution.ts';

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

/** Tolerance for rounding in a sum of probabilities or a difference of rates. */
const ROUNDING = 1e-8;

const scalarDomains: Partial<Record<Domain, readonly [number, number]>> = {
  positive: [0, Number.POSITIVE_INFINITY],
  nonnegative: [0, Number.POSITIVE_INFINITY],
  unit: [0, 1],
};

/**
 * A condition over the arguments that is true where one lies outside its domain, beyond rounding; null where none
 * can. Many densities are finite there (`log(p)` of a probability of 2), but the posterior must have no mass there.
 * @param interval known bounds of an argument
 */
export function outsideDomains(
  args: readonly Argument[],
  interval: (name: string) => { readonly lo: number; readonly hi: number },
): string | null {
  const conditions = args.flatMap(({ name, domain }) => {
    const bounds = scalarDomains[domain];
    if (bounds === undefined) return [];
    const [lower, upper] = bounds;
    const { lo, hi } = interval(name);
    return [
      ...(lo >= lower - ROUNDING ? [] : [`${name} < ${lower - ROUNDING}`]),
      ...(hi <= upper + ROUNDING ? [] : [`${name} > ${upper + ROUNDING}`]),
    ];
  });
  return conditions.length === 0 ? null : conditions.join(' or ');
}

function isNumber(bound: string | undefined): bound is string {
  return bound !== undefined && Number.isFinite(Number(bound));
}
