/** Formulas on public data against Bambi, under priors that both models state (`test/golden/formula-posteriors.py`). */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { bayesJson, root } from '../bayes-command.ts';
import golden from '../golden/formula-posteriors.json' with { type: 'json' };
import { disagreements } from './compare.ts';

const folder = join(root, 'test', 'golden', 'formula-posteriors');
const cases = Object.entries(golden.cases);

test('there are ten data sets, each model has its reference, and each reference its model', () => {
  const models = readdirSync(folder).filter((name) => name.endsWith('.bayes'));
  expect(models.toSorted()).toEqual(cases.map(([name]) => `${name}.bayes`).toSorted());
  expect(new Set(cases.map(([, { data }]) => data)).size).toBeGreaterThanOrEqual(10);
});

describe('agrees with Bambi', () => {
  test.each(cases)('%s', async (name, { quantities }) => {
    const { code, value } = await bayesJson<SampleReport>([
      'sample',
      join(folder, `${name}.bayes`),
      ...['--seed', '20261130', '--draws', '2500', '--target-accept', '0.95'],
    ]);
    expect([0, 3]).toContain(code);
    const reference = Object.fromEntries(quantities.map((row) => [row.name, row]));
    expect(disagreements(value.summary, reference)).toEqual([]);
  });
});
