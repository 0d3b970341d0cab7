/** Quantiles where no closed form exists: by bisection of the cdf. */

/**
 * The x with F(x) = p for a continuous cdf that increases over `lower`..`upper` (either may be infinite).
 * `start` and `scale` locate the mass roughly. Bisects down to neighbouring doubles.
 */
export function continuousQuantile(
  cdf: (x: number) => number,
  p: number,
  lower: number,
  upper: number,
  start: number,
  scale: number,
): number {
  if (!(p >= 0 && p <= 1) || !Number.isFinite(start) || !(scale > 0)) return Number.NaN;
  if (p === 0) return lower;
  if (p === 1) return upper;
  let low = start;
  let high = start;
  // Steps double, so a mass far from `start` is still found; a finite bound is approached, never passed.
  for (let step = scale; cdf(low) > p; step *= 2) {
    high = low;
    low = Number.isFinite(lower) ? lower + (low - lower) / 4 : low - step;
    if (!Number.isFinite(low) || low === lower) return lower;
  }
  for (let step = scale; cdf(high) < p; step *= 2) {
    low = high;
    high = Number.isFinite(upper) ? upper - (upper - high) / 4 : high + step;
    if (!Number.isFinite(high) || high === upper) return upper;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (cdf(middle) < p) low = middle;
    else high = middle;
  }
}

/** The smallest integer k >= `lower` with F(k) >= p; `upper` where p is 1. */
export function discreteQuantile(
  cdf: (k: number) => number,
  p: number,
  lower: number,
  upper: number,
): number {
  if (!(p >= 0 && p <= 1) || !Number.isFinite(lower) || Number.isNaN(cdf(lower))) return Number.NaN;
  if (p === 1) return upper;
  let step = 1;
  let high = lower;
  let low = lower - 1;
  while (cdf(high) < p) {
    low = high;
    high = Math.min(upper, high + step);
    step *= 2;
    if (low >= upper || step > 2 ** 60) return upper;
  }
  while (high - low > 1) {
    const middle = Math.floor(low + (high - low) / 2);
    if (cdf(middle) >= p) high = middle;
    else low = middle;
  }
  return high;
}

/** Limit of summed values, so that a typing error in an argument does not hang the editor. */
const LONGEST = 1e7;

/** The same from the masses of `lower`..`upper`, in one sweep: for cdfs that are themselves sums. */
export function massQuantile(mass: (k: number) => number, p: number, lower: number, upper: number): number {
  if (!(p >= 0 && p <= 1) || !(upper - lower <= LONGEST)) return Number.NaN;
  if (p === 1) return upper;
  let total = 0;
  for (let k = lower; k < upper; k++) {
    total += mass(k);
    if (total >= p) return k;
  }
  return upper;
}

/** Mass of `lower`..`x`; NaN where the sum is too long. */
export function sumOfMasses(mass: (k: number) => number, lower: number, x: number): number {
  if (x - lower > LONGEST) return Number.NaN;
  let total = 0;
  for (let k = lower; k <= x; k++) total += mass(k);
  return Math.min(1, total);
}
