import { describe, expect, it } from 'vitest';
import { densityFromFunction } from '../../../sampler/infer/density-from-function.ts';
import { chainStart, type FindFault, findStart } from '../../../sampler/infer/initial-point.ts';
import { createRandom } from '../../../sampler/random.ts';
import { standardNormal } from './targets.ts';

/** Two normal modes at ∓5, of a tenth and nine tenths of the mass. */
const twoModes = () =>
  densityFromFunction(1, (x, gradient) => {
    const low = Math.log(0.1) - 0.5 * (x[0] + 5) ** 2;
    const high = Math.log(0.9) - 0.5 * (x[0] - 5) ** 2;
    const most = Math.max(low, high);
    const sum = Math.exp(low - most) + Math.exp(high - most);
    gradient[0] = (-(x[0] + 5) * Math.exp(low - most) - (x[0] - 5) * Math.exp(high - most)) / sum;
    return most + Math.log(sum);
  });

/** A count of 3 with mean e^(350 x) under a Normal(0, 10) prior: nowhere near at most starts. */
const explosive = () =>
  densityFromFunction(1, (x, gradient) => {
    const mean = Math.exp(350 * x[0]);
    gradient[0] = 350 * (3 - mean) - x[0] / 100;
    return 3 * 350 * x[0] - mean - x[0] ** 2 / 200;
  });

/** A standard normal around x₀ = 1, and where x₀ < 0 another around −1 with that height and sd. */
const twoSides = (dimension: number, height: number, sd: number) =>
  densityFromFunction(dimension, (x, gradient) => {
    const [centre, scale, top] = x[0] < 0 ? [-1, sd, height] : [1, 1, 0];
    let sum = 0;
    for (let i = 0; i < dimension; i++) {
      const z = (x[i] - (i === 0 ? centre : 0)) / scale;
      gradient[i] = -z / scale;
      sum += z * z;
    }
    return top - 0.5 * sum;
  });

function starts(density: ReturnType<typeof twoModes>, count: number, look?: FindFault) {
  return Array.from({ length: count }, (_, seed) => {
    const state = density.newState();
    const point = findStart(density, state, createRandom(seed), chainStart, look);
    return { point, x: state.position[0], logDensity: state.logDensity };
  });
}

describe('the start of a chain', () => {
  it('is the first point of the seed that is finite, uniform on (−2, 2)', () => {
    const half = standardNormal(3);
    const onlyPositive = densityFromFunction(3, (x, gradient) => {
      for (let i = 0; i < 3; i++) gradient[i] = -x[i];
      return x[0] > 0 ? -0.5 * (x[0] ** 2 + x[1] ** 2 + x[2] ** 2) : Number.NEGATIVE_INFINITY;
    });
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed);
      const next = () => [0, 0, 0].map(() => 4 * random.next() - 2);
      const first = next();
      const state = half.newState();
      findStart(half, state, createRandom(seed), chainStart);
      expect([...state.position]).toEqual(first);
      let positive = first;
      while (positive[0] <= 0) positive = next();
      findStart(onlyPositive, state, createRandom(seed), chainStart);
      expect([...state.position]).toEqual(positive);
    }
  });

  it('is on either side of two modes as often, whatever their mass', () => {
    const high = starts(twoModes(), 400).filter(({ x }) => x > 0).length;
    // Binomial(400, 0.5) but for the ridge at −0.22: a best of sixteen gives nearly 400.
    expect(high).toBeGreaterThan(180);
    expect(high).toBeLessThan(250);
  });

  it('moves out of regions of extremely low density, and counts the evaluations', () => {
    const mode = Math.log(3) / 350;
    const least = starts(explosive(), 50).map(({ x, logDensity }) => {
      expect(Math.abs(x - mode)).toBeLessThan(0.1);
      return logDensity;
    });
    expect(Math.min(...least)).toBeGreaterThan(3 * Math.log(3) - 3 - 101);
    let calls = 0;
    const density = explosive();
    const counted: typeof density = {
      ...density,
      evaluate(state) {
        calls += 1;
        density.evaluate(state);
      },
    };
    const [{ point }] = starts(counted, 1);
    expect(point).toEqual({ kind: 'found', attempts: calls });
  });

  it('is in no mode without mass beside one that another point leads to, however high its density', () => {
    const low = (shift: number, sd: number) =>
      starts(twoSides(40, shift, sd), 100).filter(({ x }) => x < 0).length;
    expect(low(-60, 1)).toBe(0);
    // Volume: 40 log 0.2 = −64, so that +30 is e^−34 of the mass, and +60 e^−4.
    expect(low(30, 0.2)).toBe(0);
    expect(low(60, 0.2)).toBeGreaterThan(25);
    // e^−15 of the mass is no reason.
    expect(low(-15, 1)).toBeGreaterThan(35);
    expect(low(-15, 1)).toBeLessThan(65);
  });

  it('stays where it was if the values at the end of the way are at fault', () => {
    const fault = { words: 'w', line: 0, amount: 1 } as unknown as ReturnType<FindFault>;
    const near = (position: Float64Array) => (Math.abs(position[0]) < 0.1 ? fault : null);
    for (const { x, logDensity } of starts(explosive(), 20, near)) {
      expect(Math.abs(x)).toBeGreaterThanOrEqual(0.1);
      const state = explosive().newState();
      state.position[0] = x;
      explosive().evaluate(state);
      expect(logDensity).toBe(state.logDensity);
    }
  });
});
