/** What the plots compute, against definitions written out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../sampler/random.ts';
import { extent, sorted } from '../../sampler/stats/argsort.ts';
import { mean, sd } from '../../sampler/stats/moments.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';
import { decimate } from '../../webview/numerics/decimate.ts';
import { calibrate } from '../../webview/numerics/isotonic.ts';
import { kde } from '../../webview/numerics/kde.ts';
import { rankHistogram } from '../../webview/numerics/rank-histogram.ts';
import { thinned } from '../../webview/numerics/thin.ts';

function normals(count: number, seed: number): Float64Array {
  const random = createRandom(seed, 0);
  const next = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Float64Array.from({ length: count }, next);
}

describe('a density', () => {
  test('is the sum of kernels at each draw', () => {
    const draws = normals(400, 1);
    const curve = kde(draws);
    if (curve === null) throw new Error('no curve');
    const ordered = sorted(draws);
    const iqr = (quantileOfSorted(ordered, 0.75) - quantileOfSorted(ordered, 0.25)) / 1.34;
    const h = 0.9 * Math.min(sd(draws), iqr) * draws.length ** -0.2;
    const exact = (x: number) =>
      mean(draws.map((draw) => Math.exp(-0.5 * ((x - draw) / h) ** 2) / (h * Math.sqrt(2 * Math.PI))));
    // Normalised over the grid, which the tails leave, and binned.
    const peak = Math.max(...curve.y);
    for (let i = 0; i < curve.x.length; i++)
      expect(Math.abs(curve.y[i] - exact(curve.x[i]))).toBeLessThan(0.02 * peak);
  });

  test('integrates to one and keeps an edge', () => {
    const draws = normals(8000, 2).map(Math.abs);
    const curve = kde(draws);
    if (curve === null) throw new Error('no curve');
    const step = curve.x[1] - curve.x[0];
    expect(curve.y.reduce((sum, value) => sum + value * step, 0)).toBeCloseTo(1, 6);
    // The half-normal density is highest at its edge: sqrt(2 / pi).
    expect(curve.y[0]).toBeGreaterThan(0.72);
    expect(curve.y[0]).toBeLessThan(0.88);
  });

  test('does not exist where nothing varies or something is not finite', () => {
    expect(kde([1, 1, 1])).toBeNull();
    expect(kde([1])).toBeNull();
    expect(kde([1, 2, Number.NaN])).toBeNull();
    expect(kde([1, 2, Number.POSITIVE_INFINITY])).toBeNull();
    expect(kde([])).toBeNull();
  });
});

describe('rank histograms', () => {
  test('count every draw once, evenly over all chains together', () => {
    const counts = rankHistogram(normals(4000, 4), 4, 20);
    expect(counts.map((bins) => bins.reduce((sum, count) => sum + count, 0))).toEqual([
      1000, 1000, 1000, 1000,
    ]);
    for (let bin = 0; bin < 20; bin++) expect(counts.reduce((sum, bins) => sum + bins[bin], 0)).toBe(200);
  });

  test('show a chain that lies elsewhere', () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? i : 100 + i));
    const [low, high] = rankHistogram(values, 2, 4);
    expect([...low]).toEqual([10, 10, 0, 0]);
    expect([...high]).toEqual([0, 0, 10, 10]);
  });
});

describe('decimation', () => {
  test('keeps the lowest and the highest of every stretch, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, min: -1, max: 1 }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 1, max: 60 }),
        (values, stretches) => {
          const series = Float64Array.from(values);
          const { x, y } = decimate(series, stretches);
          expect(x.length).toBeLessThanOrEqual(Math.max(2 * stretches, 1));
          for (let i = 0; i < x.length; i++) {
            expect(y[i]).toBe(series[x[i]]);
            if (i > 0) expect(x[i]).toBeGreaterThan(x[i - 1]);
          }
          expect(extent(Float64Array.from(y))).toEqual(extent(series));
        },
      ),
    );
  });
});

test('thinning spreads evenly and repeats nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 300 }), (total, count) => {
      const chosen = thinned(total, count);
      expect(chosen.length).toBe(Math.min(total, count));
      expect(new Set(chosen).size).toBe(chosen.length);
      for (const i of chosen) expect(i >= 0 && i < total).toBe(true);
    }),
  );
});

describe('calibration', () => {
  test('is the closest rising function', () => {
    // Pool adjacent violators on a textbook example.
    const steps = calibrate([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0, 1, 0, 1, 0, 1]);
    expect(steps.map(({ observed }) => observed)).toEqual([0, 0.5, 1]);
  });

  test('rises and keeps the totals', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 1 })), {
          minLength: 1,
          maxLength: 60,
        }),
        (pairs) => {
          const steps = calibrate(
            pairs.map(([p]) => p),
            pairs.map(([, y]) => y),
          );
          for (let i = 1; i < steps.length; i++) {
            expect(steps[i].observed).toBeGreaterThan(steps[i - 1].observed);
            expect(steps[i].predicted).toBeGreaterThanOrEqual(steps[i - 1].predicted);
          }
          const total = steps.reduce((sum, { observed, count }) => sum + observed * count, 0);
          expect(total).toBeCloseTo(
            pairs.reduce((sum, [, y]) => sum + y, 0),
            6,
          );
        },
      ),
    );
  });
});
