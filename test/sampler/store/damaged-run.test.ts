/** A run whose files are damaged is provisional, says which file and what, and gives the draws before the damage. */
import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRun } from '../../../sampler/store/open-run.ts';
import { openRunColumns } from '../../../sampler/store/run-columns.ts';
import { blocksFile, chainFile } from '../../../sampler/store/run-folder.ts';
import { runRows } from '../../../sampler/store/run-rows.ts';
import { block, DRAWS, info, keepRun } from './small-run.ts';
import { startRun } from './start-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-damage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function whole() {
  const opened = openRun(folder);
  if (opened.kind === 'problem') throw new Error(opened.message);
  return opened.run;
}
function byColumn() {
  const opened = openRunColumns(folder);
  if (opened.kind === 'problem') throw new Error(opened.message);
  return opened.run;
}
/** One byte of the file, counted from its end where negative, is another. */
function garble(path: string, at: number): void {
  const bytes = readFileSync(path);
  const i = at < 0 ? bytes.length + at : at;
  bytes[i] ^= 1;
  writeFileSync(path, bytes);
}
const lineOf = (chain: number, i: number) => readFileSync(blocksFile(folder, chain), 'utf8').split('\n')[i];
const endOf = (chain: number, i: number) => Number(lineOf(chain, i).split(' ')[1]);

describe('damage', () => {
  test.each([
    [
      'cut short',
      () => truncateSync(chainFile(folder, 1), endOf(1, 3) + 5),
      15,
      'chain-2.arrows is cut short',
    ],
    [
      'with one bit wrong',
      () => garble(chainFile(folder, 1), endOf(1, 3) - 9),
      8,
      'do not match their checksum',
    ],
    ['with its last bit wrong', () => garble(chainFile(folder, 1), endOf(1, 5) - 1), 35, 'draws 36 to 60'],
    ['that is missing', () => rmSync(chainFile(folder, 1)), 0, 'chain-2.arrows, with 60 draws, is missing'],
    ['without checksums', () => rmSync(blocksFile(folder, 1)), DRAWS, 'chain-2.blocks, the checksums'],
    ['with a wrong checksum', () => garble(blocksFile(folder, 1), -3), 35, 'chain-2.'],
    [
      'that is a copy of another chain',
      () => {
        copyFileSync(chainFile(folder, 0), chainFile(folder, 1));
        copyFileSync(blocksFile(folder, 0), blocksFile(folder, 1));
      },
      0,
      'belongs to another run or another chain',
    ],
    [
      'that two processes wrote',
      () => {
        const other = readFileSync(chainFile(folder, 2)).subarray(endOf(2, 1), endOf(2, 2));
        writeFileSync(
          chainFile(folder, 1),
          Buffer.concat([readFileSync(chainFile(folder, 1)).subarray(0, endOf(1, 2)), other]),
        );
      },
      8,
      'chain-2.arrows',
    ],
  ])('of a chain’s file %s', (_, damage, rows, words) => {
    keepRun(folder);
    expect(whole().report?.diagnostics.pass).toBe(true);
    damage();
    for (const run of [whole(), byColumn()]) {
      expect(run.report?.diagnostics.pass).toBe(false);
      const [reason] = run.report?.diagnostics.reasons ?? [];
      expect(reason.code).toBe('damaged');
      expect(reason.message).toContain(words);
      expect(run.damage.join()).toContain(words);
    }
    const exported = runRows(folder);
    expect(exported.draws).toBe(2 * DRAWS + rows);
    const ofChain = [...exported.batches()].filter(({ chain }) => chain === 2);
    const mu = ofChain.flatMap(({ columns }) => [...columns[0]]);
    expect(mu).toEqual(Array.from({ length: rows }, (_, i) => block(1, i, 1).values[0]));
  });

  test('a chain of another run is distinguished from its own', () => {
    keepRun(folder, { seed: 2 });
    const files = [chainFile(folder, 1), blocksFile(folder, 1)];
    const kept = files.map((file) => readFileSync(file));
    keepRun(folder);
    files.forEach((file, i) => writeFileSync(file, kept[i]));
    expect(whole().damage).toEqual(['chain-2.arrows belongs to another run or another chain']);
  });

  test('a report that is damaged is made again from the draws', () => {
    keepRun(folder);
    writeFileSync(join(folder, 'report.json'), '{ "summary": []');
    // Sixty draws are too few to pass.
    expect(whole().report?.diagnostics.reasons.map(({ code }) => code)).toContain('ess-bulk');
    expect(whole().report?.summary).toHaveLength(3);
  });
});

describe('no damage', () => {
  test('is a block that was being written: its bytes, or its line, are not whole', () => {
    const run = startRun(folder, info);
    run.append(block(0, 0, 7));
    const committed = readFileSync(blocksFile(folder, 0));
    run.append(block(0, 7, 9));
    run.fail();
    const path = chainFile(folder, 0);
    for (const lines of [committed, Buffer.concat([committed, Buffer.from('9 99')])]) {
      writeFileSync(blocksFile(folder, 0), lines);
      expect(whole().damage).toEqual([]);
      expect(whole().counts).toEqual([7, 0, 0]);
    }
    truncateSync(path, statSync(path).size - 3);
    appendFileSync(path, 'x');
    expect(whole().damage).toEqual([]);
  });

  test('is a run of before there were checksums', () => {
    keepRun(folder);
    for (const chain of [0, 1, 2]) rmSync(blocksFile(folder, chain));
    const file = join(folder, 'run.json');
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), version: 1 }));
    expect(whole().damage).toEqual([]);
    expect(whole().report?.diagnostics.pass).toBe(true);
    truncateSync(chainFile(folder, 1), endOf1());
    expect(whole().report?.diagnostics.pass).toBe(false);
  });
});

/** Within a block of chain 2. */
function endOf1(): number {
  return Math.floor(statSync(chainFile(folder, 1)).size / 2);
}

test('a run that is killed is provisional, whatever report lies beside it', () => {
  keepRun(folder);
  const file = join(folder, 'run.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), state: 'running' }));
  const { diagnostics } = whole().report ?? {};
  expect(diagnostics?.pass).toBe(false);
  expect(diagnostics?.reasons[0]).toMatchObject({
    code: 'interrupted',
    message: expect.stringContaining('killed'),
  });
});
