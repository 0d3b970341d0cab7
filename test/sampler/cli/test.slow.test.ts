/** `bayes test`: a model that recovers its values, one whose prior does not let it, and models without tests. */
import { expect, test } from 'vitest';
import type { RecoveryReport } from '../../../sampler/report/recovery-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();
const model = `dim row
data { x : real[row] = [-1, 0, 1, 2]  y : real[row] = [1, 2, 3, 4] }
param beta ~ Normal(0, 2)
param sigma ~ HalfNormal(1)
observe y ~ Normal(beta * x, sigma)
sample { tune = 300 }
test recovers { beta = 1, sigma = 0.5, n = 40 }
`;

test('passes a model that recovers its values, and fails one whose prior does not let it', async () => {
  here.write('good.bayes', model);
  const good = await bayesJson<RecoveryReport>(['test', 'good.bayes', '--format', 'json'], here.folder());
  expect(good.code).toBe(0);
  expect(good.value).toMatchObject({ passes: true, simulations: 20, tests: [{ line: 6, failures: [] }] });
  expect(good.value.tests[0].rows.map(({ name, value }) => [name, value])).toEqual([
    ['beta', 1],
    ['sigma', 0.5],
  ]);

  here.write('bad.bayes', model.replace('Normal(0, 2)', 'Normal(0, 0.05)'));
  const bad = await bayes(['test', 'bad.bayes'], here.folder());
  expect(bad.code).toBe(3);
  expect(bad.stdout).toContain('bad.bayes:7: fails\n  - beta = 1 is covered by 0 of 20 intervals of 94 %');

  here.write('none.bayes', model.replace(/^test.*$/m, ''));
  const none = await bayes(['test', 'none.bayes'], here.folder());
  expect(none.code).toBe(1);
  expect(none.stderr).toContain(
    'no-test the model states no test: expected a statement such as `test recovers',
  );
});
