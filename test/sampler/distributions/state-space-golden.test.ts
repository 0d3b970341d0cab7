/** The filter, its smoothed means and its draws against statsmodels; the values are of test/golden/state-spaces.py. */
import { describe, expect, it } from 'vitest';
import type { Rng } from '../../../sampler/distributions/distribution-sampler.ts';
import {
  kalmanFilter,
  type StateSpace,
  smoothedMeans,
} from '../../../sampler/distributions/kalman-filter.ts';
import { drawSeries } from '../../../sampler/distributions/state-space-draws.ts';
import golden from '../../golden/state-spaces.json' with { type: 'json' };

/** Relative to the size of the values. */
function expectClose(
  found: ArrayLike<number>,
  expected: readonly (number | null)[],
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(1, ...expected.map((v) => Math.abs(v ?? 0)));
  for (const [i, value] of expected.entries())
    expect(Math.abs(found[i] - (value ?? 0)) / scale, `${i}`).toBeLessThan(tolerance);
}

const f = (values: readonly (number | null)[]) => Float64Array.from(values, (v) => v ?? 0);

describe.each(golden)('$name', ({ n, k, steps, y, terms, means, covariances, ...given }) => {
  const system: StateSpace = {
    ...{ n, k, steps, a: f(given.A), q: f(given.Q), z: f(given.Z), h: f(given.H) },
    ...{ m0: f(given.m0), p0: f(given.P0) },
  };
  const filtered = kalmanFilter(system, f(y), (place) => y[place] !== null);

  it('has the log likelihood of each time', () => {
    expectClose(
      filtered.map(({ term }) => term),
      terms,
      1e-11,
    );
  });

  it('has the means of the states', () => {
    expectClose(smoothedMeans(system, filtered).states, means, 1e-10);
  });

  it('draws with their covariances', () => {
    const mask = Float64Array.from(y, (v) => (v === null ? 0 : 1));
    const at = (one: number) => {
      let used = 0;
      const rng: Rng = { next: () => 0.5, normal: () => (used++ === one ? 1 : 0) };
      return { states: drawSeries({ system, y: f(y), mask }, rng).states, used };
    };
    const { states: center, used } = at(-1);
    const found = new Float64Array(covariances.length);
    // A draw is linear in its random numbers.
    for (let one = 0; one < used; one++) {
      const change = at(one).states.map((v, i) => v - center[i]);
      for (let t = 0; t < steps; t++)
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) found[(t * n + i) * n + j] += change[t * n + i] * change[t * n + j];
    }
    expectClose(found, covariances, 1e-9);
  });
});
