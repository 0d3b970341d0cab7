/** `bayes advi`, `pathfinder` and `laplace`: the contract of their JSON, settings, bad input, cancelling. */
import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ApproximationReport, ApproximationRow } from '../../../sampler/protocol.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, bayesJson, start } from '../../bayes-command.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();
async function run(...args: string[]) {
  const finished = await bayesJson<ApproximationReport>(args, here.folder());
  if (!('summary' in finished.value)) throw new Error(JSON.stringify(finished.value));
  return finished;
}

/** The noise is known, so the posterior is a Gaussian and every method converges. */
const straight = `model straight
dim row
data { x : real[row] = [1, 2, 3, 4]  y : real[row] = [2.1, 3.9, 6.2, 7.8] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
observe y ~ Normal(a + b * x, 0.5)
`;

const withBlocks = `${line}advi { draws = 500, iterations = 3000, method = full_rank, seed = 3 }
pathfinder { paths = 2, draws = 300, max_iterations = 200, seed = 8 }
`;

describe('--format json', () => {
  test.each(['advi', 'pathfinder', 'laplace'])(
    '%s prints one object with the keys of the contract',
    async (command) => {
      here.write('m.bayes', straight);
      const { value } = await run(command, 'm.bayes', '--seed', '4');
      expect(value).toMatchObject({
        model: 'straight',
        method: command === 'advi' ? 'meanfield' : command,
        seed: 4,
        converged: true,
        k_hat: expect.any(Number),
        effective_draws: expect.any(Number),
        draws: null,
        drawn: 2000,
      });
      expect(value.summary.map(({ name }) => name)).toEqual(['a', 'b']);
      const keys: (keyof ApproximationRow)[] = ['hdi_3', 'hdi_97', 'mean', 'name', 'sd'];
      expect(Object.keys(value.summary[0]).sort()).toEqual(keys);
      for (const { mean, sd, hdi_3, hdi_97 } of value.summary) {
        expect(hdi_3).toBeLessThan(mean);
        expect(hdi_97).toBeGreaterThan(mean);
        expect(sd).toBeGreaterThan(0);
      }
      expect(value.elbo.length).toBe(value.elbo_iterations.length);
      expect(value.elbo.length > 0).toBe(command !== 'laplace');
      expect(value.elbo.every((elbo) => typeof elbo === 'number')).toBe(true);
      expect(Object.keys(value.timing).sort()).toEqual([
        'compile_ms',
        'fit_ms',
        'gradients',
        'gradients_scout',
        'us_per_gradient',
      ]);
      expect(value.timing.gradients).toBeGreaterThan(2000);
    },
  );

  test('defaults < the block of the model < flags', async () => {
    here.write('m.bayes', withBlocks);
    const { value: advi } = await run('advi', 'm.bayes', '--draws', '250');
    expect(advi.settings).toEqual({
      method: 'fullrank',
      draws: 250,
      iterations: 3000,
      samples: 4,
      tolerance: 0.01,
      learning_rate: null,
      seed: 3,
    });
    const { value: pathfinder } = await run('pathfinder', 'm.bayes', '--paths', '1');
    expect(pathfinder.settings).toEqual({
      method: 'pathfinder',
      draws: 300,
      paths: 1,
      iterations: 200,
      history: 6,
      samples: 25,
      tolerance: 1e-12,
      seed: 8,
    });
    const { value: meanField } = await run('advi', 'm.bayes', '--method', 'meanfield');
    expect(meanField.method).toBe('meanfield');
  });

  test('the same seed gives the same numbers, a fresh one is reported', async () => {
    here.write('m.bayes', line);
    for (const command of ['advi', 'pathfinder', 'laplace']) {
      const first = await run(command, 'm.bayes', '--draws', '200');
      const again = await run(command, 'm.bayes', '--draws', '200', '--seed', String(first.value.seed));
      const other = await run(command, 'm.bayes', '--draws', '200');
      expect(again.value.summary).toEqual(first.value.summary);
      expect(again.value.elbo).toEqual(first.value.elbo);
      expect(other.value.seed).not.toBe(first.value.seed);
      expect(other.value.summary).not.toEqual(first.value.summary);
    }
  });
});

