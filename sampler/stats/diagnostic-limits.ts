/** Limits of diagnostics for reliable results (Vehtari et al. 2021; Betancourt 2016 for E-BFMI). */
export const MAX_R_HAT = 1.01;
export const MIN_ESS_PER_CHAIN = 400;
export const MIN_E_BFMI = 0.3;

/** Largest Pareto k̂ at which `draws` draws suffice for a mean (Vehtari et al. 2024, section 3.2.4). */
export function kThreshold(draws: number): number {
  return Math.min(1 - 1 / Math.log10(draws), 0.7);
}

/** From this Pareto k̂ on a distribution has no mean. */
export const NO_MEAN_K = 1;
