import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { createPool } from '../../../sampler/host/worker-pool.ts';
import type { ChainProgress, SampleResult } from '../../../sampler/protocol.ts';
import { bytesOfDraws } from '../../../sampler/run/memory-estimate.ts';
import { type RunMachine, type RunRequest, runSample } from '../../../sampler/run/sample-run.ts';
import type { Pool } from '../../../sampler/run/worker-jobs.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { root } from '../../bayes-command.ts';
import { testMachine } from './test-machine.ts';

const worker = pathToFileURL(join(root, 'dist', 'worker.js'));
const crashing = pathToFileURL(join(root, 'test', 'sampler', 'host', 'crash-worker.mjs'));

const modelText = `dim school
data {
  y : real[school] = [28, 8, -3, 7, -1, 1, 18, 12]
  se : real[school] = [15, 10, 16, 11, 9, 11, 10, 18]
}
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param z[school] ~ Normal(0, 1)
deterministic theta = mu + tau * z
observe y ~ Normal(theta, se)
`;

/** Intercept and slope hang together, so 1000 draws are too few. */
const line = `dim row
data { x : real[row] = [1, 2, 3, 4]  y : real[row] = [2.1, 3.9, 6.2, 7.8] }
param a ~ Normal(0, 5)
param b ~ Normal(0, 5)
param sigma ~ HalfNormal(2)
observe y ~ Normal(a + b * x, sigma)
`;

const pools: Pool[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function machine(
  options: { readonly worker?: URL; readonly size?: number; readonly totalMemory?: number } = {},
): RunMachine {
  const pool = createPool(options.worker ?? worker, options.size ?? 2);
  pools.push(pool);
  const made = testMachine(pool);
  return { ...made, totalMemory: options.totalMemory ?? made.totalMemory };
}

function request(settings: RunRequest['settings'], out: string | null = null): RunRequest {
  return { modelText, modelPath: '/models/schools.bayes', settings, out };
}

const never = new AbortController().signal;
const small = { draws: 100, tune: 100, seed: 6 };

function report(result: SampleResult) {
  if (result.kind !== 'done' && result.kind !== 'interrupted') throw new Error(JSON.stringify(result));
  return result.report;
}

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bayes-run-'));
  folders.push(folder);
  return folder;
}

