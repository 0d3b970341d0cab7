/** Disks that are full, and files that another program holds. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guardedWriter } from '../../../sampler/run/guarded-writer.ts';
import { nodeFiles, renameHeld, type StoreFiles } from '../../../sampler/store/files.ts';
import { readJson, writeJson } from '../../../sampler/store/json-file.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { type RunInfo, runFile } from '../../../sampler/store/run-folder.ts';
import { reopenRun } from '../../../sampler/store/write-run.ts';
import { block, blocks, info, passing } from './small-run.ts';
import { startRun } from './start-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failure = (code: string) => Object.assign(new Error(`${code}: it cannot be`), { code });

describe('a disk with room for some bytes', () => {
  function small(room: number): StoreFiles {
    let left = room;
    return {
      ...nodeFiles,
      write(file, bytes) {
        if (left === 0) throw failure('ENOSPC');
        const count = Math.min(left, bytes.length);
        left -= count;
        return nodeFiles.write(file, bytes.subarray(0, count));
      },
    };
  }

  test.each([1000, 1500, 2300, 3000, 4001, 5000, 6000])('%i: what was written before is read', (room) => {
    const writer = guardedWriter(startRun(folder, info, small(room)), folder);
    let committed = 0;
    for (const [first, draws] of blocks) {
      writer.append(block(0, first, draws));
      if (writer.problem() === null) committed = first + draws;
    }
    writer.finish('done', passing(folder));
    expect(writer.problem()).toMatch(/not every draw could be kept .*ENOSPC/);
    const opened = openRun(folder);
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.counts[0]).toBe(committed);
    expect(opened.run.damage).toEqual([]);
    expect(opened.run.report?.diagnostics.pass).toBe(false);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name === 'run.lock')).toEqual([]);
  });

  test.each([
    ['even for the note that it failed', 0, 'its disk is full, or was'],
    ['again for the note that it failed', 100_000, 'ENOSPC'],
  ])('a later reader hears of the disk, not of a kill: with room %s', (_, later, words) => {
    let left = 4000;
    const files: StoreFiles = {
      ...nodeFiles,
      write(file, bytes) {
        if (left === 0) {
          left = later;
          throw failure('ENOSPC');
        }
        const count = Math.min(left, bytes.length);
        left -= count;
        return nodeFiles.write(file, bytes.subarray(0, count));
      },
    };
    const writer = guardedWriter(startRun(folder, info, files), folder);
    for (const [first, draws] of blocks) writer.append(block(0, first, draws));
    writer.finish('done', passing(folder));
    const reasons = () => {
      const opened = openRun(folder);
      return opened.kind === 'ok' ? (opened.run.report?.diagnostics.reasons ?? []) : [];
    };
    expect(reasons()[0].message).toContain('The run could not be kept to its end: ');
    expect(reasons()[0].message).toContain(words);
    expect(reasons()[0].nextStep).toContain('Make room');
    // Once it goes on there is nothing of it left.
    const { unwritten: _old, ...found } = readJson(runFile(folder)) as RunInfo;
    const again = { ...found, state: 'running' as const };
    const reopened = reopenRun(folder, () => ({ info: again, committed: new Map() }));
    if (reopened.kind === 'refused') throw new Error(reopened.message);
    expect(reasons()[0].message).toContain('still being sampled');
    reopened.writer.fail();
    expect(reasons()[0].message).toBe('The run failed before its end');
  });

  test('keeps the old file where there is no room for the new one', () => {
    const path = join(folder, 'x.json');
    writeJson(path, { old: true });
    expect(() => writeJson(path, { old: false }, small(3))).toThrow('ENOSPC');
    expect(readdirSync(folder)).toEqual(['x.json']);
  });
});

describe('a target that another program holds', () => {
  function held(times: number, code: string): { files: StoreFiles; waits: number[] } {
    const waits: number[] = [];
    let left = times;
    const rename = (from: string, to: string) => {
      if (left-- > 0) throw failure(code);
      nodeFiles.rename(from, to);
    };
    return { files: { ...nodeFiles, rename, wait: (ms) => void waits.push(ms) }, waits };
  }
  const from = () => join(folder, 'from');
  const to = () => join(folder, 'to');
  beforeEach(() => writeFileSync(from(), ''));

  test.each(['EPERM', 'EBUSY', 'EACCES'])('is replaced after a moment (%s)', (code) => {
    const { files, waits } = held(3, code);
    renameHeld(from(), to(), files);
    expect(existsSync(to())).toBe(true);
    expect(waits).toEqual([10, 20, 50]);
  });

  test('is given up in the end', () => {
    const { files, waits } = held(100, 'EBUSY');
    expect(() => renameHeld(from(), to(), files)).toThrow('EBUSY');
    expect(waits).toHaveLength(6);
  });

  test('is given up at once where waiting does not help', () => {
    const { files, waits } = held(1, 'ENOENT');
    expect(() => renameHeld(from(), to(), files)).toThrow('ENOENT');
    expect(waits).toEqual([]);
  });
});
