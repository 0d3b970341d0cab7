import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, bayesJson } from '../../bayes-command.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();

const run = (...args: string[]) => bayesJson<SampleReport>(['sample', 'm.bayes', ...args], here.folder());

describe('sample --format json', () => {
  test('prints one object with the keys of the contract', async () => {
    here.write('m.bayes', line);
    const { value } = await run();
    expect(Object.keys(value).sort()).toEqual([
      'diagnostics',
      'draws',
      'model',
      'seed',
      'settings',
      'summary',
      'timing',
      'tuned',
    ]);
    expect(value.model).toBe('line');
    expect(value.draws).toBeNull();
    expect(value.summary.map(({ name }) => name)).toEqual(['a', 'b', 'sigma']);
    // Cells that few draws leave unreliable are marked, which depends on the draws.
    const keys = Object.keys(value.summary[0]).filter((key) => key !== 'unreliable');
    expect(keys.sort()).toEqual(
      [
        'ess_bulk',
        'ess_tail',
        'hdi_3',
        'hdi_97',
        'mcse_mean',
        'mcse_sd',
        'mean',
        'name',
        'pareto_k_mean',
        'pareto_k_sd',
        'q3',
        'q50',
        'q97',
        'r_hat',
        'sd',
      ].sort(),
    );
    expect(Object.keys(value.timing).sort()).toEqual(
      [
        'chains_ms',
        'compile_ms',
        'gradients_sample',
        'gradients_scout',
        'gradients_warmup',
        'sample_ms',
        'us_per_gradient',
        'wall_ms',
        'warmup_ms',
      ].sort(),
    );
    // Two chains: together they take longer than the longest, and the wall's clock no less than the longest.
    const { chains_ms, wall_ms, warmup_ms, sample_ms } = value.timing;
    expect(chains_ms).toBeGreaterThan(Math.max(warmup_ms, sample_ms));
    expect(wall_ms).toBeGreaterThanOrEqual(Math.max(warmup_ms, sample_ms));
    expect(value.diagnostics.e_bfmi).toHaveLength(2);
    expect(value.timing.gradients_sample).toBeGreaterThanOrEqual(600);
  });

  test('defaults < the sample block < flags', async () => {
    here.write('m.bayes', line);
    const { value } = await run('--draws', '50', '--target-accept', '0.9');
    expect(value.settings).toEqual({
      draws: 50,
      tune: 300,
      chains: 2,
      target_accept: 0.9,
      max_treedepth: 10,
      seed: 7,
      metric: 'auto',
      centring: 'auto',
    });
    expect(value.seed).toBe(7);
  });

  test('a word of a setting can have another spelling', async () => {
    here.write('m.bayes', line);
    const { value } = await run('--draws', '20', '--centring', 'noncentered');
    expect(value.settings.centring).toBe('noncentred');
  });

  test('--draws-format json adds every draw', async () => {
    here.write('m.bayes', line);
    type WithDraws = SampleReport & { readonly draws_by_name: Readonly<Record<string, number[][]>> };
    const args = ['sample', 'm.bayes', '--draws', '40', '--draws-format', 'json'];
    const { value } = await bayesJson<WithDraws>(args, here.folder());
    expect(value.draws).toBeNull();
    expect(Object.keys(value.draws_by_name)).toEqual(['a', 'b', 'sigma']);
    for (const { name, mean } of value.summary) {
      const chains = value.draws_by_name[name];
      expect(chains.map((chain) => chain.length)).toEqual([40, 40]);
      expect(chains.flat().reduce((sum, x) => sum + x, 0) / 80).toBeCloseTo(mean, 10);
    }
    expect(readdirSync(here.folder())).toEqual(['m.bayes']);
  });

  test('a wrong model: exit 1 and its diagnostics', async () => {
    here.write('m.bayes', 'param a ~ Normal(0, sigme)\n');
    const { code, value } = await bayesJson<{ diagnostics: { code: string }[] }>(
      ['sample', 'm.bayes'],
      here.folder(),
    );
    expect(code).toBe(1);
    expect(value.diagnostics.length).toBeGreaterThan(0);
  });

  test('a model without a parameter', async () => {
    here.write('m.bayes', 'data { x : real = 1 }\n');
    const { code, value } = await bayesJson<{ diagnostics: { code: string }[] }>(
      ['sample', 'm.bayes'],
      here.folder(),
    );
    expect(code).toBe(1);
    expect(value.diagnostics.at(-1)?.code).toBe('no-parameters');
  });
});

