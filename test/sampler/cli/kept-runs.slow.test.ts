/** What the command line does with folders of runs: refusals, damage, going on, a full disk. */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SampleReport } from '../../../sampler/report/sample-report.ts';
import { bayes, bayesJson, command, type Finished } from '../../bayes-command.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();
const run = (...args: string[]) => bayes(args, here.folder());

/** With room for so many bytes on the disk. */
function onSmallDisk(room: number, ...args: string[]): Promise<Finished> {
  const hook = new URL('./full-disk-hook.mjs', import.meta.url).href;
  const env = { ...process.env, NODE_OPTIONS: `--import=${hook}`, BAYES_ROOM: String(room) };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [command, ...args],
      { cwd: here.folder(), env },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe('--out', () => {
  test('leaves a folder of the user as it is, and says so', async () => {
    here.write('m.bayes', line);
    mkdirSync(here.path('mine'));
    here.write('mine/report.json', '{"mine": true}');
    here.write('mine/run.json', '{"script": "run"}');
    const { code, stderr } = await run('sample', 'm.bayes', '--out', 'mine');
    expect(code).toBe(2);
    expect(stderr).toContain('is not written to');
    expect(readdirSync(here.path('mine')).sort()).toEqual(['report.json', 'run.json']);
    expect(here.read('mine/report.json')).toBe('{"mine": true}');
  });

  test.each(['', ' '])('refuses %j', async (out) => {
    here.write('m.bayes', line);
    for (const name of ['sample', 'advi']) {
      const { code, stderr } = await run(name, 'm.bayes', '--out', out);
      expect(code).toBe(2);
      expect(stderr).toContain('--out names no folder');
    }
    expect(readdirSync(here.folder())).toEqual(['m.bayes']);
  });
});

describe('a damaged run', () => {
  test('is provisional in every command, and continues', async () => {
    here.write('m.bayes', line);
    await run('sample', 'm.bayes', '--out', 'run');
    const whole = (await run('export', 'run')).stdout;
    truncateSync(here.path('run/chain-2.arrows'), 9000);
    const exported = await run('export', 'run');
    expect(exported.code).toBe(3);
    expect(exported.stderr).toContain('chain-2.arrows is cut short');
    const kept = exported.stdout.split('\n');
    expect(kept.length).toBeGreaterThanOrEqual(302);
    expect(whole.split('\n')).toEqual(expect.arrayContaining(kept));
    const ppc = await run('ppc', 'run');
    expect(ppc.code).toBe(3);
    expect(ppc.stdout).toContain('chain-2.arrows is cut short');
    const json = await bayesJson<{ provisional: boolean }>(['ppc', 'run'], here.folder());
    expect(json.value.provisional).toBe(true);
    expect((await run('report', 'run', '-o', 'r.html')).code).toBe(3);
    expect(here.read('r.html')).toContain('chain-2.arrows is cut short');

    const { code, value } = await bayesJson<SampleReport>(['resume', 'run'], here.folder());
    expect([0, 3]).toContain(code);
    expect(Object.keys(value).sort()).toEqual(
      ['diagnostics', 'draws', 'model', 'seed', 'settings', 'summary', 'timing', 'tuned'].sort(),
    );
    expect(value.diagnostics.reasons.map((reason) => reason.code)).not.toContain('damaged');
    expect((await run('export', 'run')).stdout).toBe(whole);
  });

  test('whose run.json is damaged is refused without a stack', async () => {
    here.write('m.bayes', line);
    await run('sample', 'm.bayes', '--out', 'run');
    const info = JSON.parse(here.read('run/run.json'));
    writeFileSync(here.path('run/run.json'), JSON.stringify({ ...info, names: [1, 2, 3] }));
    for (const args of [
      ['export', 'run'],
      ['ppc', 'run'],
      ['resume', 'run'],
      ['report', 'run', '-o', 'r.html'],
    ]) {
      const { code, stderr } = await run(...args);
      expect(code).toBe(2);
      expect(stderr).toContain('names: expected a list of texts');
      expect(stderr).not.toMatch(/^\s+at /m);
    }
  });
});

describe('a full disk', () => {
  test.each([400, 4000, 12_000])(
    'with room for %i bytes: the verdict is printed, and the exit code is 4',
    async (room) => {
      here.write('m.bayes', line);
      const { code, stdout, stderr } = await onSmallDisk(room, 'sample', 'm.bayes', '--out', 'run');
      expect(stderr).toContain('ENOSPC');
      expect(stderr).not.toMatch(/^\s+at /m);
      if (room === 400) {
        // Not even run.json fits: nothing is sampled.
        expect(code).toBe(2);
        return;
      }
      expect(code).toBe(4);
      expect(stderr).toContain('not every draw could be kept');
      expect(stdout).toContain('PROVISIONAL');
      expect(stdout).toContain('sigma');
      const exported = await run('export', 'run');
      expect([2, 3]).toContain(exported.code);
      // There is room again.
      expect([0, 3]).toContain((await run('resume', 'run')).code);
      await run('sample', 'm.bayes', '--out', 'other');
      expect((await run('export', 'run')).stdout).toBe((await run('export', 'other')).stdout);
    },
  );

  test.each(['laplace', 'compare-widths'])('does not take the answer of %s away', async (name) => {
    here.write('m.bayes', line);
    const { code, stdout, stderr } = await onSmallDisk(4000, name, 'm.bayes', '--out', 'run');
    expect(code).toBe(4);
    expect(stderr).toContain('ENOSPC');
    expect(stdout).toContain('sigma');
  });

  test('is reported in JSON', async () => {
    here.write('m.bayes', line);
    const args = ['sample', 'm.bayes', '--out', 'run', '--format', 'json'];
    const { stdout } = await onSmallDisk(4000, ...args);
    expect(JSON.parse(stdout)).toMatchObject({
      failure: { kind: 'not-kept', message: expect.stringContaining('ENOSPC') },
      diagnostics: { pass: false },
    });
  });
});

test('--reuse shows a finished run, and needs a folder', async () => {
  here.write('m.bayes', line);
  const first = await run('sample', 'm.bayes', '--out', 'run');
  const again = await run('sample', 'm.bayes', '--out', 'run', '--reuse');
  expect(again.stdout).toBe(first.stdout);
  expect(again.stderr).toContain('Nothing was sampled');
  expect((await run('sample', 'm.bayes', '--reuse')).code).toBe(2);
});

describe('what follows from a cause is folded, and --all-reasons prints it', () => {
  const rate = `dim row
data { x : real[row] = [-2, -1, 0, 1, 2]  n : int[row] in 0.. = [0, 1, 1, 2, 3] }
param a ~ Normal(1, 2)
param b ~ Normal(1, 2)
observe n ~ Poisson(a + b * x)
sample { draws = 200, tune = 200, chains = 4, seed = 3 }
`;

  test.each([
    ['sample', 'rate.bayes'],
    ['compare-widths', 'rate.bayes'],
    ['resume', 'run'],
    ['ppc', 'run'],
    ['predict', 'run', '--set', 'x=1'],
    ['loo', 'run'],
  ])('by %s', async (...args) => {
    here.write('rate.bayes', rate);
    if (args[1] === 'run') await run('sample', 'rate.bayes', '--out', 'run');
    const folded = (await run(...args)).stdout;
    const whole = (await run(...args, '--all-reasons')).stdout;
    expect(folded).toMatch(/ {4}and \d more: .* \(--all-reasons\)/);
    expect(whole).toContain('    so: ');
    expect(whole).not.toContain('(--all-reasons)');
    // Code is between backticks in JSON only.
    expect(folded).not.toContain('`');
  });
});
