/** Outcomes that are labels, through the commands. */
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Predictions } from '../../../sampler/report/predictive-summary.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';

test('labels on the command line, as text and as JSON', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-labels-'));
  for (const [from, to] of [
    ['model.bayes', 'm.bayes'],
    ['d.csv', 'd.csv'],
  ])
    copyFileSync(join(root, 'test', 'cases', 'outcome-with-labels', from), join(folder, to));
  const run = join(folder, 'run');
  const settings = ['--draws', '500', '--tune', '500', '--seed', '3', '--out', run];
  await bayes(['sample', join(folder, 'm.bayes'), ...settings]);
  const json = await bayesJson<Predictions>(['predict', run, '--format', 'json']);
  const [first] = json.value.quantities;
  expect(first).toMatchObject({ name: 'P(seen[1] = bear)', sd: null, q3: null, q50: null, q97: null });
  const total = json.value.quantities.slice(0, 3).reduce((sum, { mean }) => sum + mean, 0);
  expect(total).toBeCloseTo(1, 12);
  const text = await bayes(['predict', run]);
  expect(text.stdout).toMatch(/^P\(seen\[1\] = bear\) +0 +0\.\d+$/m);
  expect(text.stdout).toMatch(/^P\(seen\[2\] = dog\) +1 +0\.\d+$/m);
  const check = await bayes(['ppc', run]);
  expect(check.stdout).toMatch(/^share\(seen = bear\) /m);
  expect(check.stdout).not.toMatch(/zeros|mean\(seen/);
  const prior = await bayes(['prior', join(folder, 'm.bayes')]);
  expect(prior.stdout).toMatch(/^share\(seen = dog\) /m);
  expect(prior.stdout).not.toMatch(/zeros|mean\(seen|P\(seen/);
});
