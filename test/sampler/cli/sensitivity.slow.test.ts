/** `bayes sensitivity` on runs that `bayes sample` kept. */
import { expect, test } from 'vitest';
import type { SensitivityReport } from '../../../sampler/report/sensitivity-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

async function keep(name: string, prior: string): Promise<void> {
  here.write(
    `${name}.bayes`,
    `model ${name}
dim row
data { y : real[row] = [4.1, 3.8, 4.4, 4.0, 3.9] }
param mu ~ ${prior}
observe y ~ Normal(mu, 1)
sample { draws = 1000, tune = 500, chains = 4, seed = 7 }
`,
  );
  const { code } = await bayes(['sample', `${name}.bayes`, '--out', name], here.folder());
  expect(code).toBe(0);
}

test('tells a prior that the data contradict from one that they overrule', async () => {
  await keep('conflict', 'Normal(0, 0.5)');
  await keep('wide', 'Normal(0, 20)');
  const conflict = await bayes(['sensitivity', 'conflict'], here.folder());
  expect(conflict.code).toBe(0);
  expect(conflict.stdout).toContain(
    'conflict.bayes:4: the prior of mu and the data pull the posterior of mu',
  );
  expect(conflict.stdout).toMatch(/^mu +0\.\d\d +0\.\d\d {2}prior–data conflict$/m);
  const wide = await bayes(['sensitivity', 'wide'], here.folder());
  expect(wide.stdout).toContain('No posterior is sensitive to the priors: all values are below 0.05.');
  const { value } = await bayesJson<SensitivityReport>(['sensitivity', 'conflict'], here.folder());
  expect(value.priors).toMatchObject([
    { name: 'mu', line: 4, scaled: true, parameter: 'mu', diagnosis: 'prior_data_conflict' },
  ]);
  const unknown = await bayes(['sensitivity', 'wide', '--prior', 'mu,nu'], here.folder());
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('`nu` is no parameter of the model: expected one of mu');
});
