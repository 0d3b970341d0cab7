/** Runs go on to the draws of a run in one go, from whatever is left of them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SampleResult } from '../../../sampler/protocol.ts';
import { type ResumeRequest, runResume } from '../../../sampler/run/resume-run.ts';
import type { RunMachine } from '../../../sampler/run/run-machine.ts';
import { type RunRequest, runSample } from '../../../sampler/run/sample-run.ts';
import { committedPart } from '../../../sampler/store/chain-blocks.ts';
import { writeJson } from '../../../sampler/store/json-file.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { blocksFile, checkpointFile, type RunInfo } from '../../../sampler/store/run-folder.ts';
import { testMachine } from './test-machine.ts';

const modelText = `dim row
data from "rows.csv" { x : real[row]  y : real[row] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param sigma ~ HalfNormal(2)
observe y ~ Normal(a + b * x, sigma)
`;
const rows = 'x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n';
const settings = { draws: 200, tune: 200, chains: 3, seed: 6 };

let home = '';
let machine: RunMachine;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bayes-resume-'));
  writeFileSync(join(home, 'rows.csv'), rows);
  machine = testMachine();
});
afterAll(async () => {
  await machine.pool.close();
  rmSync(home, { recursive: true, force: true });
});
afterEach(() => writeFileSync(join(home, 'rows.csv'), rows));

const never = new AbortController().signal;
const sample = (folder: string, changes: Partial<RunRequest> = {}, listener = {}, signal = never) =>
  runSample(
    { modelText, modelPath: join(home, 'line.bayes'), settings, out: join(home, folder), ...changes },
    machine,
    listener,
    signal,
  );
const resume = (folder: string, changes: Partial<ResumeRequest> = {}) =>
  runResume({ folder: join(home, folder), ...changes }, machine, {}, never);

function opened(folder: string) {
  const result = openRun(join(home, folder));
  if (result.kind === 'problem') throw new Error(result.message);
  return result.run;
}
/** Everything that was drawn, as one checksum. */
function drawn(folder: string): number {
  const { draws, stats } = opened(folder);
  return [draws.values, ...Object.values(stats)].reduce(
    (crc, { buffer, byteOffset, byteLength }) => crc32(new Uint8Array(buffer, byteOffset, byteLength), crc),
    0,
  );
}
function infoOf(folder: string): RunInfo {
  return JSON.parse(readFileSync(join(home, folder, 'run.json'), 'utf8'));
}
const changeInfo = (folder: string, changes: Partial<RunInfo>) =>
  writeJson(join(home, folder, 'run.json'), { ...infoOf(folder), ...changes });
function messageOf(result: SampleResult): string {
  return result.kind === 'invalid'
    ? `${result.diagnostics[0].code}: ${result.diagnostics[0].message}`
    : result.kind;
}

/** Leaves `blocks` of a chain's blocks; what follows in its file was being written. */
function cut(folder: string, chain: number, blocks: number): void {
  const path = blocksFile(join(home, folder), chain);
  const lines = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, `${lines.slice(0, 1 + blocks).join('\n')}\n`);
}

