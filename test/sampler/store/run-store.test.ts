import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allocateStats } from '../../../sampler/draws/draw-statistics.ts';
import type { DrawsBlock } from '../../../sampler/draws/draws-block.ts';
import { openRun } from '../../../sampler/store/open-run.ts';

import { runInfo } from './run-info.ts';
import { startRun } from './start-run.ts';

const names = ['mu', 'a[x,1]', 'a["q"]'];
const info = runInfo(names, 10, 2);

/** Quantity k of draw d in chain c is 1000 c + d + k / 10, so that all values differ. */
function block(chain: number, firstDraw: number, draws: number): DrawsBlock {
  const at = (i: number) => 1000 * chain + firstDraw + i;
  const values = Float64Array.from({ length: draws * 3 }, (_, i) => at(Math.floor(i / 3)) + (i % 3) / 10);
  const fill = (scale: number) => Float64Array.from({ length: draws }, (_, i) => scale * at(i));
  return {
    kind: 'block',
    chain,
    firstDraw,
    draws,
    values,
    stats: {
      ...allocateStats(draws),
      logDensity: fill(-1),
      energy: fill(2),
      divergent: Uint8Array.from({ length: draws }, (_, i) => (firstDraw + i) % 2),
      treeDepth: new Uint8Array(draws).fill(3),
      gradients: Uint32Array.from(fill(7)),
      acceptance: fill(0.5),
      stepSize: fill(0.25),
    },
    checkpoint: null,
  };
}

describe('the run store', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bayes-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const reopen = () => {
    const result = openRun(folder);
    if (result.kind === 'problem') throw new Error(result.message);
    return result.run;
  };

  test('gives back what was appended, bit for bit', () => {
    const writer = startRun(folder, info);
    for (const [chain, first, draws] of [
      [0, 0, 4],
      [1, 0, 10],
      [0, 4, 6],
    ] as const)
      writer.append(block(chain, first, draws));
    const run = reopen();
    expect(run.info.state).toBe('running');
    expect(run.report?.diagnostics).toMatchObject({
      pass: false,
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'interrupted' })]),
    });
    expect(run.draws.names).toEqual(names);
    expect(run.draws.chains).toBe(2);
    expect(run.draws.drawsPerChain).toBe(10);
    expect(run.draws.values).toEqual(
      Float64Array.from([...block(0, 0, 10).values, ...block(1, 0, 10).values]),
    );
    expect(run.stats.gradients).toEqual(
      Uint32Array.from([...block(0, 0, 10).stats.gradients, ...block(1, 0, 10).stats.gradients]),
    );
    expect(run.stats.divergent[1]).toBe(1);
    expect(run.stats.energy[11]).toBe(2002);
  });

  test('a file cut anywhere loses at most the block at the cut', () => {
    const writer = startRun(folder, info);
    writer.append(block(1, 0, 10));
    writer.append(block(0, 0, 4));
    const path = join(folder, 'chain-1.arrows');
    const whole = readFileSync(path).length;
    writer.append(block(0, 4, 6));
    const both = readFileSync(path);
    for (let length = 0; length < both.length; length += 37) {
      writeFileSync(path, both);
      truncateSync(path, length);
      const run = reopen();
      const kept = run.chains.includes(0) ? run.draws.drawsPerChain : 0;
      if (length < whole) expect([0, 4]).toContain(kept);
      else expect([4, 10]).toContain(kept);
      expect(run.draws.values.slice(0, kept * 3)).toEqual(block(0, 0, kept).values);
    }
    writeFileSync(path, both);
    expect(reopen().draws.drawsPerChain).toBe(10);
  });

  test('an interrupted run keeps the shortest chain that has draws', () => {
    const writer = startRun(folder, { ...info, settings: { ...info.settings, chains: 3 } });
    writer.append(block(0, 0, 7));
    writer.append(block(2, 0, 3));
    writer.fail();
    const run = reopen();
    expect(run.info.state).toBe('failed');
    expect(run.chains).toEqual([0, 2]);
    expect(run.draws.values).toEqual(Float64Array.from([...block(0, 0, 3).values, ...block(2, 0, 3).values]));
  });

  test('a new run replaces the files of the old one and leaves others', () => {
    const first = startRun(folder, info);
    first.append(block(1, 0, 10));
    first.fail();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    startRun(folder, info).append(block(0, 0, 10));
    expect(reopen().chains).toEqual([0]);
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('says what is wrong with a folder that is no run', () => {
    expect(openRun(folder)).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('no run.json'),
    });
    writeFileSync(join(folder, 'run.json'), '{ "version": 1');
    expect(openRun(folder)).toMatchObject({ kind: 'problem', message: expect.stringContaining('damaged') });
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ ...info, version: 99 }));
    expect(openRun(folder)).toMatchObject({
      kind: 'problem',
      message: expect.stringContaining('another version'),
    });
  });
});
