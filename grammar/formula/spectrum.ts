/** Approximate Gaussian processes (Riutort-Mayol et al. 2023): their kernels, and how many functions they need. */
import type { Approximation } from '../syntax/ast.ts';

export type Kernel = Approximation['kernel'];
export const kernels: readonly Kernel[] = ['exp_quad', 'matern12', 'matern32', 'matern52'];

/** One input: its length scale and its frequencies, as text of the language. */
interface Axis {
  readonly ell: string;
  readonly omega: string;
}

/** The square root of the spectral density, as text of the language. */
export function rootOfSpectrum(kernel: Kernel, eta: string, axes: readonly Axis[]): string {
  return axes.length === 1 ? inOneDimension(kernel, eta, axes[0]) : inSeveral(kernel, eta, axes);
}

function inOneDimension(kernel: Kernel, eta: string, { ell, omega }: Axis): string {
  const rational = (nu2: number, factor: number, power: string) => {
    const rate = nu2 === 1 ? `(1 / ${ell})` : `(${Math.sqrt(nu2)} / ${ell})`;
    return `${eta} * sqrt(${factor} * ${rate}^${nu2}) / (${rate}^2 + ${omega}^2)${power}`;
  };
  switch (kernel) {
    case 'exp_quad':
      return `${eta} * sqrt(${Math.sqrt(2 * Math.PI)} * ${ell}) * exp(-(${ell} * ${omega})^2 / 4)`;
    case 'matern12':
      return rational(1, 2, '^0.5');
    case 'matern32':
      return rational(3, 4, '');
    case 'matern52':
      return rational(5, 16 / 3, '^1.5');
  }
}

/** Twice the order of each Matérn kernel. */
const orders = { matern12: 1, matern32: 3, matern52: 5 } as const;

/** With a length scale for each input; the distance of the kernel is that of the inputs over their length scales. */
function inSeveral(kernel: Kernel, eta: string, axes: readonly Axis[]): string {
  const size = axes.length;
  const scales = axes.map(({ ell }) => ell).join(' * ');
  const squares = axes.map(({ ell, omega }) => `(${ell} * ${omega})^2`).join(' + ');
  if (kernel === 'exp_quad')
    return `${eta} * sqrt(${(2 * Math.PI) ** (size / 2)} * ${scales}) * exp(-(${squares}) / 4)`;
  const nu2 = orders[kernel];
  const factor =
    (2 ** size * Math.PI ** (size / 2) * gammaOfHalf(nu2 + size) * nu2 ** (nu2 / 2)) / gammaOfHalf(nu2);
  return `${eta} * sqrt(${factor} * ${scales}) / (${nu2} + ${squares})^${(nu2 + size) / 4}`;
}

/** The gamma function of half a whole number: Γ(n / 2). */
function gammaOfHalf(n: number): number {
  if (n === 1) return Math.sqrt(Math.PI);
  return n === 2 ? 1 : (n / 2 - 1) * gammaOfHalf(n - 2);
}

/**
 * With S half the range of the points, `c` of at least `boundary` ell / S, and `m` of at least
 * `functions` c S / ell. Matérn 1/2 is not among them; it is rougher, so that it needs no less than 3/2.
 */
const needs: Readonly<Record<Kernel, { readonly boundary: number; readonly functions: number }>> = {
  exp_quad: { boundary: 3.2, functions: 1.75 },
  matern12: { boundary: 4.5, functions: 3.42 },
  matern32: { boundary: 4.5, functions: 3.42 },
  matern52: { boundary: 4.1, functions: 2.65 },
};
const LEAST_BOUNDARY = 1.2;

/** @param relative the length scale in half ranges of the points. */
export function leastBoundary(kernel: Kernel, relative: number): number {
  return Math.max(LEAST_BOUNDARY, needs[kernel].boundary * relative);
}

export function leastFunctions(kernel: Kernel, relative: number, boundary: number): number {
  return (needs[kernel].functions * boundary) / relative;
}

/**
 * Length scales in half ranges. 5 % of the prior `InverseGamma(3, range)` lie below the first. Data without a bend cut off
 * the short ones alone: where all below 0.8 are, a quarter of the rest lies below the second, and the verdict asks whether a
 * quarter of the draws is within the boundary. Of public data (cars, faithful, Nile, Boston…) none needs more.
 */
const SHORT = 0.318;
const LONG = 0.966;
/** Of one input: 20 up to 1.5 half ranges. */
const FUNCTIONS_PER_HALF_RANGE = 20 / 1.5;
const NEAREST = 1.5;

/**
 * `m` and `c` of a formula's process where they are not stated. Where functions are few, the boundary is no farther than
 * they resolve short length scales.
 * @param most functions along each of several inputs.
 */
export function processDefaults(
  kernel: Kernel,
  stated: { readonly functions?: number; readonly boundary?: number },
  most = Number.POSITIVE_INFINITY,
): { readonly functions: number; readonly boundary: number } {
  const limit = stated.functions ?? most;
  const resolved = Math.max(NEAREST, (limit * SHORT) / needs[kernel].functions);
  const boundary =
    stated.boundary ?? Math.ceil(10 * Math.min(leastBoundary(kernel, LONG), resolved) - 1e-9) / 10;
  const functions = Math.ceil(Math.max(NEAREST, boundary) * FUNCTIONS_PER_HALF_RANGE - 1e-9);
  return { boundary, functions: Math.min(limit, stated.functions ?? functions) };
}