describe('a run continues to the same draws', () => {
  test.each([
    ['NUTS', settings],
    ['Metropolis', { ...settings, method: 'metropolis' as const }],
    ['thinned', { ...settings, thin: 3 }],
  ])('from whatever is left of it (%s)', async (name, asked) => {
    const whole = `whole-${name}`;
    await sample(whole, { settings: asked });
    const expected = drawn(whole);
    const killed = `killed-${name}`;
    cpSync(join(home, whole), join(home, killed), { recursive: true });
    changeInfo(killed, { state: 'running' });
    // Chain 1 has all its draws; chain 2 those of its first block, with a state of later ones; chain 3 has none.
    cut(killed, 1, 1);
    rmSync(join(home, killed, 'chain-3.arrows'));
    rmSync(join(home, killed, 'chain-3.blocks'));
    const before = readFileSync(join(home, killed, 'chain-2.arrows'));
    const { end = 0 } = committedPart(join(home, killed), infoOf(killed), 1) ?? {};
    expect((await resume(killed)).kind).toBe('done');
    expect(drawn(killed)).toBe(expected);
    const after = readFileSync(join(home, killed, 'chain-2.arrows'));
    expect(after.subarray(0, end)).toEqual(before.subarray(0, end));
    expect(opened(killed).info.state).toBe('done');
  });

  test('whose thinned draws are every so many of all, judged by all, also where only its folder is left', async () => {
    // Diverges now and then.
    const edge = `${modelText}potential edge = log(a + 0.5)\n`;
    const model = { modelText: edge };
    await sample('all', { ...model, settings: { ...settings, draws: 600 } });
    const thinned = await sample('thin', { ...model, settings: { ...settings, thin: 3 } });
    const every = opened('all').draws;
    const kept = opened('thin').draws;
    expect(kept.drawsPerChain).toBe(200);
    const width = kept.names.length;
    for (let at = 0; at < 600; at++) {
      const chain = Math.floor(at / 200);
      const from = (600 * chain + 3 * (at % 200) + 2) * width;
      expect(kept.values.subarray(at * width, (at + 1) * width)).toEqual(
        every.values.subarray(from, from + width),
      );
    }
    const of = opened('all').report?.diagnostics;
    const judged = thinned.kind === 'done' ? thinned.report.diagnostics : undefined;
    expect(of?.divergences).toBeGreaterThan(0);
    expect(judged?.divergences).toBe(of?.divergences);
    expect(judged?.e_bfmi).toEqual(of?.e_bfmi.map((one) => expect.closeTo(one, 10)));
    rmSync(join(home, 'thin', 'report.json'));
    const again = opened('thin').report?.diagnostics;
    expect(again?.divergences).toBe(judged?.divergences);
    expect(again?.e_bfmi).toEqual(judged?.e_bfmi);
  });

  test('where its checkpoints are gone, older than its draws, or damaged', async () => {
    await sample('short', { settings: { ...settings, draws: 150 } });
    await sample('long');
    const expected = drawn('long');
    const folder = join(home, 'short');
    rmSync(checkpointFile(folder, 0));
    // As after 150 draws, beside 200 of them that are committed.
    const old = readFileSync(checkpointFile(folder, 1));
    expect((await resume('short', { draws: 200 })).kind).toBe('done');
    expect(drawn('short')).toBe(expected);
    writeFileSync(checkpointFile(folder, 1), old);
    writeFileSync(checkpointFile(folder, 2), '{');
    await resume('short', { draws: 260 });
    await sample('longer', { settings: { ...settings, draws: 260 } });
    expect(drawn('short')).toBe(drawn('longer'));
    expect(opened('short').info.asked?.draws).toBe(260);
  });

  test('after it was stopped', async () => {
    const asked = { ...settings, draws: 4000 };
    const controller = new AbortController();
    const stopped = await sample(
      'stopped',
      { settings: asked },
      { draws: () => controller.abort() },
      controller.signal,
    );
    expect(stopped.kind).toBe('interrupted');
    const result = await resume('stopped');
    expect(result.kind).toBe('done');
    await sample('not-stopped', { settings: asked });
    expect(drawn('stopped')).toBe(drawn('not-stopped'));
  });

  test('where a second process is refused until it ends', async () => {
    let refused: SampleResult | null = null;
    let waiting: Promise<void> | null = null;
    const listener = {
      phase(phase: string) {
        if (phase !== 'sampling') return;
        waiting = Promise.all([sample('shared'), resume('shared')]).then(([again, resumed]) => {
          refused = again;
          expect(messageOf(resumed)).toContain(`process ${process.pid} is writing`);
        });
      },
    };
    const first = await sample('shared', {}, listener);
    await waiting;
    expect(first.kind).toBe('done');
    expect(messageOf(refused ?? first)).toMatch(/^run-folder: process \d+ is writing the run/);
    expect(drawn('shared')).toBe(drawn('long'));
  });
});

