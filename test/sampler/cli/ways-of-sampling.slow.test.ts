/** `bayes sample --method metropolis` and `--init pathfinder`. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, bayesJson, root } from '../../bayes-command.ts';
import { useWorkspace } from './workspace.ts';

const here = useWorkspace();
const uncentred = join(root, 'examples/advi-vs-mcmc/uncentred.bayes');
type WithNuts = SampleReport & { readonly nuts: SampleReport };

describe('--method metropolis', () => {
  test('walks to the same posterior with far fewer effective draws, which NUTS is compared with', async () => {
    const args = ['sample', uncentred, '--method', 'metropolis', '--tune', '3000', '--draws', '20000'];
    const { code, value } = await bayesJson<WithNuts>(args, root);
    expect(code).toBe(3);
    expect(value.settings).toMatchObject({ method: 'metropolis', draws: 20_000 });
    expect(value.nuts.settings.method).toBeUndefined();
    expect(value.nuts.seed).toBe(value.seed);
    for (const [k, row] of value.summary.entries()) {
      const nuts = value.nuts.summary[k];
      expect(row.name).toBe(nuts.name);
      // Five standard errors of both together.
      expect(Math.abs(row.mean - nuts.mean)).toBeLessThan(5 * Math.hypot(row.mcse_mean, nuts.mcse_mean));
      expect(row.ess_bulk).toBeLessThan(nuts.ess_bulk / 5);
    }
    // Energies are of trajectories; a walk has none.
    expect(value.diagnostics.e_bfmi).toEqual([]);
    expect(value.diagnostics.reasons.map((reason) => reason.code)).not.toContain('e-bfmi');
  });

  test('says it in words, and keeps its own draws', async () => {
    const args = ['sample', uncentred, '--method', 'metropolis', '--draws', '500', '--out', here.path('run')];
    const { stdout } = await bayes(args, root);
    expect(stdout).toContain('500 draws of random-walk Metropolis');
    expect(stdout).toMatch(
      /Beside NUTS with the same settings: of 2000 draws Metropolis is worth \d+ at the worst, NUTS \d+\./,
    );
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.report?.settings.method).toBe('metropolis');
    expect(opened.run.draws).toMatchObject({ chains: 4, drawsPerChain: 500 });
    // A walk moves or stays: many draws are their predecessors.
    const { values, names } = opened.run.draws;
    let stays = 0;
    for (let s = 1; s < 500; s++) if (values[s * names.length] === values[(s - 1) * names.length]) stays++;
    expect(stays).toBeGreaterThan(200);
  });

  test('takes a number of draws', async () => {
    const { code, stderr } = await bayes(
      ['sample', uncentred, '--method', 'metropolis', '--draws', 'enough'],
      root,
    );
    expect(code).toBe(1);
    expect(stderr).toContain('Metropolis takes a number of draws');
  });

  test('makes 2000 where none is given, and is compared with as many of NUTS', async () => {
    here.write('m.bayes', 'param x ~ Normal(0, 1)\nsample { tune = 300, seed = 1 }\n');
    const { value } = await bayesJson<WithNuts>(
      ['sample', 'm.bayes', '--method', 'metropolis'],
      here.folder(),
    );
    expect(value.settings).toMatchObject({ draws: 2000, tune: 300 });
    expect(value.nuts.settings).toMatchObject({ draws: 2000, tune: 300 });
    expect(value.nuts).not.toHaveProperty('enough');
  });
});

describe('--init pathfinder', () => {
  test('starts chains at draws of Pathfinder: the same seed gives the same draws, the same posterior comes out', async () => {
    const args = ['sample', uncentred, '--init', 'pathfinder'];
    const first = await bayesJson<SampleReport>(args, root);
    expect(first.value.diagnostics.reasons).toEqual([]);
    expect(first.value.settings.init).toBe('pathfinder');
    const again = await bayesJson<SampleReport>(args, root);
    expect(again.value.summary).toEqual(first.value.summary);
    const jittered = await bayesJson<SampleReport>(['sample', uncentred], root);
    for (const [k, row] of first.value.summary.entries()) {
      const other = jittered.value.summary[k];
      expect(row.mean).not.toBe(other.mean);
      expect(Math.abs(row.mean - other.mean)).toBeLessThan(5 * Math.hypot(row.mcse_mean, other.mcse_mean));
    }
  });

  test('the first draws without tuning are those of the posterior already', async () => {
    const args = [
      'sample',
      uncentred,
      '--init',
      'pathfinder',
      '--tune',
      '0',
      '--draws',
      '1',
      '--chains',
      '20',
    ];
    await bayes([...args, '--out', here.path('run')], root);
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    const { values, names } = opened.run.draws;
    const intercepts = Array.from({ length: 20 }, (_, chain) => values[chain * names.length]);
    // Of the posterior N(−3.2, 0.29²); jittered starts lie in (−2, 2).
    const mean = intercepts.reduce((sum, x) => sum + x, 0) / 20;
    expect(Math.abs(mean + 3.2)).toBeLessThan(0.4);
    expect(new Set(intercepts).size).toBe(20);
  });

  test('a model that cannot be started is reported at its line', async () => {
    here.write('m.bayes', 'param a ~ Normal(0, 1)\nlet s = -1 - a * a\npotential p = log(s)\n');
    const { code, stderr } = await bayes(['sample', 'm.bayes', '--init', 'pathfinder'], here.folder());
    expect(code).toBe(4);
    expect(stderr).toContain('m.bayes:3:1: error bad-start');
  });

  test('where Pathfinder finds nothing the chains start by jitter, and it is said', async () => {
    here.write('m.bayes', 'param a ~ Normal(0, 1)\npotential rise = a * a\n');
    const { code, stderr } = await bayes(
      ['sample', 'm.bayes', '--init', 'pathfinder', '--draws', '50', '--tune', '50'],
      here.folder(),
    );
    expect(code).toBe(3);
    expect(stderr).toContain('warning pathfinder-start the chains start at jittered points');
  });
});
