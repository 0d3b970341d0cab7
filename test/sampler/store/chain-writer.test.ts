import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allocateStats } from '../../../sampler/draws/draw-statistics.ts';
import type { DrawsBlock } from '../../../sampler/draws/draws-block.ts';
import { readCheckpoint } from '../../../sampler/store/checkpoint-file.ts';
import { nodeFiles } from '../../../sampler/store/files.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { checkpointFile } from '../../../sampler/store/run-folder.ts';
import { runInfo } from './run-info.ts';
import { passing } from './small-run.ts';
import { startRun } from './start-run.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-chain-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let now = 0;
/** A second of a checkpoint's writing for each of `slow`. */
const files = (slow = 0) => ({
  ...nodeFiles,
  now: () => now,
  rename(from: string, to: string) {
    if (to.includes('checkpoint')) now += 1000 * slow;
    nodeFiles.rename(from, to);
  },
});

const started = (quantities: number, slow = 0) => {
  now = 0;
  const names = Array.from({ length: quantities }, (_, k) => `x[${k + 1}]`);
  return startRun(folder, runInfo(names, 100, 1), files(slow));
};

const block = (firstDraw: number, draws: number, quantities: number): DrawsBlock => ({
  kind: 'block',
  chain: 0,
  firstDraw,
  draws,
  values: Float64Array.from({ length: draws * quantities }, (_, i) => firstDraw * quantities + i),
  stats: { ...allocateStats(draws), energy: new Float64Array(draws).fill(firstDraw) },
  checkpoint: { done: firstDraw + draws },
});

const done = () => readCheckpoint(checkpointFile(folder, 0)) as { done: number } | null;
const drawn = () => {
  const opened = openRun(folder);
  if (opened.kind === 'problem') throw new Error(opened.message);
  return opened.run;
};

describe('checkpoints', () => {
  test('are written at once, then every second, and at the end', () => {
    const writer = started(2);
    const found: (number | undefined)[] = [];
    for (let draw = 0; draw < 8; draw++) {
      writer.append(block(draw, 1, 2));
      found.push(done()?.done);
      expect(drawn().draws.drawsPerChain).toBe(draw + 1);
      now += 400;
    }
    expect(found).toEqual([1, 1, 1, 4, 4, 4, 7, 7]);
    writer.finish('interrupted', passing(folder));
    expect(done()?.done).toBe(8);
  });

  test('are the rarer the longer they take', () => {
    const writer = started(2, 1);
    for (let draw = 0; draw < 50; draw++) {
      writer.append(block(draw, 1, 2));
      if (draw < 20) expect(done()?.done).toBe(1);
      now += 1000;
    }
    expect(done()?.done).toBe(41);
  });

  test('are kept where the run fails for another reason than its disk', () => {
    const writer = started(2);
    writer.append(block(0, 1, 2));
    writer.append(block(1, 3, 2));
    writer.fail();
    expect(done()?.done).toBe(4);
  });
});

describe('blocks of many quantities', () => {
  const MANY = 1000;

  test('wait for sixteen draws or two seconds, and a checkpoint waits for them', () => {
    const writer = started(MANY);
    for (let draw = 0; draw < 15; draw++) writer.append(block(draw, 1, MANY));
    expect(drawn().draws.drawsPerChain).toBe(0);
    expect(done()).toBeNull();
    writer.append(block(15, 1, MANY));
    expect(drawn().draws.drawsPerChain).toBe(16);
    expect(done()?.done).toBe(16);
    writer.append(block(16, 1, MANY));
    now += 2000;
    writer.append(block(17, 1, MANY));
    expect(drawn().draws.drawsPerChain).toBe(18);
    writer.append(block(18, 2, MANY));
    writer.finish('interrupted', passing(folder));
    const { draws, stats } = drawn();
    expect(draws.values).toEqual(Float64Array.from({ length: 20 * MANY }, (_, i) => i));
    expect([...stats.energy]).toEqual([...Array.from({ length: 18 }, (_, i) => i), 18, 18]);
    expect(done()?.done).toBe(20);
  });

  test('are written before one with a fault, which is kept by block', () => {
    const writer = started(MANY);
    writer.append(block(0, 1, MANY));
    writer.append({ ...block(1, 2, MANY), fault: { draws: 1, worst: { draw: 2 } } });
    expect(drawn().draws.drawsPerChain).toBe(3);
    writer.append(block(3, 1, MANY));
    writer.fail();
    expect(drawn().draws.drawsPerChain).toBe(4);
  });
});
