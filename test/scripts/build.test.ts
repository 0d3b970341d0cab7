/** The build that tests run from is never an old one. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprint, isFresh, readStamp, SOURCES } from '../../scripts/freshness.mjs';
import { withLock } from '../../scripts/lock.mjs';
import { root } from '../bayes-command.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-build-'));
  for (const name of ['webview', 'sampler/math/assembly', 'sampler/math/generated', 'dist'])
    mkdirSync(join(folder, name), { recursive: true });
  write('webview/page.css', 'a');
  write('sampler/math/assembly/exp.ts', 'b');
  write('sampler/math/generated/math-wat.ts', 'c');
  write('package.json', '{}');
  write('tsconfig.json', '{}');
  write('dist/bayes.js', 'd');
  const stamp = { fingerprint: fingerprint(folder), inputs: [], outputs: ['dist/bayes.js'] };
  write('dist/.stamp', JSON.stringify(stamp));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (path: string, text: string) => writeFileSync(join(folder, path), text);

describe('a build', () => {
  test('is fresh while its sources are what they were, whatever their dates', () => {
    expect(isFresh(folder)).toBe(true);
    const later = new Date(Date.UTC(2100, 0));
    utimesSync(join(folder, 'webview/page.css'), later, later);
    write('sampler/math/generated/math-wat.ts', 'made by the build itself');
    expect(isFresh(folder)).toBe(true);
  });

  test.each([
    ['webview/page.css', 'a style'],
    ['sampler/math/assembly/exp.ts', 'the math library'],
    ['package.json', 'the version'],
    ['tsconfig.json', 'what esbuild reads of TypeScript’s settings'],
  ])('is stale after a change of %s: %s', (path) => {
    write(path, 'changed');
    const longAgo = new Date(0);
    utimesSync(join(folder, path), longAgo, longAgo);
    expect(isFresh(folder)).toBe(false);
  });

  test('is stale after a source was deleted, renamed or added', () => {
    renameSync(join(folder, 'webview/page.css'), join(folder, 'webview/other.css'));
    expect(isFresh(folder)).toBe(false);
    renameSync(join(folder, 'webview/other.css'), join(folder, 'webview/page.css'));
    expect(isFresh(folder)).toBe(true);
    write('webview/new.ts', '');
    expect(isFresh(folder)).toBe(false);
    rmSync(join(folder, 'webview/new.ts'));
    rmSync(join(folder, 'webview/page.css'));
    expect(isFresh(folder)).toBe(false);
  });

  test('is stale where one of its files is gone, or it never ended', () => {
    rmSync(join(folder, 'dist/bayes.js'));
    expect(isFresh(folder)).toBe(false);
    write('dist/bayes.js', 'd');
    rmSync(join(folder, 'dist/.stamp'));
    expect(isFresh(folder)).toBe(false);
  });
});

test('every file of ours in a bundle is watched', () => {
  const { inputs } = readStamp(root) ?? { inputs: [] };
  expect(inputs.length).toBeGreaterThan(500);
  const watched = (path: string) =>
    SOURCES.some((source) => path === source || path.startsWith(`${source}/`));
  expect(inputs.filter((path) => !watched(path))).toEqual([]);
});

describe('the lock of the build', () => {
  test('lets one in at a time', async () => {
    const path = join(folder, '.lock');
    const events: string[] = [];
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const first = withLock(path, async () => {
      events.push('first in');
      await opened;
      events.push('first out');
    });
    const second = withLock(path, async () => events.push('second in'));
    open();
    await Promise.all([first, second]);
    expect(events).toEqual(['first in', 'first out', 'second in']);
  });

  test('is released by work that fails, and taken over from a process that died', async () => {
    const path = join(folder, '.lock');
    await expect(withLock(path, () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    // Larger than any process id.
    writeFileSync(path, String(2 ** 30));
    expect(await withLock(path, async () => 'in')).toBe('in');
  });
});
