/** R-hat and the error of the mean of iterates, beside direct sums over all of them. */
import { describe, expect, test } from 'vitest';
import { Iterates } from '../../../../sampler/methods/advi/iterates.ts';
import { createRandom } from '../../../../sampler/random.ts';

const ones = Float64Array.of(1, 1);

function iteratesOf(count: number, at: (k: number) => Float64Array) {
  const values = Array.from({ length: count }, (_, k) => at(k));
  const iterates = new Iterates(at(-1));
  for (const value of values) iterates.add(value);
  return { iterates, values };
}

/** A first-order autoregression of sd 1 around 1e6, and its double around −3. */
function noise(seed: number, rho: number): (k: number) => Float64Array {
  const random = createRandom(seed);
  let x = random.normal();
  return () => {
    x = rho * x + Math.sqrt(1 - rho * rho) * random.normal();
    return Float64Array.of(1e6 + x, -3 + 2 * x);
  };
}

/** Split R-hat by its definition (Vehtari et al. 2021, equations 1 to 4), of two halves. */
function splitRHat(values: readonly number[]): number {
  const n = values.length / 2;
  const halves = [values.slice(0, n), values.slice(n)];
  const means = halves.map((half) => half.reduce((sum, x) => sum + x, 0) / n);
  const variances = halves.map((half, m) => half.reduce((sum, x) => sum + (x - means[m]) ** 2, 0) / (n - 1));
  const within = (variances[0] + variances[1]) / 2;
  const mean = (means[0] + means[1]) / 2;
  const between = n * ((means[0] - mean) ** 2 + (means[1] - mean) ** 2);
  return Math.sqrt((((n - 1) / n) * within + between / n) / within);
}

describe('iterates', () => {
  test('have the R-hat and the mean of the later half', () => {
    const { iterates, values } = iteratesOf(800, noise(1, 0.9));
    const late = values.slice(400);
    const { rHat } = iterates.stationarity(Float64Array.of(1, 2));
    // The floor of 0.03 units is next to nothing here.
    expect(rHat).toBeCloseTo(splitRHat(late.map(([x]) => x)), 3);
    const average = iterates.average();
    expect(average[0]).toBeCloseTo(
      late.reduce((sum, [x]) => sum + x / 400, 0),
      7,
    );
    expect(average[1]).toBeCloseTo(
      late.reduce((sum, [, y]) => sum + y / 400, 0),
      10,
    );
  });

  test('have an error of the mean that allows for their correlation, however many they are', () => {
    // Of the mean of n: sqrt((1 + ρ) / (1 − ρ) / n).
    for (const count of [1600, 25_600]) {
      const errors = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
        const { iterates } = iteratesOf(count, noise(seed, 0.8));
        return iterates.stationarity(Float64Array.of(1, 2)).mcse;
      });
      const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2 / errors.length, 0));
      const expected = Math.sqrt(9 / (count / 2));
      expect(rms / expected).toBeGreaterThan(0.7);
      expect(rms / expected).toBeLessThan(1.3);
    }
  });

  test('that drift are not stationary, be it in one parameter of two', () => {
    const still = noise(2, 0);
    const { iterates } = iteratesOf(1000, (k) => Float64Array.of(still(k)[0], 0.005 * k));
    expect(iterates.stationarity(ones).rHat).toBeGreaterThan(1.5);
  });

  test('that stand still are stationary, also where the last digits of a large number change', () => {
    const { iterates } = iteratesOf(400, (k) => Float64Array.of(1e6 + 1e-4 * 0.9 ** k, 2));
    expect(iterates.stationarity(ones).rHat).toBeLessThan(1.01);
    expect(iterates.stationarity(ones).mcse).toBeLessThan(1e-4);
  });

  test('that are few say nothing, and a value that is no number is never stationary', () => {
    expect(iteratesOf(60, noise(3, 0)).iterates.stationarity(ones).rHat).toBe(Number.POSITIVE_INFINITY);
    const { iterates } = iteratesOf(400, (k) => Float64Array.of(k === 390 ? Number.NaN : 1, 0));
    expect(iterates.stationarity(ones).rHat).toBe(Number.POSITIVE_INFINITY);
  });
});
