/** Differences of predictions, and the sentence that claims only those beyond two standard errors. */
import { describe, expect, test } from 'vitest';
import { baselineSentence } from '../../../../sampler/predict/baseline/baseline-sentence.ts';
import {
  isClaimed,
  meanScore,
  pairedDifference,
} from '../../../../sampler/predict/baseline/compare-methods.ts';
import type { BaselineDifference } from '../../../../sampler/report/baseline-report.ts';

const observed = Float64Array.of(1, 2, 3, 4);
const first = {
  means: Float64Array.of(1, 2, 3, 5),
  intervals: { low: Float64Array.of(0, 1, 2, 4.5), high: Float64Array.of(2, 3, 4, 6) },
};
const second = { means: Float64Array.of(0, 2, 4, 4), intervals: null };

test('scores are means over the rows', () => {
  expect(meanScore('mse', first, observed)).toBe(0.25);
  expect(meanScore('mae', second, observed)).toBe(0.5);
  expect(meanScore('coverage', first, observed)).toBe(0.75);
  expect(meanScore('width', first, observed)).toBe(7.5 / 4);
  expect(meanScore('coverage', second, observed)).toBeNull();
});

test('differences are paired', () => {
  const found = pairedDifference('mse', first, second, observed);
  // −1, 0, −1, 1: mean −0.25, sd √(11/12), over √4.
  expect(found?.difference).toBe(-0.25);
  expect(found?.se).toBeCloseTo(Math.sqrt(11 / 12) / 2, 14);
  expect(pairedDifference('width', first, second, observed)).toBeNull();
  const all = {
    ...second,
    intervals: { low: Float64Array.of(0, 0, 0, 0), high: Float64Array.of(9, 9, 9, 9) },
  };
  const coverage = pairedDifference('coverage', first, all, observed);
  expect([coverage?.difference, coverage?.se]).toEqual([-0.25, 0.25]);
});

test('two standard errors are not beyond two', () => {
  expect(isClaimed({ difference: 2, se: 1 })).toBe(false);
  expect(isClaimed({ difference: -2.01, se: 1 })).toBe(true);
  expect(isClaimed({ difference: 0, se: 0 })).toBe(false);
});

describe('the sentence', () => {
  const method = (
    name: string,
    mse: number,
    coverage: number | null = null,
    width: number | null = null,
  ) => ({
    name,
    mse,
    mae: mse,
    coverage,
    width,
    seconds: 1,
  });
  const bayes = method('Bayes', 0.508, 0.94, 2.91);
  const ridge = method('ridge', 0.512);
  const conformal = method('split conformal', 0.53, 0.943, 3);
  const difference = (of: BaselineDifference['of'], value: number, se: number) =>
    ({ of, with: '', difference: value, se }) as const;
  const rows = 1000;
  const same = [difference('mse', -0.004, 0.004), difference('coverage', -0.003, 0.005)];

  test('is the one of the issue where nothing but the widths differs', () => {
    expect(
      baselineSentence({
        bayes,
        ridge,
        conformal,
        differences: [...same, difference('width', -0.09, 0.01)],
        rows,
      }),
    ).toBe(
      'Ridge predicts as well (MSE 0.512 against 0.508). What Bayes adds here is intervals, 3 % narrower than conformal’s at the same coverage (they cover 94 % of the rows, conformal’s 94 %).',
    );
  });

  test.each([
    [
      [difference('mse', -0.02, 0.004), difference('coverage', 0, 0), difference('width', 0.09, 0.01)],
      /^The model predicts better than ridge \(MSE 0\.508 against 0\.512\)\. The model’s intervals are 3 % wider/,
    ],
    [
      [difference('mse', 0.02, 0.004), difference('coverage', 0, 0), difference('width', 0.01, 0.01)],
      /^Ridge predicts better than the model \(MSE 0\.512 against 0\.508\): look at the priors.* as wide as/,
    ],
    [
      [difference('mse', 0, 0), difference('coverage', -0.1, 0.01), difference('width', -0.09, 0.01)],
      /as well.* cover 94 % of the rows, conformal’s 94 %, and are 3 % narrower than conformal’s\.$/,
    ],
  ])('claims what is beyond two standard errors', (differences, text) => {
    expect(baselineSentence({ bayes, ridge, conformal, differences, rows })).toMatch(text);
  });

  test.each([
    [0.15981, 0.16072, '0.160 against 0.161'],
    [1242.7, 0.5, '1242.7 against 0.5'],
    [3e-9, 2.5e-9, '3e-9 against 2.5e-9'],
  ])('has as many decimals of %s as of %s', (mine, other, text) => {
    const compared = { ridge: { ...ridge, mse: other }, conformal: null, differences: [], rows };
    const of = baselineSentence({ ...compared, bayes: { ...bayes, mse: mine } });
    expect(of).toContain(`(MSE ${text.split(' against ').reverse().join(' against ')})`);
  });

  test.each([
    [-0.004, 0.0234, /^Ridge predicts as well/],
    [
      -0.004,
      0.0235,
      /^These rows do not tell whether ridge predicts as well \(MSE 0\.512 against 0\.508\)\./,
    ],
    [0.04, 0.03, /^These rows do not tell/],
  ])(
    'of a difference of %s with a standard error of %s does not take no evidence for none',
    (value, se, text) => {
      const differences = [difference('mse', value, se)];
      expect(baselineSentence({ bayes, ridge, conformal: null, differences, rows })).toMatch(text);
    },
  );

  test.each([
    // Within 3 percentage points, two standard errors included, or not; of rows of which none differs by their number.
    [
      -0.003,
      0.01,
      1000,
      -0.09,
      0.01,
      /What Bayes adds here is intervals, 3 % narrower.* at the same coverage/,
    ],
    [
      -0.003,
      0.02,
      1000,
      -0.09,
      0.01,
      /3 % narrower than conformal’s \(they cover 94 % .* do not tell whether that is the same coverage\)\.$/,
    ],
    [0, 0, 100, -0.09, 0.01, /at the same coverage/],
    [0, 0, 40, -0.09, 0.01, /do not tell whether that is the same coverage/],
    // Within a tenth of conformal's width.
    [0, 0, 1000, 0.1, 0.09, /The model’s intervals are as wide as conformal’s at the same coverage/],
    [
      0,
      0,
      1000,
      0.1,
      0.11,
      /These rows do not tell whether the model’s intervals are as wide as conformal’s at the same/,
    ],
  ] as const)(
    'takes coverage %s ± %s of %s rows and widths %s ± %s for the same only where the rows tell it',
    (coverage, coverageSe, count, width, widthSe, text) => {
      const differences = [
        difference('mse', 0, 0),
        difference('coverage', coverage, coverageSe),
        difference('width', width, widthSe),
      ];
      expect(baselineSentence({ bayes, ridge, conformal, differences, rows: count })).toMatch(text);
    },
  );

  test('without intervals is about the means', () => {
    expect(baselineSentence({ bayes, ridge, conformal: null, differences: same, rows })).toBe(
      'Ridge predicts as well (MSE 0.512 against 0.508).',
    );
    expect(
      baselineSentence({ bayes, ridge, conformal: { ...conformal, width: null }, differences: same, rows }),
    ).toMatch(/too few rows for conformal intervals/);
  });
});