describe('runSample', () => {
  test('one worker, two or five give the same draws', async () => {
    const [one, two, five] = await Promise.all(
      [1, 2, 5].map(async (size) => report(await runSample(request(small), machine({ size }), {}, never))),
    );
    expect(one.summary).toEqual(two.summary);
    expect(one.summary).toEqual(five.summary);
    expect(one.summary.map(({ name }) => name).slice(0, 3)).toEqual(['mu', 'tau', 'z[1]']);
  });

  test('a chain’s draws do not depend on how many chains there are', async () => {
    const [few, many] = [scratch(), scratch()];
    await runSample(request({ ...small, chains: 2 }, few), machine(), {}, never);
    await runSample(request({ ...small, chains: 4 }, many), machine(), {}, never);
    const [a, b] = [few, many].map((folder) => {
      const opened = openRun(folder);
      if (opened.kind === 'problem') throw new Error(opened.message);
      return opened.run.draws.values;
    });
    expect(a).toEqual(b.subarray(0, a.length));
  });

  test('the model’s own seed, else the caller’s, else a fresh one', async () => {
    const m = machine();
    const seed = async (text: string, settings: RunRequest['settings']) =>
      report(await runSample({ ...request(settings), modelText: text }, m, {}, never)).seed;
    const seeded = `${modelText}sample { seed = 5 }\n`;
    expect(await seed(modelText, { draws: 5, tune: 5 })).toBe(99);
    expect(await seed(seeded, { draws: 5, tune: 5 })).toBe(5);
    expect(await seed(seeded, { draws: 5, tune: 5, seed: 3 })).toBe(3);
  });

  test('cancelled: the chains stop at their next draw, and what was drawn is kept', async () => {
    const controller = new AbortController();
    const folder = scratch();
    const listener = {
      progress: (chains: readonly ChainProgress[]) => {
        if (chains.every(({ phase }) => phase === 'sampling')) controller.abort();
      },
    };
    const settings = { draws: 400_000, tune: 50, chains: 2, seed: 1 };
    const result = await runSample(request(settings, folder), machine(), listener, controller.signal);
    expect(result.kind).toBe('interrupted');
    const { diagnostics, summary } = report(result);
    expect(diagnostics.reasons.map(({ code }) => code)).toContain('interrupted');
    expect(summary).toHaveLength(18);
    const opened = openRun(folder);
    if (opened.kind === 'problem') throw new Error(opened.message);
    expect(opened.run.draws.drawsPerChain).toBeGreaterThan(0);
    expect(opened.run.info.state).toBe('interrupted');
  });

  test('cancelled while draws are summarised: the rows made until then, provisional', async () => {
    const many = 'dim d = 400\nparam x[d] ~ Normal(0, 1)\ndeterministic y[i in d, j in d] = x[i] * x[j]\n';
    const control = new AbortController();
    const seen: number[] = [];
    const result = await runSample(
      { ...request({ draws: 30, tune: 30, seed: 1, chains: 2 }), modelText: many },
      machine(),
      {
        progress(_chains, summarised) {
          if (summarised === undefined) return;
          expect(summarised.total).toBe(160_400);
          seen.push(summarised.done);
          // Of several workers that of the first rows may be the last to begin, so that the count stays for a while.
          if (summarised.done > seen[0]) control.abort();
        },
      },
      control.signal,
    );
    if (result.kind !== 'interrupted') throw new Error(result.kind);
    const made = seen.at(-1);
    expect(made).toBeGreaterThan(seen[0]);
    expect(result.report.summary).toHaveLength(made ?? 0);
    expect(result.report.diagnostics.pass).toBe(false);
    expect(result.report.diagnostics.reasons.at(-1)).toMatchObject({
      code: 'interrupted',
      message: `Summarising was stopped after ${made} of 160400 quantities: the others were not looked at`,
    });
  });

  test('cancelled before it starts: a report of nothing', async () => {
    const result = await runSample(request(small), machine(), {}, AbortSignal.abort());
    expect(result.kind).toBe('interrupted');
    expect(report(result).summary).toEqual([]);
    expect(report(result).diagnostics.pass).toBe(false);
  });

  test('progress comes for every chain, and ends with done', async () => {
    let last: readonly ChainProgress[] = [];
    const listener = {
      progress: (chains: readonly ChainProgress[]) => {
        last = chains;
      },
    };
    await runSample(request({ draws: 200, tune: 100, seed: 2 }), machine(), listener, never);
    expect(last.map(({ phase, done, total }) => ({ phase, done, total }))).toEqual(
      Array.from({ length: 4 }, () => ({ phase: 'done', done: 300, total: 300 })),
    );
  });

  test('live draws are the first twenty quantities, draw by draw', async () => {
    const folder = scratch();
    const values = new Map<string, number>();
    const listener = {
      draws: (block: { chain: number; firstDraw: number; names: readonly string[]; values: string }) => {
        const bytes = Buffer.from(block.values, 'base64');
        for (let i = 0; i < bytes.length / 8; i++) {
          const draw = block.firstDraw + Math.floor(i / block.names.length);
          values.set(
            `${block.chain}/${draw}/${block.names[i % block.names.length]}`,
            bytes.readDoubleLE(8 * i),
          );
        }
      },
    };
    await runSample(request(small, folder), machine(), listener, never);
    const opened = openRun(folder);
    if (opened.kind === 'problem') throw new Error(opened.message);
    const { names, draws } = { names: opened.run.draws.names, draws: opened.run.draws };
    expect(values.size).toBe(4 * 100 * names.length);
    expect(values.get('3/99/tau')).toBe(draws.values[(3 * 100 + 99) * names.length + names.indexOf('tau')]);
  });
});

