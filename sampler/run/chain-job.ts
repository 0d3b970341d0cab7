/** Runs one chain and sends its draws on in blocks: what a worker does, without the worker. */
import { instantiate } from '../compile/instantiate.ts';
import { STATS_BYTES } from '../draws/collector.ts';
import type { Density } from '../infer/density.ts';
import { methodJobs } from '../methods/index.ts';
import type { ChainSink, Clock } from '../methods/nuts/chain.ts';
import { createRandom } from '../random.ts';
import type { ChainJob, DrawsBlock, StatsBlock, WorkerMessage } from './chain-messages.ts';

/** A block is sent when it holds this many bytes of draws, or is this old. */
const BLOCK_BYTES = 1 << 20;
const BLOCK_MS = 250;
/** Blocks that the host may have yet to take in; a chain that is faster waits. */
const MAX_PENDING = 4;

/** The part of an instantiated model that a chain needs. */
export interface Engine {
  readonly density: Density;
  /** Length of `out` in `constrain`. */
  readonly quantities: number;
  /** All parameters and deterministic quantities at an unconstrained position, flat. */
  constrain(position: Float64Array, out: Float64Array): void;
}

export type Send = (message: WorkerMessage, transfer: readonly ArrayBuffer[]) => void;

export function runChainJob(job: ChainJob, clock: Clock, send: Send): void {
  const { chain } = job;
  try {
    const instance = instantiate(job.model, job.module);
    runOn({ ...instance, quantities: job.model.names.length }, job, clock, send);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: 'threw', chain, message, stack: error instanceof Error ? (error.stack ?? '') : '' }, []);
  }
}

export function runOn(engine: Engine, job: ChainJob, clock: Clock, send: Send): void {
  const { chain, settings } = job;
  const { quantities } = engine;
  const capacity = Math.max(
    1,
    Math.min(settings.draws, Math.floor(BLOCK_BYTES / (8 * quantities + STATS_BYTES))),
  );
  let block = newBlock(capacity, quantities);
  let first = job.resume?.done ?? 0;
  let count = 0;
  let begun = clock.now();
  const flush = (checkpoint: DrawsBlock['checkpoint']) => {
    if (count === 0) return;
    const message = finishBlock(block, chain, first, count, quantities, checkpoint);
    waitForHost(job.pending);
    send(message, buffersOf(message));
    first += count;
    count = 0;
    begun = clock.now();
    block = newBlock(capacity, quantities);
  };
  const sink: ChainSink = {
    draw(index, state, stats, checkpoint) {
      engine.constrain(state.position, block.values.subarray(count * quantities, (count + 1) * quantities));
      block.logDensity[count] = stats.logDensity;
      block.energy[count] = stats.energy;
      block.divergent[count] = stats.divergent ? 1 : 0;
      block.treeDepth[count] = stats.treeDepth;
      block.gradients[count] = stats.gradients;
      block.acceptance[count] = stats.acceptance;
      block.stepSize[count] = stats.stepSize;
      count++;
      const isLast = index === settings.draws - 1;
      if (count === capacity || isLast || clock.now() - begun >= BLOCK_MS)
        flush(job.checkpoints ? checkpoint() : null);
    },
    progress: (report) => send({ kind: 'progress', chain, report }, []),
    shouldStop: () => Atomics.load(job.stop, 0) !== 0,
  };
  const method = methodJobs[job.method];
  const outcome =
    job.resume === null || method.resume === null
      ? method.sample(engine.density, settings, createRandom(job.seed, chain), sink, clock)
      : method.resume(engine.density, settings, job.resume, sink, clock);
  flush(null);
  send({ kind: 'end', chain, outcome }, []);
}

/** Counts the block that is about to be sent, once the host has taken in enough of those before. */
function waitForHost(pending: Int32Array): void {
  for (let count = Atomics.load(pending, 0); count >= MAX_PENDING; count = Atomics.load(pending, 0)) {
    Atomics.wait(pending, 0, count);
  }
  Atomics.add(pending, 0, 1);
}

interface OpenBlock extends StatsBlock {
  readonly values: Float64Array<ArrayBuffer>;
}

function newBlock(draws: number, quantities: number): OpenBlock {
  return {
    values: new Float64Array(draws * quantities),
    logDensity: new Float64Array(draws),
    energy: new Float64Array(draws),
    divergent: new Uint8Array(draws),
    treeDepth: new Uint8Array(draws),
    gradients: new Uint32Array(draws),
    acceptance: new Float64Array(draws),
    stepSize: new Float64Array(draws),
  };
}

function finishBlock(
  open: OpenBlock,
  chain: number,
  firstDraw: number,
  draws: number,
  quantities: number,
  checkpoint: DrawsBlock['checkpoint'],
): DrawsBlock {
  const stats: StatsBlock = {
    logDensity: open.logDensity.slice(0, draws),
    energy: open.energy.slice(0, draws),
    divergent: open.divergent.slice(0, draws),
    treeDepth: open.treeDepth.slice(0, draws),
    gradients: open.gradients.slice(0, draws),
    acceptance: open.acceptance.slice(0, draws),
    stepSize: open.stepSize.slice(0, draws),
  };
  return {
    kind: 'block',
    chain,
    firstDraw,
    draws,
    values: open.values.slice(0, draws * quantities),
    stats,
    checkpoint,
  };
}

function buffersOf({ values, stats }: DrawsBlock): readonly ArrayBuffer[] {
  return [values, ...Object.values(stats)].flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}
