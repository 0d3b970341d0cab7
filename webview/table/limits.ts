/** The product's limits for a trustworthy result, as in `sampler/diagnose/verdict.ts` (a test compares). */
export const MAX_R_HAT = 1.01;
export const MIN_ESS_PER_CHAIN = 400;
export const MIN_E_BFMI = 0.3;
