/** The evidence of a conjugate model in closed form, from independent and from correlated draws. */
import { describe, expect, test } from 'vitest';
import { logEvidence } from '../../../sampler/diagnose/evidence.ts';
import { createRandom } from '../../../sampler/random.ts';

const y = [1.2, 0.4, 2.2, 1.1, -0.3, 0.9];
const LOG_TWO_PI = Math.log(2 * Math.PI);
const normal = (x: number, mean: number, sd: number) =>
  -0.5 * LOG_TWO_PI - Math.log(sd) - 0.5 * ((x - mean) / sd) ** 2;

/** y ~ N(mu, 1), mu ~ N(0, 2), in two coordinates: the second is a parameter that nothing depends on, N(1, 3). */
const logDensity = ([mu, free]: Float64Array) =>
  normal(mu, 0, 2) + normal(free, 1, 3) + y.reduce((sum, value) => sum + normal(value, mu, 1), 0);
const precision = 1 / 4 + y.length;
const centre = y.reduce((a, b) => a + b, 0) / precision;
/** y is normal with mean 0 and covariance I + 4 · 11'. */
const sumOfSquares = y.reduce((sum, value) => sum + value ** 2, 0);
const exact =
  -0.5 * y.length * LOG_TWO_PI -
  0.5 * Math.log(1 + 4 * y.length) -
  0.5 * (sumOfSquares - precision * centre ** 2);

function draws(phi: number, chains: number, length: number): readonly Float64Array[] {
  const random = createRandom(3);
  return Array.from({ length: chains }, () => {
    let [a, b] = [random.normal(), random.normal()];
    return Array.from({ length }, () => {
      a = phi * a + Math.sqrt(1 - phi ** 2) * random.normal();
      b = phi * b + Math.sqrt(1 - phi ** 2) * random.normal();
      return Float64Array.of(centre + a / Math.sqrt(precision), 1 + 3 * b);
    });
  }).flat();
}

describe('the evidence is that of the closed form', () => {
  test.each([0, 0.7])('draws with autocorrelation %f', async (phi) => {
    const found = await logEvidence(
      { positions: draws(phi, 4, 1000), chains: 4, logDensity },
      createRandom(1),
    );
    if (found === null) throw new Error('no estimate');
    expect(found.relativeError).toBeLessThan(0.02);
    expect(Math.abs(found.logIntegral - exact)).toBeLessThan(4 * found.relativeError);
  });
});

test('too few draws give none', async () => {
  expect(
    await logEvidence({ positions: draws(0, 2, 10), chains: 2, logDensity }, createRandom(1)),
  ).toBeNull();
});
