/** Lag by lag, by blocks and by one transform: the same numbers. */
import { expect, test } from 'vitest';
import { createRandom } from '../../../sampler/random.ts';
import { meanAutocovariance } from '../../../sampler/stats/autocovariance.ts';

/** Mean over chains of Σ (xᵢ − x̄)(xᵢ₊ₜ − x̄) / n, as it is written. */
function bySums(values: Float64Array, chains: number, lag: number): number {
  const n = values.length / chains;
  let total = 0;
  for (let chain = 0; chain < chains; chain++) {
    const own = values.subarray(chain * n, (chain + 1) * n);
    const mean = own.reduce((sum, value) => sum + value, 0) / n;
    for (let i = 0; i + lag < n; i++) total += (own[i] - mean) * (own[i + lag] - mean);
  }
  return total / (n * chains);
}

// Short chains; chains of a thousand lags at once; of sixteen thousand; all of them of one that is odd.
test.each([
  [300, 3, [0, 1, 40, 41, 150, 299]],
  [9_000, 2, [0, 40, 41, 1000, 1023, 1024, 8_999]],
  [140_001, 3, [39, 500, 1023, 1024, 5_000, 16_383]],
])('chains of %i draws', (n, chains, lags) => {
  const random = createRandom(5);
  const values = new Float64Array(n * chains);
  let state = 0;
  for (let i = 0; i < values.length; i++) {
    state = 0.99 * state + random.next() - 0.5;
    values[i] = state + 3;
  }
  const autocovariance = meanAutocovariance(values, chains);
  const variance = bySums(values, chains, 0);
  for (const lag of lags)
    expect(
      Math.abs(autocovariance.at(lag) - bySums(values, chains, lag)) / variance,
      `lag ${lag}`,
    ).toBeLessThan(1e-12);
});
