// Where adaptive quadrature (`integrate.ts`) keeps its numbers in `work`: 32 bits each, then 64, then the values at the
// nodes of an interval, then the intervals.

export const STAGE: usize = 0, COLUMNS: usize = 4, STEPS: usize = 8, MOST_STEPS: usize = 12, COUNT: usize = 16;
export const CURRENT: usize = 20, PENDING: usize = 24, PENDING_END: usize = 28, NODE: usize = 32, ENDS: usize = 36;
export const IS_DOUBLE: usize = 40, OUTPUT: usize = 44, TIME: usize = 48, SLOPE: usize = 52, LOWER_COLUMN: usize = 56;
export const UPPER_COLUMN: usize = 60, OUTCOME: usize = 64, LIMITS: usize = 68, REACHED: usize = 72, WEIGHT: usize = 80;
export const LOWER: usize = 88, UPPER: usize = 96, RTOL: usize = 104, VARIABLE: usize = 112;
export const FIRST_AT: usize = 120, FIRST_VALUE: usize = 128, LAST_AT: usize = 136, LAST_VALUE: usize = 144;
export const PROBE: usize = 152, VALUES: usize = 160;

// Values of STAGE, of ENDS (bits), and of OUTCOME, which `sampler/math/integral-solver.ts` puts in words.
export const AT_NODE = 0, AT_LOWER = 1, AT_UPPER = 2, DONE = 3, AT_PROBE = 4;
export const UPPER_INFINITE = 1, LOWER_INFINITE = 2;
export const SOLVED = 0, TOO_MANY_STEPS = 1, NOT_FINITE = 2, NO_LIMITS = 3, SINGULAR_END = 4, NOTHING_SEEN = 5;

export const NODES = 21;

// @ts-ignore: decorator
@inline export function quadrature_values(work: usize, k: i32): usize {
  return work + VALUES + ((<usize>k * <usize>load<i32>(work, COLUMNS)) << 3);
}
/** An interval: its ends, then for each column its integral, the error of that, and the integral of its absolute value. */
export function quadrature_interval(work: usize, i: i32): usize {
  return quadrature_values(work, NODES) + ((<usize>i * <usize>(2 + 3 * load<i32>(work, COLUMNS))) << 3);
}