describe('the text', () => {
  test('says the verdict by k-hat and the warning before the numbers', async () => {
    here.write('m.bayes', line);
    const { stdout } = await bayes(['advi', 'm.bayes', '--seed', '4'], here.folder());
    const verdict = stdout.indexOf('Pareto k-hat');
    const warning = stdout.indexOf('widths run narrow');
    const table = stdout.indexOf('hdi_97');
    expect(verdict).toBeGreaterThan(0);
    expect(warning).toBeGreaterThan(verdict);
    expect(table).toBeGreaterThan(warning);
    expect(stdout).toMatch(/ELBO [▁▂▃▄▅▆▇█]+ from −\d+\.\d+ to −\d+\.\d+ in \d+ iterations, converged/);
    expect(stdout).toContain(
      'converged when R-hat of its last iterates is at most 1.1, the error of their mean at most a tenth of an sd, and smaller steps change the ELBO by at most 0.01 nats',
    );
  });
});

describe('the run folder', () => {
  test('keeps the draws as a run whose report is provisional', async () => {
    here.write('m.bayes', line);
    const { value } = await run('pathfinder', 'm.bayes', '--draws', '400', '--seed', '2', '--out', 'run');
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    const { draws, info, report } = opened.run;
    expect(info).toMatchObject({ state: 'done', method: 'pathfinder', seed: 2 });
    expect(draws).toMatchObject({ chains: 1, drawsPerChain: 400, names: ['a', 'b', 'sigma'] });
    const mean = draws.values.reduce((sum, x, i) => sum + (i % 3 === 1 ? x : 0), 0) / 400;
    expect(mean).toBeCloseTo(value.summary[1].mean, 10);
    expect(report?.diagnostics.pass).toBe(false);
    expect(report?.diagnostics.reasons[0].message).toContain('of Pathfinder, not of the posterior');
    expect(JSON.parse(here.read('run/approximation.json'))).toEqual(value);
    expect(value.draws).toBe(here.path('run'));
  });

  test('an earlier approximation there is replaced by a run of NUTS', async () => {
    here.write('m.bayes', line);
    await run('advi', 'm.bayes', '--draws', '100', '--out', 'run');
    expect(existsSync(here.path('run/approximation.json'))).toBe(true);
    await bayes(['sample', 'm.bayes', '--out', 'run'], here.folder());
    expect(readdirSync(here.path('run')).sort()).not.toContain('approximation.json');
  });
});

