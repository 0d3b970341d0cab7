/** A run whose writer has died is recognised at once, not after a timeout. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isAbandoned } from '../../../client/run-history/abandoned-run.ts';
import { lockRun } from '../../../sampler/store/run-lock.ts';

const folder = (lock?: string): string => {
  const path = mkdtempSync(join(tmpdir(), 'bayes-lock-'));
  if (lock !== undefined) writeFileSync(join(path, 'run.lock'), lock);
  return path;
};
const dead = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const lockOf = (pid: unknown, host: string): string => JSON.stringify({ pid, start: null, host });

it('is abandoned once the process of its lock is gone', () => {
  expect(isAbandoned(folder(lockOf(dead(), hostname())))).toBe(true);
});

it('is not while a live process holds it, as the store writes the lock', () => {
  const path = folder();
  expect(lockRun(path).kind).toBe('held');
  expect(isAbandoned(path)).toBe(false);
});

it.each([
  ['there is no lock', undefined],
  ['the lock is of another machine', lockOf(dead(), `not-${hostname()}`)],
  ['the lock is garbled', '{"pid": 12'],
  ['its process has no number', lockOf('all', hostname())],
  ['its number is that of a group', lockOf(-1, hostname())],
])('is not known to be where %s', (_, lock) => {
  expect(isAbandoned(folder(lock))).toBe(false);
});
