/** Approximate Gaussian processes (Riutort-Mayol et al. 2023): their kernels, and how many functions they need. */
import type { Approximation } from '../syntax/ast.ts';

export type Kernel = Approximation['kernel'];
export const kernels: readonly Kernel[] = ['exp_quad', 'matern12', 'matern32', 'matern52'];

/** The square root of the spectral density in one dimension, as text of the language. */
export function rootOfSpectrum(kernel: Kernel, eta: string, ell: string, omega: string): string {
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