describe('runSample refuses', () => {
  test('a wrong model, with all its diagnostics', async () => {
    const wrong = { ...request({}), modelText: 'param a ~ Normal(0, b)\nparam c ~ Nromal(0, 1)\n' };
    const result = await runSample(wrong, machine(), {}, never);
    expect(result.kind === 'invalid' && result.diagnostics.length).toBeGreaterThanOrEqual(2);
  });

  test('settings that cannot be', async () => {
    const result = await runSample(request({ draws: 0 }), machine(), {}, never);
    expect(result).toMatchObject({ kind: 'invalid', diagnostics: [{ code: 'setting-value' }] });
  });

  test('draws = enough: what memory cannot hold is provisional, and said', async () => {
    const asked = { ...request({ draws: 'enough', tune: 200, chains: 2, seed: 1 }), modelText: line };
    const { enough } = report(await runSample(asked, machine(), {}, never));
    expect(enough?.looks.length).toBeGreaterThan(1);
    // Room for the first 1000 draws per chain, and not for those of the second round.
    const totalMemory = 2 * bytesOfDraws({ chains: 2, draws: 1000, quantities: 3 });
    const small = report(await runSample(asked, machine({ totalMemory }), {}, never));
    expect(small.settings.draws).toBe(1000);
    expect(small.enough).toMatchObject({ stopped_by: 'memory', looks: [1000] });
    // What is needed, though no look asks for more than three times what there is.
    expect(Math.min(3000, small.enough?.needed ?? 0)).toBe(enough?.looks[1]);
    expect(small.diagnostics.pass).toBe(false);
    const { reasons } = small.diagnostics;
    expect(reasons.find(({ code }) => code === 'memory')?.message).toBe(
      'Memory does not hold more than 1000 draws per chain of so many quantities, which are too few',
    );
  });

  test('draws = enough: one worker or four come to the same number of draws', async () => {
    const asked = { ...request({ draws: 'enough', tune: 200, seed: 1 }), modelText: line };
    const [one, four] = await Promise.all(
      [1, 4].map(async (size) => report(await runSample(asked, machine({ size }), {}, never))),
    );
    expect(one.enough?.looks.length).toBeGreaterThan(1);
    expect(one.enough).toEqual(four.enough);
    expect(one.summary).toEqual(four.summary);
  });

  test('a run that would not fit in memory, before it starts', async () => {
    const result = await runSample(request({ draws: 1000 }), machine({ totalMemory: 1_000_000 }), {}, never);
    expect(result).toMatchObject({ kind: 'failed', failure: { kind: 'out-of-memory' } });
    const message = result.kind === 'failed' ? result.failure.message : '';
    expect(message).toContain('4 chains × 1000 draws × 18 quantities × 8 bytes');
  });

  test('a run folder that cannot be written', async () => {
    const folder = scratch();
    writeFileSync(join(folder, 'file'), '');
    const result = await runSample(request(small, join(folder, 'file', 'run')), machine(), {}, never);
    expect(result).toMatchObject({ kind: 'invalid', diagnostics: [{ code: 'run-folder' }] });
  });

  test('a start that is nowhere finite: the statement, its place and value', async () => {
    const text = 'param x ~ Normal(0, 1)\nlet y = -1 - x^2\n  potential trap = log(y)\n';
    const result = await runSample({ ...request(small), modelText: text }, machine(), {}, never);
    expect(result).toMatchObject({
      kind: 'failed',
      failure: { kind: 'bad-start', term: 'potential trap', line: 2, column: 2, value: 'NaN' },
    });
  });
});

describe('a worker that dies', () => {
  test.each([
    [1, /chain \d: the worker ended with code 7/],
    [2, /chain \d: thrown outside of a job/],
  ])('in way %i is a typed failure with its last words', async (seed, message) => {
    const result = await runSample(request({ ...small, seed }), machine({ worker: crashing }), {}, never);
    if (result.kind !== 'failed' || result.failure.kind !== 'crash') throw new Error(JSON.stringify(result));
    expect(result.failure.message).toMatch(message);
    expect(result.failure.stderrTail).toContain('the last words');
  });

  test('and its run is marked as failed', async () => {
    const folder = scratch();
    await runSample(request({ ...small, seed: 1 }, folder), machine({ worker: crashing }), {}, never);
    const opened = openRun(folder);
    expect(opened.kind === 'ok' && opened.run.info.state).toBe('failed');
  });
});

describe('the search for modes', () => {
  /** Kinds of jobs in the order in which they reach the pool, and whether one of the other kind was running then. */
  function recorded(): { readonly machine: RunMachine; readonly begun: string[] } {
    const { pool, ...rest } = machine();
    const begun: string[] = [];
    let isSearching = false;
    const recording: Pool = {
      ...pool,
      async run(job, listener) {
        begun.push(job.kind === 'summary' && isSearching ? 'summary beside it' : job.kind);
        isSearching ||= job.kind === 'scout';
        await pool.run(job, listener);
        if (job.kind === 'scout') isSearching = false;
      },
    };
    return { machine: { ...rest, pool: recording }, begun };
  }
  /** So many that the workers are asked. */
  const large = { draws: 2000, tune: 200, chains: 4, seed: 2 };

  test('goes on beside the summary', async () => {
    const { machine: watched, begun } = recorded();
    const result = await runSample(request(large), watched, {}, never);
    expect(result.kind).toBe('done');
    expect([...new Set(begun)]).toEqual(['chain', 'scout', 'summary beside it']);
  });

  test('waits for the summary that says whether there are enough draws', async () => {
    const { machine: watched, begun } = recorded();
    const result = await runSample(request({ ...large, draws: 'enough' }), watched, {}, never);
    expect(result.kind).toBe('done');
    expect(begun.at(-1)).toBe('scout');
    expect(begun.filter((kind) => kind === 'scout')).toHaveLength(1);
  });
});
