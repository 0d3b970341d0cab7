/** `draws = enough`, the default, through the command line: runs that go on until they have the effective draws. */
import { describe, expect, test } from 'vitest';
import { bothParts } from '../../../sampler/cli/sample.ts';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();

const run = (...args: string[]) => bayesJson<SampleReport>(['sample', 'm.bayes', ...args], here.folder());

describe('draws = enough', () => {
  // Predictors far from zero: intercept and slope are strongly correlated, so 1000 draws are too few.
  const noise = [0.3, -0.4, 0.1, 0.6, -0.7, 0.2, -0.1, 0.5, -0.3, -0.2, 0.4, -0.5, 0.7, -0.6, 0, 0.1];
  const model = `dim row
data {
  x : real[row] = [${noise.map((_, i) => 20 + i).join(', ')}]
  y : real[row] = [${noise.map((e, i) => (1 + 0.5 * i + e).toFixed(1)).join(', ')}]
}
param a ~ Normal(0, 20)
param b ~ Normal(0, 5)
param sigma ~ HalfNormal(2)
observe y ~ Normal(a + b * x, sigma)
sample { tune = 500, seed = 5, target_accept = 0.9, metric = diag_grad }
`;

  test('continues until there are effective draws enough, and says what stopped it', async () => {
    here.write('m.bayes', model);
    const { code, value } = await run('--out', 'run');
    expect(value.diagnostics.reasons).toEqual([]);
    expect(code).toBe(0);
    expect(value.settings.draws).toBeGreaterThan(1000);
    const { draws } = value.settings;
    expect(value.enough).toMatchObject({ stopped_by: 'effective-draws', needed: null, max_draws: 20_000 });
    expect(value.enough?.looks[0]).toBe(1000);
    expect(value.enough?.looks.at(-1)).toBe(draws);
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.draws.drawsPerChain).toBe(value.settings.draws);
    // The printed report names the verdict's parts.
    expect(opened.run.report && bothParts(opened.run.report)).toEqual(value);
  });

  test('gives the draws that the same number asked for at once gives', async () => {
    here.write('m.bayes', model);
    const enough = await run();
    const atOnce = await run('--draws', String(enough.value.settings.draws));
    expect(atOnce.value.summary).toEqual(enough.value.summary);
    expect(atOnce.value.timing.gradients_sample).toBe(enough.value.timing.gradients_sample);
  });

  test('ends at max_draws, provisional', async () => {
    here.write('m.bayes', model);
    const { code, value } = await run('--max-draws', '1100');
    expect(code).toBe(3);
    expect(value.settings.draws).toBe(1100);
    expect(value.enough).toMatchObject({ stopped_by: 'max-draws', looks: [1000, 1100] });
    expect(value.enough?.needed).toBeGreaterThan(1100);
    const { stdout } = await bayes(['sample', 'm.bayes', '--max-draws', '1100'], here.folder());
    expect(stdout).toContain(
      `\nnot enough draws: stopped at max_draws = 1100, looked at after 1000 and 1100; about ${value.enough?.needed} per chain are needed\n`,
    );
  });

  test('a number is that number, and nothing is said of what is enough', async () => {
    here.write('m.bayes', model);
    const { value } = await run('--draws', '1000');
    expect(value.settings.draws).toBe(1000);
    expect(value).not.toHaveProperty('enough');
  });

  test('divergences and too few chains do not make it longer', async () => {
    const funnel = 'param v ~ Normal(0, 1.5)\nparam x ~ Normal(0, exp(v / 2))\n';
    here.write('m.bayes', `${funnel}sample { chains = 3, seed = 3, centring = centred }`);
    const { code, value } = await run();
    expect(code).toBe(3);
    expect(value.diagnostics.divergences).toBeGreaterThan(0);
    expect(value.diagnostics.reasons.map((reason) => reason.code)).toEqual(['divergences', 'chains']);
    expect(value.enough?.stopped_by).toBe('effective-draws');
    expect(value.settings.draws).toBeLessThan(20_000);
    here.write('m.bayes', 'param x ~ Normal(0, 1)\nsample { chains = 1, seed = 2 }');
    const one = await run();
    expect(one.value.diagnostics.reasons.map((reason) => reason.code)).toEqual(['chains']);
    expect(one.value.enough).toMatchObject({ stopped_by: 'effective-draws', looks: [1000] });
  });

  test('chains that stay apart are not drawn to the limit', async () => {
    here.write('m.bayes', `param x ~ Flat()\npotential p = log_sum_exp([-(x - 30)^2, -(x + 30)^2])\n`);
    const { code, value } = await run('--seed', '4');
    expect(code).toBe(3);
    expect(value.diagnostics.max_r_hat).toBeGreaterThan(1.5);
    expect(value.enough).toMatchObject({ stopped_by: 'out-of-reach', looks: [1000] });
  });
});
