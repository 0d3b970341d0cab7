/** Whole runs that a signal ends: what was drawn is kept, reported and can be opened. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, watch } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inspectRun } from '../../../sampler/store/inspect-run.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { bayes, start } from '../../bayes-command.ts';
import { line, useWorkspace } from './workspace.ts';

const here = useWorkspace();

/** Resolves once a first block of draws has been committed. */
function holdsDraws(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const found = inspectRun(folder);
      if (found.kind === 'problem' || found.run.chains.every(({ rows }) => rows === 0)) return;
      watcher.close();
      resolve();
    };
    const watcher = watch(folder, look);
    look();
  });
}

describe('interruption', () => {
  const long = ['--draws', '5000000', '--tune', '100', '--chains', '2'];

  test('Ctrl-C ends the chains, keeps and reports what was drawn, exit 130', async () => {
    here.write('m.bayes', line);
    const running = start(['sample', 'm.bayes', ...long, '--out', 'run'], here.folder());
    await running.sees('chain 2: sampling');
    running.child.kill('SIGINT');
    const { code, stdout, stderr } = await running.finished;
    expect(code).toBe(130);
    expect(stderr.indexOf('stopping; what was made')).toBeGreaterThan(stderr.indexOf('chain 2: sampling'));
    expect(stderr.indexOf('stopping; what was made')).toBeLessThan(stderr.indexOf('chain 1: stopped'));
    expect(stdout).toContain('Interrupted');
    expect(stdout).toContain('PROVISIONAL');
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.info.state).toBe('interrupted');
    expect(opened.run.draws.drawsPerChain).toBeGreaterThan(0);
    expect(opened.run.report?.diagnostics.reasons.map((reason) => reason.code)).toContain('interrupted');
  });

  test.each([
    ['SIGTERM', 'text'],
    ['SIGHUP', 'text'],
    ['SIGTERM', 'json'],
    ['SIGHUP', 'json'],
  ] as const)('%s to the whole group keeps what was drawn, as %s', async (signal, format) => {
    here.write('m.bayes', line);
    const arguments_ = ['sample', 'm.bayes', ...long, '--out', 'run', '--format', format];
    mkdirSync(here.path('run'));
    const running = start(arguments_, here.folder(), { detached: true });
    await holdsDraws(here.path('run'));
    process.kill(-Number(running.child.pid), signal);
    const { code, stdout } = await running.finished;
    expect(code).toBe(130);
    if (format === 'text') expect(stdout).toContain('PROVISIONAL');
    else {
      const { diagnostics, summary } = JSON.parse(stdout);
      expect(diagnostics.reasons.map((reason: { code: string }) => reason.code)).toContain('interrupted');
      expect(summary.length).toBeGreaterThan(0);
    }
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.info.state).toBe('interrupted');
  });

  test('a sampler that is killed is reported, with where its draws are', async () => {
    here.write('m.bayes', line);
    const running = start(['sample', 'm.bayes', ...long, '--out', 'run'], here.folder());
    await running.sees('chain 2: sampling');
    await holdsDraws(here.path('run'));
    const host = execFileSync('pgrep', ['-P', String(running.child.pid)], { encoding: 'utf8' });
    process.kill(Number(host), 'SIGKILL');
    const { code, stdout, stderr } = await running.finished;
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('the sampler was ended by SIGKILL');
    expect(stderr).toContain(`What was drawn until then is in ${here.path('run')}`);
    const exported = await bayes(['export', 'run'], here.folder());
    expect(exported, exported.stderr).toMatchObject({ code: 3 });
    expect(exported.stdout).toMatch(/^chain,draw,/);
  });

  test('killed outright, the run can be opened with what was drawn', async () => {
    here.write('m.bayes', line);
    const running = start(['sample', 'm.bayes', ...long, '--out', 'run'], here.folder());
    await running.sees('chain 2: sampling');
    running.child.kill('SIGKILL');
    await running.finished;
    expect(existsSync(here.path('run/report.json'))).toBe(false);
    const opened = openRun(here.path('run'));
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.info.state).toBe('running');
  });
});