describe('draws = enough', () => {
  // Intercept and slope hang together, so 1000 draws are too few.
  const { draws: _, ...others } = settings;
  /** By default. */
  const enough = { ...others, max_draws: 2500 };
  const looksOf = (folder: string) => opened(folder).report?.enough?.looks;
  beforeAll(async () => {
    expect((await sample('enough', { settings: enough })).kind).toBe('done');
    expect(looksOf('enough')?.length).toBeGreaterThan(1);
  });

  test.each([
    ['first', 0],
    ['second', 1000],
  ])('stopped in its %s round, it goes on to the same draws and looks', async (name, from) => {
    const controller = new AbortController();
    const listener = {
      draws: ({ firstDraw }: { readonly firstDraw: number }) => {
        if (firstDraw >= from) controller.abort();
      },
    };
    const stopped = await sample(`stopped-${name}`, { settings: enough }, listener, controller.signal);
    if (stopped.kind !== 'interrupted') throw new Error(stopped.kind);
    expect(stopped.report.enough?.stopped_by).toBe('interrupted');
    expect(stopped.report.diagnostics.pass).toBe(false);
    expect((await resume(`stopped-${name}`)).kind).toBe('done');
    expect(drawn(`stopped-${name}`)).toBe(drawn('enough'));
    expect(looksOf(`stopped-${name}`)).toEqual(looksOf('enough'));
    expect(opened(`stopped-${name}`).report?.summary).toEqual(opened('enough').report?.summary);
  });

  test('resumed at its end it stays as it is', async () => {
    const before = drawn('enough');
    const looks = looksOf('enough');
    await resume('enough');
    expect(drawn('enough')).toBe(before);
    expect(looksOf('enough')).toEqual(looks);
  });

  test('a run of a number of draws goes on to the first look, or looks where it is', async () => {
    for (const draws of [400, 1200]) {
      await sample(`number-${draws}`, { settings: { ...enough, draws } });
      await resume(`number-${draws}`, { draws: 'enough' });
      expect(looksOf(`number-${draws}`)?.[0]).toBe(Math.max(1000, draws));
    }
    expect(drawn('number-400')).toBe(drawn('enough'));
  });
});

describe('resume refuses, in words', () => {
  beforeAll(() => sample('kept'));

  test('fewer draws than there are', async () => {
    expect(messageOf(await resume('kept', { draws: 100 }))).toContain('has 200 draws per chain already');
  });
  test('a run of another version', async () => {
    changeInfo('kept', { versions: { bayes: '0.0.1', node: '' } });
    expect(messageOf(await resume('kept'))).toMatch(
      /run-resume: .*made by version 0\.0\.1, and this is test/,
    );
    changeInfo('kept', { versions: { bayes: 'test', node: '' } });
  });
  test('data that have changed', async () => {
    writeFileSync(join(home, 'rows.csv'), rows.replace('2.1', '2.2'));
    expect(messageOf(await resume('kept'))).toMatch(/run-resume: .*rows\.csv has changed since the run/);
  });
  test('an approximation', async () => {
    changeInfo('kept', { method: 'meanfield' });
    expect(messageOf(await resume('kept'))).toContain('fit the model again');
  });
  test('a folder without a run', async () => {
    expect(messageOf(await resume('nowhere'))).toContain('no run in');
  });
});

describe('--reuse', () => {
  beforeAll(() => sample('once'));
  const isReused = async (changes: Partial<RunRequest> = {}) => {
    const result = await sample('once', { reuse: true, ...changes });
    return result.kind === 'done' && result.reused === true;
  };

  test('shows a finished run of the same text, data and settings', async () => {
    expect(await isReused()).toBe(true);
    // Without a seed of one's own any seed will do.
    expect(await isReused({ settings: { draws: 200, tune: 200, chains: 3 } })).toBe(true);
  });

  test('shows a finished run of enough draws, whatever these came to, and not one of that number', async () => {
    const { draws: _, ...enough } = settings;
    const asked = { settings: { ...enough, max_draws: 1300 } };
    await sample('once', asked);
    const { draws } = opened('once').info.settings;
    expect(draws).toBeGreaterThan(1000);
    expect(await isReused(asked)).toBe(true);
    expect(await isReused({ settings: { ...settings, draws } })).toBe(false);
    await sample('once');
  });

  test.each([
    ['seed', { settings: { ...settings, seed: 7 } }],
    ['number of draws', { settings: { ...settings, draws: 201 } }],
    ['text', { modelText: `${modelText}\n` }],
    ['method', { settings: { ...settings, method: 'metropolis' as const } }],
  ])('samples where the %s differs', async (_, changes) => {
    await sample('once');
    expect(await isReused(changes)).toBe(false);
  });

  test('samples where the data differ, or the run is damaged', async () => {
    await sample('once');
    writeFileSync(join(home, 'rows.csv'), rows.replace('2.1', '2.2'));
    expect(await isReused()).toBe(false);
    rmSync(join(home, 'once', 'chain-2.arrows'));
    expect(await isReused()).toBe(false);
    changeInfo('once', { state: 'running' });
    expect(await isReused()).toBe(false);
    expect(await isReused()).toBe(true);
  });
});

test('a folder that is removed during the run does not take the result away', async () => {
  const listener = {
    phase(phase: string) {
      if (phase === 'sampling') rmSync(join(home, 'removed'), { recursive: true, force: true });
    },
  };
  const result = await sample('removed', {}, listener);
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  expect(result.notKept).toMatch(/not every draw could be kept in .*removed/);
  expect(result.report.summary).toHaveLength(3);
});
