import { describe, expect, test } from 'vitest';
import { pitShape, reasonOf } from '../../../../sampler/diagnose/fit/fit-words.ts';
import type { FitStatistic } from '../../../../sampler/report/fit.ts';

function statistic(name: string, effect: number, group?: FitStatistic['group']): FitStatistic {
  return {
    datum: 'y',
    statistic: name,
    ...(group === undefined ? {} : { group }),
    observed: 5.0612,
    predicted: 2,
    p_value: 0,
    p_adjusted: 0,
    effect,
    limit: 0.1,
    fails: true,
  };
}

const misfit = (distribution: string, statistics: readonly FitStatistic[], isPositive = false) =>
  reasonOf({ datum: 'y', distribution, isPositive, line: 4, statistics, pit: null });

describe('what is not reproduced, in one sentence', () => {
  test('names the statistics of the datum, and the first with its numbers', () => {
    const reason = misfit('Poisson', [statistic('sd', 0.5), statistic('max', 4), statistic('zeros', 0.1)]);
    expect(reason).toMatchObject({ datum: 'y', line: 4 });
    expect(reason.message).toBe(
      'The model does not reproduce sd, max and zeros of `y` (sd is 5.06, replicated 2)',
    );
    expect(reason.nextStep).toMatch(/^Try `NegativeBinomial` in place of `Poisson`/);
  });

  test('groups are named once, with what differs in them', () => {
    const of = (label: string | null) => ({ by: 'site', label });
    const reason = misfit('Normal', [
      statistic('mean', 1, of('A')),
      statistic('q50', 1, of('A')),
      statistic('mean', -1, of('B')),
      statistic('sd of means', 0.6, of(null)),
    ]);
    expect(reason.message).toBe(
      'The model does not reproduce mean, median and the spread of means of `y` by `site` (A, B) (the spread of means is 5.06, replicated 2)',
    );
    expect(reason.nextStep).toContain('differ by `site`');
  });

  test.each([
    ['Poisson', [statistic('zeros', 0.2)], false, 'ZeroInflatedPoisson'],
    ['Binomial', [statistic('sd', 0.3)], false, 'BetaBinomial'],
    ['Normal', [statistic('max', 3), statistic('min', -3)], false, 'StudentT'],
    ['Normal', [statistic('max', 3), statistic('q50', -0.2)], true, 'LogNormal'],
  ] as const)('%s: what is worth trying', (distribution, statistics, isPositive, other) => {
    expect(misfit(distribution, statistics, isPositive).nextStep).toMatch(
      new RegExp(`^Try \`${other}\` in place of \`${distribution}\``),
    );
  });
});

test('the shape of places in predictive distributions', () => {
  const at = (of: (u: number) => number) => Float64Array.from({ length: 200 }, (_, i) => of((i + 0.5) / 200));
  expect(pitShape(at((u) => (u < 0.5 ? u / 2 : 0.5 + u / 2)))).toBe('tails');
  expect(pitShape(at((u) => 0.25 + u / 2))).toBe('middle');
  expect(pitShape(at((u) => u * u))).toBe('one side');
});
