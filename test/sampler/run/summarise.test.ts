/** The summary of a run's draws by workers, the same whatever their number and whether they survive. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { summary } from '../../../sampler/diagnose/summary.ts';
import type { Draws } from '../../../sampler/draws/draws.ts';
import { createPool } from '../../../sampler/host/worker-pool.ts';
import { createRandom } from '../../../sampler/random.ts';
import { runJob } from '../../../sampler/run/run-job.ts';
import { summarise } from '../../../sampler/run/summarise.ts';
import type { Pool } from '../../../sampler/run/worker-jobs.ts';
import { root } from '../../bayes-command.ts';

const random = createRandom(3);
const [width, chains, drawsPerChain] = [61, 4, 1000];
/** Numbers, among them a constant and draws that are not finite, and labels 1 to 3 in between. */
const names = Array.from({ length: width }, (_, k) => (k % 20 === 7 ? `g[${k}]` : `x[${k}]`));
const labels = new Map([['g', ['north', 'south', 'west']]]);
const values = new Float64Array(new SharedArrayBuffer(8 * width * chains * drawsPerChain));
for (let i = 0; i < values.length; i++) {
  const k = i % width;
  values[i] = k % 20 === 7 ? 1 + Math.floor(3 * random.next()) : k === 9 ? 2 : random.normal();
}
values[11] = Number.NaN;
const draws: Draws = { names, chains, drawsPerChain, values };
const unwatched = { progress: () => {}, shouldStop: () => false };

const pools: Pool[] = [];
const workers = (count: number): Pool => {
  const pool = createPool(pathToFileURL(join(root, 'dist', 'worker.js')), count);
  pools.push(pool);
  return pool;
};
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

/** Runs the first `jobs` jobs here; the others crash. */
function failingAfter(jobs: number): Pool {
  return {
    async run(job, listener) {
      if (job.chain < jobs) runJob(job, performance, (message) => listener(message as never));
      else listener({ kind: 'crash', chain: job.chain, message: 'out of memory', stderrTail: '' });
    },
    close: async () => {},
  };
}

/** A worker that dies after `blocks` blocks. */
function dyingAfter(blocks: number): Pool {
  return {
    async run(job, listener) {
      let sent = 0;
      if (job.chain === 0)
        runJob(job, performance, (message) => {
          if (sent++ < blocks) listener(message as never);
        });
      listener({ kind: 'crash', chain: job.chain, message: 'out of memory', stderrTail: '' });
    },
    close: async () => {},
  };
}

describe('the summary of a run', () => {
  const expected = summary(draws, labels);

  test('is told in the order of the quantities, with a row for each label', () => {
    expect(expected).toHaveLength(width + 2 * 3);
    expect(expected[7].name).toBe('P(g[7] = north)');
    expect(expected[11 + 2].mean).toBeNaN();
  });

  test.each([1, 3])('is the same by %d workers', async (count) => {
    expect(await summarise(draws, labels, workers(count), unwatched)).toEqual(expected);
  });

  test.each<readonly [string, Pool]>([
    ['every worker dies', failingAfter(0)],
    ['all workers but one die', failingAfter(1)],
    ['a worker dies between blocks', dyingAfter(2)],
  ])('is the same where %s', async (_, pool) => {
    expect(await summarise(draws, labels, pool, unwatched)).toEqual(expected);
  });

  test('is made here of draws that are not in shared memory', async () => {
    const own = { ...draws, values: Float64Array.from(values) };
    const none: Pool = { run: () => Promise.reject(new Error('not asked')), close: async () => {} };
    expect(await summarise(own, labels, none, unwatched)).toEqual(expected);
  });
});
