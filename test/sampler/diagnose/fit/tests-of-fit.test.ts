import { describe, expect, test } from 'vitest';
import {
  calibrationTest,
  miscalibration,
  pooledAdjacentViolators,
} from '../../../../sampler/diagnose/fit/calibration-test.ts';
import { holm } from '../../../../sampler/diagnose/fit/holm.ts';
import { twoSidedProbability } from '../../../../sampler/diagnose/fit/tail-probability.ts';
import { uniformityTest } from '../../../../sampler/diagnose/fit/uniformity-test.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { golden } from './golden.ts';

const array = (values: readonly number[]) => Float64Array.from(values);

describe('the test of uniformity for dependent values equals SciPy’s', () => {
  test.each(golden.pot)('$name', ({ values, p_value }) => {
    const found = uniformityTest(array(values));
    expect(Math.abs(found - p_value)).toBeLessThanOrEqual(1e-6 * p_value + 1e-15);
    // Their order does not matter.
    expect(uniformityTest(array([...values].reverse()))).toBe(found);
  });

  test('values at the very ends are impossible', () => {
    expect(uniformityTest(array([0, 0.3, 0.5, 0.7]))).toBe(0);
    expect(uniformityTest(array([0.2, 0.3, 0.5, 1]))).toBe(0);
  });
});

describe('Holm', () => {
  test.each(golden.holm)('of $p', ({ p, adjusted }) => {
    for (const [i, value] of holm(p).entries()) expect(value).toBeCloseTo(adjusted[i], 14);
  });

  test('what is no test does not count', () => {
    expect(holm([0.01, Number.NaN, 0.04])).toEqual([0.02, Number.NaN, 0.04]);
  });
});

describe('the probability of a statistic among replicated ones', () => {
  const random = createRandom(3);
  const normals = Float64Array.from({ length: 4000 }, () => random.normal());

  test('is twice the share of the smaller side', () => {
    const tenth = normals.slice().sort()[400];
    expect(twoSidedProbability(tenth, normals)).toBeCloseTo(0.2, 2);
    expect(twoSidedProbability(-0.001, normals)).toBeGreaterThan(0.9);
  });

  test('goes on beyond the outermost replication, on either side, from above', () => {
    for (const side of [-1, 1]) {
      const at = (z: number) => twoSidedProbability(side * z, normals);
      // Of the normal distribution 5.7e-7 and 2.0e-9: a heavier tail is assumed.
      expect(at(5)).toBeGreaterThan(5.7e-7);
      expect(at(5)).toBeLessThan(1e-4);
      expect(at(6)).toBeLessThan(at(5));
      expect(at(6)).toBeGreaterThan(2e-9);
    }
  });

  test('ties count on both sides', () => {
    expect(twoSidedProbability(0, new Float64Array(1000))).toBe(1);
    expect(twoSidedProbability(1, new Float64Array(1000))).toBe(0);
  });

  test('a statistic without a value has none', () => {
    expect(twoSidedProbability(Number.NaN, normals)).toBeNaN();
    expect(twoSidedProbability(1, Float64Array.of(Number.NaN))).toBeNaN();
  });
});

describe('calibration of yes/no data', () => {
  test.each(golden.monotone)('the monotone regression of $y', ({ y, fitted }) => {
    const found = pooledAdjacentViolators(array(y), array(y.map((_, i) => i)));
    for (const [i, value] of found.entries()) expect(value).toBeCloseTo(fitted[i], 14);
  });

  test('outcomes of one probability are pooled', () => {
    expect([...pooledAdjacentViolators(array([1, 0, 1, 0]), array([0.2, 0.2, 0.2, 0.7]))]).toEqual([
      0.5, 0.5, 0.5, 0.5,
    ]);
    expect([...pooledAdjacentViolators(array([0, 1, 1]), array([0.2, 0.2, 0.7]))]).toEqual([0.5, 0.5, 1]);
  });

  test('nothing is gained where the probabilities are the shares', () => {
    expect(miscalibration(array([0.5, 0.5, 1]), array([0, 1, 1]))).toBe(0);
  });

  test('true probabilities pass as often as they should, too sure ones fail', () => {
    let rejected = 0;
    for (let seed = 1; seed <= 100; seed++) {
      const random = createRandom(seed);
      const p = Float64Array.from({ length: 60 }, () => random.next());
      const y = p.map((value) => (random.next() < value ? 1 : 0));
      if (calibrationTest(p, y, random) < 0.1) rejected++;
    }
    // Ten are expected; P(more than 19, or fewer than 3) is 0.4 %.
    expect(rejected).toBeGreaterThanOrEqual(3);
    expect(rejected).toBeLessThanOrEqual(19);
    const random = createRandom(7);
    const p = Float64Array.from({ length: 300 }, () => (random.next() < 0.5 ? 0.05 : 0.95));
    const y = p.map((value) => (random.next() < 0.5 + 0.6 * (value - 0.5) ? 1 : 0));
    expect(calibrationTest(p, y, random)).toBeLessThan(0.002);
  });
});
