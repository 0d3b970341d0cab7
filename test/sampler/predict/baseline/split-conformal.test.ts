/** Split-conformal intervals: their coverage is known, whatever the fit is worth. */
import { describe, expect, test } from 'vitest';
import { families } from '../../../../sampler/predict/baseline/families.ts';
import { conformalPredictions } from '../../../../sampler/predict/baseline/held-out-predictions.ts';
import {
  conformalBound,
  conformalInterval,
  fewestForLevel,
} from '../../../../sampler/predict/baseline/split-conformal.ts';
import { createRandom } from '../../../../sampler/random.ts';
import { mean, sd } from '../../../../sampler/stats/moments.ts';

describe('coverage over fresh data sets is ⌈(n + 1)(1 − α)⌉ / (n + 1)', () => {
  const KNOWN = 44;
  const NEW = 100;
  const SETS = 500;
  const n = KNOWN / 2;
  const total = KNOWN + NEW;

  test('at 0.94', () => {
    const level = 0.94;
    const shares = Float64Array.from({ length: SETS }, (_, set) => {
      const random = createRandom(1000 + set);
      const x = Float64Array.from({ length: total }, () => random.normal());
      // Heavier tails than the normal errors that ridge stands for.
      const outcome = x.map((value) => 1 + 2 * value + random.normal() / Math.sqrt(0.2 + random.next()));
      const { predictions, calibrated } = conformalPredictions(
        { columns: [x], outcome, offset: new Float64Array(total), trials: new Float64Array(total).fill(1) },
        (i) => i >= KNOWN,
        families.normal,
        level,
        set,
      );
      expect(calibrated).toBe(n);
      return mean(
        predictions.map(({ low, high }, k) =>
          Number(low <= outcome[KNOWN + k] && outcome[KNOWN + k] <= high),
        ),
      );
    });
    const expected = Math.ceil((n + 1) * level) / (n + 1);
    expect(Math.abs(mean(shares) - expected)).toBeLessThan((4 * sd(shares)) / Math.sqrt(SETS));
  });
});

test('the bound is the score of that rank, and infinite of too few', () => {
  const scores = Float64Array.from({ length: 49 }, (_, i) => (i * 20) % 49);
  // (49 + 1) · 0.94 = 47 exactly, which must not round up to 48.
  expect(conformalBound(scores, 0.94)).toBe(46);
  expect(conformalBound(scores.slice(0, 15), 0.94)).toBe(Number.POSITIVE_INFINITY);
  expect(conformalBound(scores.slice(0, 16), 0.94)).toBeLessThan(Number.POSITIVE_INFINITY);
  expect(fewestForLevel(0.94)).toBe(16);
});

test('intervals of counts end where no count can be', () => {
  expect(conformalInterval(0.5, 4, 10, families.binomial)).toEqual([0, 4]);
  expect(conformalInterval(1, 1, 2, families.poisson)).toEqual([0, 3]);
  expect(conformalInterval(1, 1, 2, families.normal)).toEqual([-1, 3]);
});
