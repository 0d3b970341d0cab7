/** Weights of modes by how well each predicts, against closed forms. */
import { describe, expect, it } from 'vitest';
import { stackModes } from '../../../sampler/diagnose/stack-modes.ts';

const scores = (elpd: readonly number[], error = 0.001) => ({
  pointwise: {
    elpd: Float64Array.from(elpd),
    mcse: new Float64Array(elpd.length).fill(error),
    kHat: new Float64Array(elpd.length),
    ess: new Float64Array(elpd.length).fill(1000),
  },
});
const repeat = (value: number, times: number): number[] => new Array<number>(times).fill(value);

/**
 * Seven points are predicted with density 1 by the first and 1/4 by the second, three the other way round. The
 * slope of 7 log(w + (1 − w)/4) + 3 log(w/4 + 1 − w) is 0 at w = (7 − 3/4) / (10 (1 − 1/4)) = 5/6.
 */
const LESS = Math.log(1 / 4);
const first = [...repeat(0, 7), ...repeat(LESS, 3)];
const second = [...repeat(LESS, 7), ...repeat(0, 3)];

describe('weights of modes', () => {
  it('are those of the closed form where each predicts some points better', () => {
    const [one, other] = stackModes([scores(first), scores(second)]);
    expect(one).toBeCloseTo(5 / 6, 6);
    expect(other).toBeCloseTo(1 / 6, 6);
  });

  it('go to the mode that predicts every point better', () => {
    const [one, other] = stackModes([scores(repeat(-3, 10)), scores(repeat(-1, 10))]);
    expect(one).toBeLessThan(1e-6);
    expect(other).toBeGreaterThan(1 - 1e-6);
  });

  it('are shared by copies, whatever their Monte Carlo error is', () => {
    const noise = repeat(0.002, 10);
    const weights = stackModes([scores(repeat(-1, 10)), scores(noise.map((error) => error - 1))]);
    expect([...weights]).toEqual([0.5, 0.5]);
    // Known to differ, the same numbers are no copies.
    const [known] = stackModes([
      scores(repeat(-1, 10), 1e-5),
      scores(
        noise.map((error) => error - 1),
        1e-5,
      ),
    ]);
    expect(known).toBeLessThan(1e-3);
  });

  it('of copies among others are parts of what one of them would have', () => {
    const weights = stackModes([scores(first), scores(second), scores(first.map((elpd) => elpd + 1e-3))]);
    expect(weights[1]).toBeCloseTo(1 / 6, 3);
    expect(weights[0]).toBe(weights[2]);
    expect(weights[0] + weights[1] + weights[2]).toBeCloseTo(1, 12);
  });
});
