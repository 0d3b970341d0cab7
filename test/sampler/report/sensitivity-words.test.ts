import { describe, expect, test } from 'vitest';
import type { SensitivityReport } from '../../../sampler/report/sensitivity-report.ts';
import { nothingFoundText, togetherText } from '../../../sampler/report/sensitivity-words.ts';

const parameter = (name: string, prior: number, by_prior: Readonly<Record<string, number>>) => ({
  name,
  prior,
  likelihood: 0.3,
  diagnosis: prior >= 0.05 ? ('prior_data_conflict' as const) : null,
  by_prior,
});
const prior = (name: string, sensitivity: number) => ({
  name,
  line: 3,
  scaled: true,
  depends_on: [],
  pareto_k: 0.1,
  sensitivity,
  parameter: name,
  diagnosis: sensitivity >= 0.05 ? ('prior_data_conflict' as const) : null,
});
const report: SensitivityReport = {
  model: 'm',
  run: 'r',
  draws: 4000,
  provisional: false,
  threshold: 0.05,
  parameters: [parameter('a', 0.2, { a: 0.2, b: 0.01 }), parameter('c', 0.06, { a: 0.03, b: 0.04 })],
  priors: [prior('a', 0.2), prior('b', 0.04)],
  likelihood: { pareto_k: 0.1 },
  warnings: [],
  notes: [],
};

describe('parameters that all priors move together, but none by itself', () => {
  test('are named beside other findings', () => {
    expect(togetherText(report)).toBe('no prior by itself moves c by 0.05 or more, but all together do');
    expect(nothingFoundText(report)).toBeNull();
  });

  test('are not those that one prior moves', () => {
    expect(togetherText({ ...report, parameters: report.parameters.slice(0, 1) })).toBeNull();
  });

  test('are counted beyond ten', () => {
    const parameters = Array.from({ length: 12 }, (_, i) => parameter(`c${i}`, 0.06, { a: 0.03 }));
    expect(togetherText({ ...report, parameters })).toContain('c8, c9 and 2 more by 0.05');
  });
});

test('that nothing is found is said only where nothing is', () => {
  const none = { ...report, parameters: [parameter('a', 0.01, {})], priors: [prior('a', 0.01)] };
  expect(nothingFoundText(none)).toBe('no posterior is sensitive to the priors: all values are below 0.05');
  expect(nothingFoundText({ ...none, likelihood: null })).toBeNull();
});
