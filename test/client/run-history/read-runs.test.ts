import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunsReader } from '../../../client/run-history/read-runs.ts';
import { at, keptRun, report } from './fixtures.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'bayes-runs-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function keep(name: string, started: string, pass: boolean | null): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...keptRun().header, started }));
  writeFileSync(join(folder, 'chain-1.arrows'), Buffer.alloc(1000));
  if (pass !== null)
    writeFileSync(join(folder, 'report.json'), JSON.stringify(report([], pass ? [] : ['12 divergences'])));
  return folder;
}

it('lists the runs of all roots, newest first, and passes over what is none', async () => {
  keep('old', at(19), true);
  keep('new', at(21), false);
  keep('killed', at(20), null);
  mkdirSync(join(root, 'empty'));
  mkdirSync(join(root, 'broken'));
  writeFileSync(join(root, 'broken', 'run.json'), '{ "model"');
  writeFileSync(join(root, 'file'), '');
  const runs = await createRunsReader().list([root, join(root, 'nowhere'), root]);
  expect(runs.map(({ folder, status }) => [folder, status.kind])).toEqual([
    [join(root, 'new'), 'provisional'],
    [join(root, 'killed'), 'unfinished'],
    [join(root, 'old'), 'passes'],
  ]);
  expect(runs[1].bytes).toBeGreaterThan(1000);
});

it('reads a run again only when its files have changed', async () => {
  const reader = createRunsReader();
  const folder = keep('one', at(21), null);
  const [first] = await reader.list([root]);
  expect((await reader.list([root]))[0]).toBe(first);
  writeFileSync(join(folder, 'report.json'), JSON.stringify(report([])));
  const [second] = await reader.list([root]);
  expect(second.status.kind).toBe('passes');
  // A report of the same size, written right after it, is recognised by its time.
  utimesSync(join(folder, 'report.json'), 1, 1);
  expect((await reader.list([root]))[0]).not.toBe(second);
  rmSync(folder, { recursive: true });
  expect(await reader.list([root])).toEqual([]);
});
