/** `centring` as a setting of a run: what is reported, kept and gone on with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SampleResult } from '../../../sampler/protocol.ts';
import { runResume } from '../../../sampler/run/resume-run.ts';
import type { RunMachine } from '../../../sampler/run/run-machine.ts';
import { runSample } from '../../../sampler/run/sample-run.ts';
import { openRun } from '../../../sampler/store/open-run.ts';
import { testMachine } from './test-machine.ts';

const modelOf = (block: string) => `param mu ~ Normal(0, 2)
param tau ~ HalfNormal(1)
param a[3] ~ Normal(mu, tau)
param b[2] ~ LogNormal(mu, 1)
param w[3] ~ GaussianRandomWalk(tau, init = Normal(mu, 1))
potential seen = -sum(square(a[i] - i) for i in 1..3)
sample { ${block} }
`;

let home = '';
let machine: RunMachine;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bayes-centring-'));
  machine = testMachine();
});
afterAll(async () => {
  await machine.pool.close();
  rmSync(home, { recursive: true, force: true });
});

const never = new AbortController().signal;
const sample = (block: string, draws: number, folder: string | null = null, init?: 'pathfinder') =>
  runSample(
    {
      modelText: modelOf(block),
      modelPath: join(home, 'm.bayes'),
      settings: { draws, tune: 200, chains: 2, seed: 3, ...(init === undefined ? {} : { init }) },
      out: folder === null ? null : join(home, folder),
    },
    machine,
    {},
    never,
  );
function reportOf(result: SampleResult) {
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
  return result.report;
}
function drawsIn(folder: string): Float64Array {
  const result = openRun(join(home, folder));
  if (result.kind === 'problem') throw new Error(result.message);
  return Float64Array.from(result.run.draws.values);
}

test('says which parameters were standardised, in either spelling', async () => {
  for (const block of ['centring = noncentred', 'centering = noncentered']) {
    const { centring, settings } = reportOf(await sample(block, 20));
    expect(settings.centring).toBe('noncentred');
    expect(centring).toEqual([
      { name: 'a', mean: 0, least: 0, most: 0 },
      { name: 'b', mean: 0, least: 0, most: 0 },
      { name: 'w', mean: 0, least: 0, most: 0 },
    ]);
  }
});

test('says nothing where parameters are sampled as written', async () => {
  const { centring } = reportOf(await sample('centring = centred', 20));
  expect(centring).toBeUndefined();
});

test('goes on with the degrees that tuning learned, to the draws of one go', async () => {
  const learned = reportOf(await sample('centring = auto', 60, 'whole')).centring;
  expect(learned?.map(({ name }) => name)).toEqual(['a', 'b', 'w']);
  reportOf(await sample('centring = auto', 25, 'part'));
  const resumed = await runResume({ folder: join(home, 'part'), draws: 60 }, machine, {}, never);
  expect(reportOf(resumed).centring).toEqual(learned);
  expect(drawsIn('part')).toEqual(drawsIn('whole'));
});

test('starts from Pathfinder, which knows the model as written', async () => {
  const { diagnostics, summary } = reportOf(await sample('centring = noncentred', 100, null, 'pathfinder'));
  expect(diagnostics.max_r_hat).toBeLessThan(1.2);
  expect(summary).toHaveLength(10);
});