describe('sample for people', () => {
  test('the seed, then the verdict, then the table; exit 0 where the diagnostics pass', async () => {
    here.write('m.bayes', line);
    const { code, stdout, stderr } = await bayes(
      ['sample', 'm.bayes', '--chains', '4', '--draws', '6000', '--target-accept', '0.99'],
      here.folder(),
    );
    expect(stdout).toMatch(
      /^line: 4 chains of 6000 draws after (200|200 to \d+) of tuning, target_accept 0.99, seed 7\n/,
    );
    const verdict = stdout.indexOf('The diagnostics pass');
    expect(verdict).toBeGreaterThan(0);
    expect(stdout.indexOf('ess_bulk')).toBeGreaterThan(verdict);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^chain 1: .*$/m);
  });

  test('PROVISIONAL before any number, with reason and next step; exit 3', async () => {
    here.write('m.bayes', line);
    const { code, stdout } = await bayes(['sample', 'm.bayes', '--chains', '1'], here.folder());
    expect(code).toBe(3);
    const verdict = stdout.indexOf('PROVISIONAL');
    expect(verdict).toBeGreaterThan(0);
    expect(stdout.indexOf('mcse_mean')).toBeGreaterThan(verdict);
    expect(stdout).toContain('At least 4 chains');
    expect(stdout).toContain('next: Sample with chains = 4');
  });

  test('a start that cannot be: exit 4, the term, its line and value', async () => {
    here.write('m.bayes', 'param x ~ Normal(0, 1)\n\npotential trap = log(-1 - x^2)\n');
    const { code, stdout, stderr } = await bayes(['sample', 'm.bayes'], here.folder());
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^m\.bayes:3:1: error bad-start .*`potential trap` has log density NaN/m);
  });

  test('too many draws for the memory: exit 4 before anything is drawn', async () => {
    here.write('m.bayes', line);
    const { code, stderr } = await bayes(
      ['sample', 'm.bayes', '--draws', '10000000', '--chains', '1000'],
      here.folder(),
    );
    expect(code).toBe(4);
    expect(stderr).toMatch(/the draws need .*GiB.*fewer draws/);
  });
});

describe('sample --out', () => {
  test('keeps the run: text, settings, hashes, draws and report', async () => {
    here.write(
      'm.bayes',
      'dim r\ndata from "d.csv" { y : real[r] }\nparam mu ~ Normal(0, 5)\nobserve y ~ Normal(mu, 1)\n',
    );
    here.write('d.csv', 'y\n1\n2\n3\n');
    const { value } = await run('--draws', '200', '--tune', '200', '--seed', '4', '--out', 'run');
    expect(value.draws).toBe(here.path('run'));
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    const { info, report, draws, stats } = opened.run;
    expect(info).toMatchObject({ state: 'done', seed: 4, names: ['mu'], modelPath: here.path('m.bayes') });
    expect(info.data).toEqual([
      { name: 'y', file: here.path('d.csv'), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(info.modelText).toBe(here.read('m.bayes'));
    // The parts of the verdict have their names in the JSON only.
    expect(value).toMatchObject(report ?? { summary: 'a report' });
    expect(draws).toMatchObject({ chains: 4, drawsPerChain: 200 });
    const mean = draws.values.reduce((sum, x) => sum + x, 0) / 800;
    expect(mean).toBeCloseTo(value.summary[0].mean, 10);
    expect(stats.gradients.reduce((sum, n) => sum + n, 0)).toBe(value.timing.gradients_sample);
  });

  test('a folder that cannot be made is a wrong command line', async () => {
    here.write('m.bayes', line);
    here.write('file', '');
    const { code, stderr } = await bayes(['sample', 'm.bayes', '--out', 'file/run'], here.folder());
    expect(code).toBe(2);
    expect(stderr).toContain('cannot make the folder');
  });
});
