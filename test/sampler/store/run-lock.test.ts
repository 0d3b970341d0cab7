import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFile } from '../../../sampler/store/run-folder.ts';
import { lockHolder, lockRun, type Processes } from '../../../sampler/store/run-lock.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A machine on which the processes of `alive` live, with their start times. */
function machine(pid: number, alive: Readonly<Record<number, string | null>>, host = 'here'): Processes {
  return {
    self: { pid, start: alive[pid] ?? null, host },
    startOf: (other) => (other in alive ? alive[other] : undefined),
  };
}

describe('the lock of a run', () => {
  test('lets one process write, names it, and lets the next one in at its end', () => {
    const both = { 1: 'a', 2: 'b' };
    const first = lockRun(folder, machine(1, both));
    const second = lockRun(folder, machine(2, both));
    expect(second).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('process 1 is writing'),
    });
    expect(lockHolder(folder, machine(2, both))?.pid).toBe(1);
    if (first.kind === 'held') first.release();
    expect(lockRun(folder, machine(2, both)).kind).toBe('held');
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });

  test.each([
    ['of a process that is gone', { 2: 'b' }],
    ['of a process whose id is used again', { 1: 'later', 2: 'b' }],
  ])('replaces one %s', (_, alive) => {
    lockRun(folder, machine(1, { 1: 'a' }));
    expect(lockHolder(folder, machine(2, alive))).toBeNull();
    expect(lockRun(folder, machine(2, alive)).kind).toBe('held');
    expect(JSON.parse(readFileSync(lockFile(folder), 'utf8')).pid).toBe(2);
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });

  test('keeps one of a process whose start is not known', () => {
    lockRun(folder, machine(1, { 1: null }));
    expect(lockRun(folder, machine(2, { 1: 'a', 2: 'b' })).kind).toBe('refused');
  });

  test('keeps one of another machine and says how to take it away', () => {
    lockRun(folder, machine(1, {}, 'there'));
    const message = expect.stringMatching(/process 1 on there .* delete .*run\.lock/);
    expect(lockRun(folder, machine(2, {}))).toMatchObject({ kind: 'refused', message });
  });

  test('replaces one that is damaged', () => {
    writeFileSync(lockFile(folder), '{"pid":');
    expect(lockRun(folder, machine(2, {})).kind).toBe('held');
  });

  test('is refused where a folder is in its place, and not waited for', () => {
    mkdirSync(lockFile(folder));
    expect(() => lockRun(folder, machine(1, { 1: 'a' }))).toThrow(/no lock that can be read \(EISDIR\)/);
    expect(lockHolder(folder, machine(1, { 1: 'a' }))).toBeNull();
  });

  test('is not taken from another by a release that comes late', () => {
    const first = lockRun(folder, machine(1, { 1: 'a' }));
    lockRun(folder, machine(2, { 2: 'b' }));
    if (first.kind === 'held') first.release();
    expect(lockHolder(folder, machine(3, { 2: 'b' }))?.pid).toBe(2);
  });

  test('knows this process', () => {
    const first = lockRun(folder);
    expect(lockRun(folder).kind).toBe('refused');
    expect(lockHolder(folder)?.pid).toBe(process.pid);
    if (first.kind === 'held') first.release();
    expect(lockHolder(folder)).toBeNull();
  });
});
