/** Reading a run by column gives what reading it whole gives, also where a file was cut. */
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { essBulk, essTail } from '../../../sampler/diagnose/ess.ts';
import { quantityDraws } from '../../../sampler/diagnose/summary.ts';
import { allocateStats, answeredKeys } from '../../../sampler/draws/draw-statistics.ts';
import type { DrawsBlock } from '../../../sampler/draws/draws-block.ts';
import { answerRun } from '../../../sampler/kept-run/answer-question.ts';
import { packFloat64 } from '../../../sampler/kept-run/pack-floats.ts';
import { mapAnswer } from '../../../sampler/report/answer-values.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { openRunColumns, type RunColumns } from '../../../sampler/store/run-columns.ts';

import { runInfo } from './run-info.ts';
import { startRun } from './start-run.ts';

const names = ['mu', 'a[x,1]', 'a["q"]', 'tau'];
const info = runInfo(names, 60, 3);

/** Draws that look random and are exactly known. */
const value = (chain: number, draw: number, k: number) => Math.sin(17 * chain + 3.7 * draw * (k + 1)) + k;

function block(chain: number, firstDraw: number, draws: number): DrawsBlock {
  const each = (of: (draw: number) => number) => Array.from({ length: draws }, (_, i) => of(firstDraw + i));
  return {
    kind: 'block',
    chain,
    firstDraw,
    draws,
    values: Float64Array.from(
      each((draw) => draw).flatMap((draw) => names.map((_, k) => value(chain, draw, k))),
    ),
    stats: {
      ...allocateStats(draws),
      logDensity: Float64Array.from(each((draw) => -draw)),
      energy: Float64Array.from(each((draw) => draw + 0.5)),
      divergent: Uint8Array.from(each((draw) => (draw % 7 === chain ? 1 : 0))),
      treeDepth: Uint8Array.from(each((draw) => draw % 5)),
      gradients: Uint32Array.from(each((draw) => 70_000 + draw)),
      acceptance: Float64Array.from(each((draw) => draw / 100)),
      stepSize: Float64Array.from(each(() => 0.25)),
    },
    checkpoint: null,
  };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-columns-'));
  const run = startRun(folder, info);
  // Blocks of several sizes, one draw among them: its bytes are padded.
  for (let chain = 0; chain < 3; chain++) {
    for (const [first, draws] of [
      [0, 7],
      [7, 1],
      [8, 7],
      [15, 20],
      [35, 25],
    ] as const)
      run.append(block(chain, first, draws));
  }
  run.fail();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function columns(): RunColumns {
  const opened = openRunColumns(folder);
  if (opened.kind === 'problem') throw new Error(opened.message);
  return opened.run;
}

async function expectSameAsWhole(): Promise<void> {
  const whole = openRun(folder);
  if (whole.kind === 'problem') throw new Error(whole.message);
  const run = columns();
  expect([run.chains, run.drawsPerChain]).toEqual([whole.run.draws.chains, whole.run.draws.drawsPerChain]);
  const read = run.read(names);
  for (const [k, column] of read.entries()) expect(column).toEqual(quantityDraws(whole.run.draws, k));
  const sampler = await answerRun(run, { kind: 'sampler' });
  if (sampler.kind !== 'sampler') throw new Error(sampler.kind);
  for (const key of answeredKeys) {
    expect(sampler[key]).toEqual(Float64Array.from(whole.run.stats[key]));
  }
}

describe('a run read by column', () => {
  test('is the run read whole', async () => {
    await expectSameAsWhole();
    expect(columns().drawsPerChain).toBe(60);
  });

  test.each([1, 700, 1500, 3000])('ends at the last whole batch of a file cut by %i bytes', async (bytes) => {
    const file = join(folder, 'chain-2.arrows');
    truncateSync(file, statSync(file).size - bytes);
    await expectSameAsWhole();
  });

  test('leaves out a chain without draws', async () => {
    truncateSync(join(folder, 'chain-1.arrows'), 10);
    await expectSameAsWhole();
    expect(columns().chains).toBe(2);
  });

  test('answers with the names it holds', async () => {
    const answer = await answerRun(columns(), { kind: 'draws', names: ['tau', 'nothing', 'mu'] });
    expect(answer).toMatchObject({ kind: 'draws', names: ['tau', 'mu'], chains: 3, drawsPerChain: 60 });
    const packed = mapAnswer(answer, packFloat64);
    if (packed.kind !== 'draws') throw new Error(packed.kind);
    const bytes = Buffer.from(packed.values[1], 'base64');
    expect(bytes.readDoubleLE(8 * 61)).toBe(value(1, 1, 0));
  });

  test('grows in effective size to that of all draws', async () => {
    const run = columns();
    const answer = await answerRun(run, { kind: 'ess-growth', names: ['mu'] });
    if (answer.kind !== 'ess-growth') throw new Error(answer.kind);
    const [mu] = run.read(['mu']);
    expect(answer.draws).toEqual([18, 36, 54, 72, 90, 108, 126, 144, 162, 180]);
    expect(answer.series[0].bulk.at(-1)).toBe(essBulk(mu ?? new Float64Array(0), 3));
    expect(answer.series[0].tail.at(-1)).toBe(essTail(mu ?? new Float64Array(0), 3));
  });

  test('says what is wrong with a folder', () => {
    rmSync(join(folder, 'run.json'));
    expect(openRunColumns(folder)).toMatchObject({ kind: 'problem' });
    expect(readFileSync(join(folder, 'chain-1.arrows')).length).toBeGreaterThan(0);
  });
});
