/** What the scout's job sees of chains: their positions, or, of a resumed run, how they go on from a checkpoint. */
import { expect, test } from 'vitest';
import { instantiate } from '../../../sampler/compile/instantiate.ts';
import { defaultChainSettings, runChain } from '../../../sampler/methods/nuts/chain.ts';
import type { ChainCheckpoint } from '../../../sampler/methods/nuts/chain-contract.ts';
import { checkModel } from '../../../sampler/model/check-model.ts';
import { compileLowered, lowerModel } from '../../../sampler/model/compile-model.ts';
import { createRandom } from '../../../sampler/random.ts';
import { runJob } from '../../../sampler/run/run-job.ts';
import { runSample } from '../../../sampler/run/sample-run.ts';
import { type FoundModes, runScoutJob, type ScoutedChain } from '../../../sampler/run/scout-job.ts';
import type { Job, Pool } from '../../../sampler/run/worker-jobs.ts';
import { testMachine } from './test-machine.ts';

const text = 'param x ~ Flat()\npotential p = log_sum_exp([-0.5 * x^2, -0.5 * (x - 30)^2])\n';
const settings = { ...defaultChainSettings, tune: 200, draws: 200 };
const clock = { now: () => 0 };

async function compiled() {
  const lowered = lowerModel(checkModel(text, '/m.bayes'), 'sample');
  if (lowered.kind === 'invalid') throw new Error('the model is sound');
  const prepared = await compileLowered(lowered);
  return { model: prepared.model, module: prepared.module };
}
type Compiled = Awaited<ReturnType<typeof compiled>>;

/** A chain around 0: every tenth draw, and its state after the last. */
function chainOf({ model, module }: Compiled, chain: number) {
  const positions: Float64Array[] = [];
  let checkpoint: ChainCheckpoint | null = null;
  runChain(
    instantiate(model, module).density,
    { ...settings, initialPosition: Float64Array.of(0) },
    createRandom(4, chain),
    {
      draw(index, state, _stats, take) {
        if (index % 10 === 9) positions.push(state.position.slice());
        if (index === settings.draws - 1) checkpoint = take();
      },
    },
    clock,
  );
  return { positions, checkpoint };
}

function scouted({ model, module }: Compiled, chains: readonly ScoutedChain[]): FoundModes | null {
  const found: (FoundModes | null)[] = [];
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const job = {
    kind: 'scout',
    chain: 0,
    model,
    module,
    seed: 4,
    chains,
    priorDraws: [],
    settings,
    budget: 3000,
    areApproximate: false,
    simplexes: [],
    stop,
  } as const;
  runScoutJob(
    job,
    (message) => {
      if (message.kind === 'threw') throw new Error(message.message);
      found.push(message.found);
    },
    instantiate,
  );
  expect(found).toHaveLength(1);
  return found[0];
}

test('a mode is found from the positions of chains, and as well from their checkpoints', async () => {
  const made = await compiled();
  const chains = [0, 1].map((chain) => chainOf(made, chain));
  for (const seen of [
    chains.map(({ positions }) => ({ positions, checkpoint: null })),
    chains.map(({ checkpoint }) => ({ positions: [], checkpoint })),
  ]) {
    const { unvisited = [] } = scouted(made, seen) ?? {};
    expect(unvisited).toHaveLength(1);
    expect(unvisited[0].values[0]).toBeGreaterThan(28);
    expect(unvisited[0].share).toBeGreaterThan(0.4);
    expect(unvisited[0].share).toBeLessThan(0.6);
  }
});

test('of chains of which nothing is known nothing is said', async () => {
  const nothing = { positions: [], checkpoint: null };
  expect(scouted(await compiled(), [nothing, nothing])).toBeNull();
});

test('a search that fails is told, and the report does not say that there are no modes', async () => {
  const pool = {
    run: async (job: Job, listener: (message: never) => void) => {
      const send = (message: object) => listener(message as never);
      if (job.kind !== 'scout') return runJob(job, clock, send);
      send({ kind: 'threw', chain: 0, message: 'no room', stack: '' });
    },
    close: async () => {},
  };
  const machine = testMachine(pool as Pool);
  const request = {
    modelText: text,
    modelPath: '/m.bayes',
    settings: { seed: 1, draws: 100, tune: 100 },
    out: null,
  };
  const result = await runSample(request, machine, {}, new AbortController().signal);
  if (result.kind !== 'done') throw new Error(result.kind);
  expect(result.report.diagnostics).not.toHaveProperty('modes');
  const [warning] = (result.warnings ?? []).filter(({ code }) => code === 'modes-not-searched');
  expect(warning.message).toContain('no room');
});
