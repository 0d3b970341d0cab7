/** What a run must keep to for its numbers to be relied on (Vehtari et al. 2021; Betancourt 2016 for E-BFMI). */
export const MAX_R_HAT = 1.01;
export const MIN_ESS_PER_CHAIN = 400;
export const MIN_E_BFMI = 0.3;
