/** `bayes effects` on a run that `bayes sample` kept. */
import { expect, test } from 'vitest';
import type { EffectsReport } from '../../../sampler/report/effects-report.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { sharedWorkspace } from './workspace.ts';

const here = sharedWorkspace();

test('contrasts, expected outcomes and hypotheses, as text and as JSON', async () => {
  here.write(
    'trial.bayes',
    `model trial
dim row
data {
  treated : int[row] = [0, 0, 0, 0, 1, 1, 1, 1]
  y : real[row] = [0.1, -0.4, 0.3, 0.0, 2.1, 1.7, 2.4, 2.0]
}
param base ~ Normal(0, 5)
param effect ~ Normal(0, 5)
observe y ~ Normal(base + effect * treated, 0.5)
sample { draws = 1000, tune = 500, chains = 4, seed = 7 }
`,
  );
  expect((await bayes(['sample', 'trial.bayes', '--out', 'run'], here.folder())).code).toBe(0);
  const all = await bayes(['effects', 'run'], here.folder());
  expect(all.code).toBe(0);
  expect(all.stdout).toMatch(/^treated: 1 against 0 +2\.0\d .*positive 1\.000$/m);
  expect(all.stdout).toContain('Expected y along treated, the only predictor');
  expect(all.stdout).toMatch(/^effect +2\.0/m);

  const asked = ['--compare', 'treated=1,0', '--hypothesis', 'P(effect > 2)', '--rope', '-0.1', '0.1'];
  const { value } = await bayesJson<EffectsReport>(['effects', 'run', ...asked], here.folder());
  const [contrast] = value.contrasts;
  // Least squares: 2.05 apart.
  expect(Math.abs(contrast.mean - 2.05)).toBeLessThan(0.05);
  expect(contrast).toMatchObject({ of: 'treated', value: 1, against: 0, direction: 'positive', in_rope: 0 });
  expect(value).toMatchObject({ outcome: 'y', rope: [-0.1, 0.1], rows: [], parameters: [] });
  expect(value.hypotheses[0].probability).toBeGreaterThan(0.4);
  expect(value.hypotheses[0].probability).toBeLessThan(0.7);

  const wrong = await bayes(['effects', 'run', '--rope', '1', '-1'], here.folder());
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toContain(
    'expected `--rope LOW HIGH`, two numbers in ascending order, found `--rope 1 -1`',
  );
});
