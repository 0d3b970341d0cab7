/** Moment matching against R's loo_moment_match (test/golden/moment-matching.R). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { looPoint, matchedPoint } from '../../../sampler/diagnose/loo.ts';
import { matchMoments, type WeightedTo } from '../../../sampler/diagnose/moment-matching.ts';
import { CHAINS, type MatchingInput, matchingInputs } from './moment-matching-inputs.ts';

interface Golden {
  readonly threshold: number;
  readonly points: readonly number[];
  readonly kBefore: readonly number[];
  readonly k: readonly number[];
  readonly elpd: readonly number[];
  readonly split: readonly number[];
  readonly steps: readonly number[];
}
type Set = Readonly<Record<'usual' | 'thorough', Golden>> & {
  readonly firstPosition: readonly number[];
  readonly lastPosition: readonly number[];
  readonly lastDensity: number;
};
const golden: Readonly<Record<keyof typeof matchingInputs, Set>> = JSON.parse(
  readFileSync(new URL('../../golden/moment-matching.json', import.meta.url), 'utf8'),
);

function expectClose(actual: number, expected: number, tolerance = 1e-6): void {
  expect(Math.abs(actual - expected), `${actual} and ${expected}`).toBeLessThan(tolerance);
}

function match(input: MatchingInput, i: number, threshold: number, split: boolean) {
  const { positions, logDensity } = input;
  const target: WeightedTo = {
    positions,
    logDensities: logDensity(positions),
    logDensity,
    logRatio: (at) => input.logLikelihood(at, i).map((value) => -value),
  };
  const before = looPoint(input.logLikelihood(positions, i), CHAINS);
  const { relativeEfficiency } = before;
  return { before, matched: matchMoments(target, { threshold, relativeEfficiency, split }) };
}

describe.each(Object.keys(matchingInputs) as (keyof typeof matchingInputs)[])('%s', (name) => {
  const input = matchingInputs[name];
  const set = golden[name];

  it('is of the same draws and densities', () => {
    expect([...input.positions[0]]).toEqual(set.firstPosition);
    expect([...(input.positions.at(-1) ?? [])]).toEqual(set.lastPosition);
    expectClose(input.logDensity(input.positions).at(-1) ?? 0, set.lastDensity, 1e-9);
  });

  describe.each(['usual', 'thorough'] as const)('with a threshold that is %s', (how) => {
    const { threshold, points, kBefore, k, elpd, split, steps } = set[how];
    it.each([...points.keys()])('point %d has the k, the steps and the elpd of R to 1e-6', (at) => {
      const { before, matched } = match(input, points[at], threshold, false);
      expectClose(before.kHat, kBefore[at]);
      expectClose(matched.kHat, k[at]);
      expect(matched.steps).toHaveLength(steps[at]);
      expectClose(matchedPoint(before, matched, CHAINS).elpd, elpd[at]);
      const halves = match(input, points[at], threshold, true);
      expectClose(halves.matched.kHat, k[at]);
      expectClose(matchedPoint(halves.before, halves.matched, CHAINS).elpd, split[at]);
    });
  });

  it('takes every kind of step', () => {
    const { threshold, points } = set.thorough;
    const taken = points.flatMap((i) => match(input, i, threshold, false).matched.steps);
    expect(new Set(taken)).toEqual(new Set(['mean', 'variance', 'covariance']));
  });
});

describe('moment matching', () => {
  const { outliers } = matchingInputs;

  it('leaves draws alone whose k is low enough', () => {
    const { before, matched } = match(outliers, 8, 2, true);
    expect([matched.kHat, matched.steps]).toEqual([before.kHat, []]);
    expect(matched.positions).toBe(outliers.positions);
    expect(matchedPoint(before, matched, CHAINS).elpd).toBeCloseTo(before.elpd, 12);
  });

  it('takes no step where the target has no density', () => {
    const bounded: MatchingInput = {
      ...outliers,
      // No place but the draws themselves has a density.
      logDensity: (at) =>
        at === outliers.positions
          ? outliers.logDensity(at)
          : new Float64Array(at.length).fill(Number.NEGATIVE_INFINITY),
    };
    const { matched } = match(bounded, 8, 0.5, true);
    expect(matched.steps).toEqual([]);
  });
});
