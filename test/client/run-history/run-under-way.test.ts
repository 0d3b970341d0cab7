/** A run that a reload of the window cut off is found again, once. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunInfo } from '../../../client/results-panel.ts';
import { rememberRun } from '../../../client/run-history/run-under-way.ts';

let files = 0;
const memory = () => join(folder, `window-${++files}`, 'under-way.txt');

function runIn(folder: string): RunInfo {
  return { runId: '1', uri: 'file:///m.bayes', modelPath: '/m.bayes', modelText: '', folder };
}

const folder = mkdtempSync(join(tmpdir(), 'bayes-under-way-'));
writeFileSync(join(folder, 'run.json'), '{}');

describe('the run under way', () => {
  it('is found by the next window, and by no later one', () => {
    const kept = memory();
    const window = rememberRun(kept);
    expect(window.cutOff).toBeUndefined();
    window.started(runIn(folder));
    expect(rememberRun(kept).cutOff).toBe(folder);
    expect(rememberRun(kept).cutOff).toBeUndefined();
  });

  it('is forgotten when it ends, however it does', () => {
    const kept = memory();
    const window = rememberRun(kept);
    window.started(runIn(folder));
    window.finished(runIn(folder), { kind: 'invalid', diagnostics: [] });
    expect(rememberRun(kept).cutOff).toBeUndefined();
  });

  it('is not forgotten when it ends because the window goes away', () => {
    const kept = memory();
    const window = rememberRun(kept);
    window.started(runIn(folder));
    window.leave();
    const failure = { kind: 'crash', message: 'it was ended by SIGKILL', stderrTail: '' } as const;
    window.finished(runIn(folder), { kind: 'failed', failure });
    expect(rememberRun(kept).cutOff).toBe(folder);
  });

  it('is not looked for where nothing was written yet', () => {
    const kept = memory();
    rememberRun(kept).started(runIn(join(folder, 'missing')));
    expect(rememberRun(kept).cutOff).toBeUndefined();
  });

  it('is done without where nothing can be written', () => {
    const window = rememberRun(join(folder, 'run.json', 'under-way.txt'));
    window.started(runIn(folder));
    window.finished(runIn(folder), { kind: 'invalid', diagnostics: [] });
    expect(window.cutOff).toBeUndefined();
  });
});
