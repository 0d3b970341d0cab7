/**
 * Tests of draws against a known distribution. With fixed seeds each test is deterministic; the significance level is
 * the probability that a correct sampler fails for a random seed.
 */
import { gammaQ } from '../../../sampler/distributions/incomplete-gamma.ts';

/**
 * Kolmogorov-Smirnov: the p-value of sup |F_n - F|, by Kolmogorov's asymptotic series. The cdf is evaluated at
 * every `stride`-th order statistic, which only makes the test more lenient by stride / n.
 */
export function kolmogorovSmirnov(draws: Float64Array, cdf: (x: number) => number, stride = 1): number {
  const sorted = draws.slice().sort();
  const n = sorted.length;
  let distance = 0;
  for (let i = stride - 1; i < n; i += stride) {
    // At ties the empirical cdf jumps once, to its value at the last of them.
    if (i + 1 < n && sorted[i + 1] === sorted[i]) continue;
    const f = cdf(sorted[i]);
    if (!(f >= 0 && f <= 1)) return Number.NaN;
    distance = Math.max(distance, Math.abs((i + 1) / n - f));
  }
  const t = distance * Math.sqrt(n);
  if (t < 0.3) return 1;
  let p = 0;
  for (let k = 1; k < 100; k++) p += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * t * t);
  return p;
}

/** Pearson's chi-squared with cells of expected count >= 10, for counts from `first` on: its p-value. */
export function chiSquaredTest(draws: Float64Array, first: number, mass: (k: number) => number): number {
  const counts = new Map<number, number>();
  let top = first;
  for (const x of draws) {
    if (!Number.isInteger(x) || x < first) return 0;
    counts.set(x, (counts.get(x) ?? 0) + 1);
    top = Math.max(top, x);
  }
  const n = draws.length;
  let statistic = 0;
  let cells = 0;
  let [expected, found, done] = [0, 0, 0];
  const close = () => {
    if (expected > 0) statistic += (found - expected) ** 2 / expected;
    cells++;
    [expected, found] = [0, 0];
  };
  for (let k = first; k <= top; k++) {
    const e = n * mass(k);
    // A value of probability zero must never be drawn.
    if (e === 0 && counts.has(k)) return 0;
    expected += e;
    done += e;
    found += counts.get(k) ?? 0;
    if (expected >= 10 && n - done >= 10) close();
  }
  expected += Math.max(0, n - done);
  close();
  if (cells === 1) return Math.abs(statistic) < 1e-9 ? 1 : 0;
  return gammaQ((cells - 1) / 2, statistic / 2);
}

/** How many standard errors the mean of the draws lies from `mean`. */
export function meanScore(draws: Float64Array, mean: number, sd: number): number {
  const found = draws.reduce((a, b) => a + b, 0) / draws.length;
  return sd === 0
    ? found === mean
      ? 0
      : Number.POSITIVE_INFINITY
    : ((found - mean) / sd) * Math.sqrt(draws.length);
}
