/** A peak is distinguished from a tail without end, from a ridge, and from a climb that was cut short. */
import { describe, expect, it, test } from 'vitest';
import {
  densityFromFunction,
  type LogDensityFunction,
} from '../../../../sampler/infer/density-from-function.ts';
import { findPeak } from '../../../../sampler/methods/map/find-peak.ts';

function climbFrom(start: readonly number[], logDensity: LogDensityFunction, iterations = 1000) {
  const density = densityFromFunction(start.length, logDensity);
  const state = density.newState();
  state.position.set(start);
  density.evaluate(state);
  return findPeak(density, state, iterations, () => false);
}

describe('a peak', () => {
  it('of two correlated normals, with their curvature', () => {
    const found = climbFrom([5, -7], ([x, y], gradient) => {
      gradient.set([-(2 * (x - 1) + (y - 2)), -(x - 1 + 3 * (y - 2))]);
      return -0.5 * (2 * (x - 1) ** 2 + 2 * (x - 1) * (y - 2) + 3 * (y - 2) ** 2);
    });
    expect(found.position[0]).toBeCloseTo(1, 9);
    expect(found.position[1]).toBeCloseTo(2, 9);
    expect(found.end.kind).toBe('peak');
    const { factor } = (found.end as Extract<typeof found.end, { kind: 'peak' }>).curvature;
    expect(factor[0] ** 2).toBeCloseTo(2, 6);
    expect(factor[2] * factor[0]).toBeCloseTo(1, 6);
  });

  it('on a scale of millions', () => {
    const found = climbFrom([1], ([x], gradient) => {
      gradient[0] = -(x - 3e6) / 1e12;
      return -0.5 * ((x - 3e6) / 1e6) ** 2;
    });
    expect(found.end.kind).toBe('peak');
    expect(found.position[0] / 3e6).toBeCloseTo(1, 6);
  });
});

describe('no peak', () => {
  test.each<[string, LogDensityFunction]>([
    [
      'a tail that levels off exponentially, as in separation',
      ([x], gradient) => {
        gradient[0] = 1 / (1 + Math.exp(x));
        return -Math.log1p(Math.exp(-x));
      },
    ],
    [
      'a tail that levels off as a power',
      ([x], gradient) => {
        gradient[0] = (2 * x) / (1 + x * x) ** 2;
        return -1 / (1 + x * x);
      },
    ],
    [
      'a straight rise',
      (_, gradient) => {
        gradient[0] = 1;
        return _[0];
      },
    ],
  ])('in %s', (_, logDensity) => {
    expect(climbFrom([0.5], logDensity).end).toEqual({ kind: 'endless', along: [0] });
  });

  it('on a level ridge', () => {
    const found = climbFrom([0.5, 0.1], ([x, y], gradient) => {
      gradient.fill(-(x + y - 3));
      return -0.5 * (x + y - 3) ** 2;
    });
    expect(found.end.kind).toBe('endless');
  });

  it('down the neck of a funnel, along its scale', () => {
    const found = climbFrom([1, 0.5, -0.5], ([u, a, b], gradient) => {
      const precision = Math.exp(-2 * u);
      gradient.set([-2 + (a * a + b * b) * precision, -a * precision, -b * precision]);
      return -2 * u - 0.5 * (a * a + b * b) * precision;
    });
    expect(found.end).toEqual({ kind: 'endless', along: [0] });
  });
});

it('a climb that is stopped says so', () => {
  const density = densityFromFunction(1, ([x], gradient) => {
    gradient[0] = -x;
    return -0.5 * x * x;
  });
  const state = density.newState();
  state.position[0] = 3;
  density.evaluate(state);
  expect(findPeak(density, state, 1000, () => true).end.kind).toBe('stopped');
});