describe('bad input', () => {
  test('ADVI that diverges: exit 3, why and what to do, draws kept', async () => {
    here.write('m.bayes', line);
    const args = ['advi', 'm.bayes', '--learning-rate', '1e6', '--iterations', '500', '--out', 'run'];
    const { code, value } = await run(...args);
    expect(code).toBe(3);
    expect(value.verdict.pass).toBe(false);
    expect(value.verdict.reasons[0]).toMatchObject({ code: 'diverged' });
    expect(value.verdict.reasons[0].message).toContain('the ELBO should end at a finite number');
    expect(value.verdict.reasons[0].nextStep).toContain('learning_rate');
    expect(value.converged).toBe(false);
    expect(value.elbo.at(-1)).toBeNull();
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.draws.drawsPerChain).toBe(2000);
  });

  test('an improper posterior: ADVI says that it ran away', async () => {
    here.write('m.bayes', 'param a ~ Normal(0, 1)\npotential rise = a * a\n');
    const { code, value } = await run('advi', 'm.bayes', '--seed', '1');
    expect(code).toBe(3);
    expect(value.verdict.reasons.map((reason) => reason.code)).toContain('diverged');
    expect(value.verdict.reasons[0].nextStep).toContain('proper prior');
    expect(value.converged).toBe(false);
    const { stdout } = await bayes(['advi', 'm.bayes', '--seed', '1'], here.folder());
    expect(stdout).toMatch(/iterations, not converged\n/);
  });

  test('a density that is nowhere finite: exit 4 and the line at fault', async () => {
    const text =
      'param a ~ Normal(0, 1)\ndata { y : real = 2 }\nlet s = -1 - a * a\nobserve y ~ Normal(0, log(s))\n';
    here.write('m.bayes', text);
    for (const command of ['advi', 'pathfinder', 'laplace']) {
      const { code, stderr, stdout } = await bayes([command, 'm.bayes'], here.folder());
      expect(code).toBe(4);
      expect(stderr).toMatch(/^m\.bayes:4:1: error bad-start no point to start from was found/);
      expect(stdout).toBe('');
    }
  });

  test('a posterior without a mode: Laplace says so, and what to do', async () => {
    here.write(
      'm.bayes',
      'param a ~ Flat()\nparam b ~ Flat()\ndata { y : real = 1 }\nobserve y ~ Normal(a + b, 1)\n',
    );
    // Whatever the rounding: the curvature along a − b is nothing.
    for (const seed of ['1', '2', '3', '4', '5', '6'])
      expect((await bayes(['laplace', 'm.bayes', '--seed', seed], here.folder())).code).toBe(4);
    const { code, stderr } = await bayes(['laplace', 'm.bayes'], here.folder());
    expect(code).toBe(4);
    expect(stderr).toContain('error no-approximation expected a maximum with curvature in every direction');
    expect(stderr).toContain('bayes pathfinder');
  });

  test('a model that is wrong or has no parameter: exit 1', async () => {
    here.write('m.bayes', 'param a ~ Normal(0, sigme)\n');
    expect((await bayes(['advi', 'm.bayes'], here.folder())).code).toBe(1);
    here.write('m.bayes', 'data { x : real = 1 }\n');
    const { code, stderr } = await bayes(['pathfinder', 'm.bayes'], here.folder());
    expect(code).toBe(1);
    expect(stderr).toContain('no parameter to approximate');
  });

  test('a wrong command line: exit 2', async () => {
    here.write('m.bayes', line);
    for (const args of [
      ['advi', 'm.bayes', '--method', 'midfield'],
      ['advi', 'm.bayes', '--tolerance', '0'],
      ['pathfinder', 'm.bayes', '--paths', '0'],
      ['laplace', 'm.bayes', '--draws', 'many'],
      ['advi', 'none.bayes'],
    ]) {
      expect((await bayes(args, here.folder())).code).toBe(2);
    }
  });

  test('too few iterations: the draws are of where it stood', async () => {
    here.write('m.bayes', line);
    const { code, value } = await run('advi', 'm.bayes', '--iterations', '120', '--seed', '1');
    expect(code).toBe(3);
    expect(value.verdict.reasons.map((reason) => reason.code)).toContain('not-stationary');
    expect(value.elbo_iterations).toEqual([0, 100, 120]);
    expect(value.drawn).toBe(2000);
  });
});

describe('Ctrl-C', () => {
  test('keeps the draws of where ADVI stood: exit 130', async () => {
    // Rows enough that it takes long: on a few it converges before it could be stopped.
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i % 97},${((i * 7919) % 1013) / 500}`);
    here.write('rows.csv', `x,y\n${rows.join('\n')}\n`);
    here.write(
      'm.bayes',
      `dim row\ndata from "rows.csv" { x : real[row]  y : real[row] }\nparam a ~ Normal(0, 5)\nparam b ~ Normal(0, 5)\nparam sigma ~ HalfNormal(2)\nobserve y ~ StudentT(4, a + b * x, sigma)\n`,
    );
    const endless = ['--iterations', '10000000', '--tolerance', '1e-12', '--out', 'run'];
    const running = start(['advi', 'm.bayes', ...endless], here.folder());
    await running.sees('mean-field ADVI: iteration');
    // To the process and to its group, as `timeout` does: one request.
    running.child.kill('SIGINT');
    running.child.kill('SIGINT');
    const { code, stdout } = await running.finished;
    expect(code).toBe(130);
    expect(stdout).toContain('was stopped before it had converged');
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.info.state).toBe('interrupted');
    expect(opened.run.draws.drawsPerChain).toBeGreaterThanOrEqual(100);
  });
});
