import { expect, test } from 'vitest';
import { reproductionText } from '../../../sampler/cli/predictive-text.ts';
import type { StatisticRow } from '../../../sampler/report/predictive-summary.ts';

const row: StatisticRow = {
  datum: 'y',
  statistic: 'mean',
  observed: 1,
  predicted_mean: 1,
  q3: 0,
  q50: 1,
  q97: 2,
  p_value: 0.5,
};

test('what is reproduced is said only where something was compared', () => {
  expect(reproductionText([row])).toContain('look like those observed');
  expect(reproductionText([{ ...row, observed: 5, p_value: 0 }])).toContain('understates');
  expect(reproductionText([])).toContain('No replicated data are compared');
});
