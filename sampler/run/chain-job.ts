/** Runs one chain and sends its draws in blocks: the job of a worker, independent of threads. */
import type { instantiate as instantiateModel } from '../compile/instantiate.ts';
import {
  allocateStats,
  copyStats,
  firstStats,
  type SamplerStats,
  STATS_BYTES,
  setDrawStats,
} from '../draws/draw-statistics.ts';
import { writtenPosition } from '../infer/centring.ts';
import type { Density } from '../infer/density.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import { chainMethods } from '../methods/chain-methods.ts';
import type { ChainCheckpoint, ChainOutcome, ChainSink, Clock } from '../methods/nuts/chain-contract.ts';
import { createRandom } from '../random.ts';
import { keepPoints, pointsOf } from '../report/divergent-point.ts';
import type { ChainBlock, ChainJob, DrawFault, WorkerMessage } from './chain-messages.ts';
import { divergentPoints } from './divergent-points.ts';
import { thinnedPositions } from './thinned-positions.ts';

/** A block is sent when it holds this many bytes of draws, or is this old. */
const BLOCK_BYTES = 1 << 20;
const BLOCK_MS = 250;
/** Sent blocks that the host has not yet received, at most; a faster chain waits. */
const MAX_PENDING = 4;

/** The part of an instantiated model that a chain needs. */
interface Engine {
  readonly density: Density;
  /** Length of `out` in `constrain`. */
  readonly quantities: number;
  /** All parameters and deterministic quantities at an unconstrained position, flat. */
  constrain(position: Float64Array, out: Float64Array): void;
  /** The first invalid value at a draw; absent if the model has no checked values. */
  faultAt?(position: Float64Array): ValueFault | null;
}

type Send = (message: WorkerMessage, transfer: readonly ArrayBuffer[]) => void;

/** @param instantiate that which the model needs */
export function runChainJob(
  job: ChainJob,
  clock: Clock,
  send: Send,
  instantiate: typeof instantiateModel,
): void {
  const { chain } = job;
  if (Atomics.load(job.stop, 0) !== 0) {
    // Stopped while queued for a worker: a large model is not instantiated only to be dropped.
    const divergent = pointsOf(job.resume?.divergent ?? [], chain);
    send({ kind: 'end', chain, outcome: stoppedBefore(job), divergent, positions: [] }, []);
    return;
  }
  try {
    const { density, constrain, faultAt } = instantiate(job.model, job.module);
    const checks = job.model.checks.length === 0 ? {} : { faultAt };
    runOn({ density, constrain, ...checks, quantities: job.model.names.length }, job, clock, send);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    send({ kind: 'threw', chain, message, stack: error instanceof Error ? (error.stack ?? '') : '' }, []);
  }
}

function stoppedBefore({ kept, resume }: ChainJob): ChainOutcome {
  const nothing = {
    gradientsTune: 0,
    gradientsDraws: 0,
    divergencesTune: 0,
    divergencesDraws: 0,
    tuneMs: 0,
    drawsMs: 0,
  };
  const phase = resume === null ? 'tuning' : 'sampling';
  return { kind: 'stopped', phase, draws: kept, totals: resume?.totals ?? nothing };
}

function runOn(engine: Engine, job: ChainJob, clock: Clock, send: Send): void {
  const { chain, settings } = job;
  const { quantities } = engine;
  const capacity = Math.max(
    1,
    Math.min(settings.draws, Math.floor(BLOCK_BYTES / (8 * quantities + STATS_BYTES))),
  );
  /** Filled again and again: what is sent is a copy. */
  const block = newBlock(capacity, quantities);
  let first = job.kept;
  let count = 0;
  /** The worst fault in the open block. */
  let fault: DrawFault | null = null;
  let begun = clock.now();
  const flush = (checkpoint: ChainBlock['checkpoint']) => {
    if (count === 0) return;
    const message = finishBlock(block, chain, first, count, quantities, checkpoint, fault);
    waitForHost(job.pending);
    send(message, buffersOf(message));
    first += count;
    count = 0;
    fault = null;
    begun = clock.now();
  };
  const divergent = divergentPoints(chain, pointsOf(job.resume?.divergent ?? [], chain));
  const positions = thinnedPositions(settings.draws, engine.density.dimension);
  const { centring } = engine.density;
  /** Where the values of the next draws go. */
  const valuesOf = (draws: number) => block.values.subarray(count * quantities, (count + draws) * quantities);
  const noteFault = (draw: number, position: Float64Array) => {
    const found = engine.faultAt?.(position) ?? null;
    if (found === null) return;
    const isWorst = fault === null || found.amount > fault.worst.amount;
    const worst = isWorst || fault === null ? { ...found, draw } : fault.worst;
    fault = { worst, draws: (fault?.draws ?? 0) + 1 };
  };
  /** After draws up to `last`. @param most draws that may come at once. */
  const added = (last: number, most: number, checkpoint: () => ChainCheckpoint) => {
    const isFull = count + Math.min(most, settings.draws - 1 - last) > capacity;
    if (isFull || last === settings.draws - 1 || clock.now() - begun >= BLOCK_MS)
      flush(job.checkpoints ? { ...checkpoint(), divergent: keepPoints(divergent.points) } : null);
  };
  const sink: ChainSink = {
    start: (position) => engine.faultAt?.(position) ?? null,
    draw(index, state, stats, checkpoint) {
      if (positions.takes(index)) positions.add(writtenPosition(centring, state.position));
      if (index < job.kept) return;
      engine.constrain(state.position, valuesOf(1));
      setDrawStats(block.stats, count, stats);
      noteFault(index, state.position);
      count++;
      added(index, 1, checkpoint);
    },
    block(index, { draws, count: made }, checkpoint) {
      const { dimension, room } = draws;
      const at = (k: number) => draws.positions.subarray(k * dimension, (k + 1) * dimension);
      for (let k = 0; k < made; k++)
        if (positions.takes(index + k)) positions.add(writtenPosition(centring, at(k)));
      const from = Math.max(0, job.kept - index);
      if (from >= made) return;
      copyStats(block.stats, count, draws.stats, from, made);
      if (draws.quantities !== null)
        valuesOf(made - from).set(draws.quantities.subarray(from * quantities, made * quantities));
      for (let k = from; k < made; k++, count++) {
        if (draws.quantities === null) engine.constrain(at(k), valuesOf(1));
        if (engine.faultAt !== undefined) noteFault(index + k, at(k));
      }
      added(index + made - 1, room, checkpoint);
    },
    divergence: (_draw, phase, divergence) => divergent.add(phase, divergence),
    progress: (report) => send({ kind: 'progress', chain, report }, []),
    shouldStop: () => Atomics.load(job.stop, 0) !== 0,
  };
  const method = chainMethods[job.method];
  const outcome =
    job.resume === null || method.resume === null
      ? method.sample(engine.density, settings, createRandom(job.seed, chain), sink, clock)
      : method.resume(engine.density, settings, job.resume, sink, clock);
  flush(null);
  send({ kind: 'end', chain, outcome, divergent: divergent.points, positions: positions.positions }, []);
}

/** Blocks until the host has received enough earlier blocks, then counts the next one. */
function waitForHost(pending: Int32Array): void {
  for (let count = Atomics.load(pending, 0); count >= MAX_PENDING; count = Atomics.load(pending, 0)) {
    Atomics.wait(pending, 0, count);
  }
  Atomics.add(pending, 0, 1);
}

/** A block being filled. */
interface OpenBlock {
  readonly values: Float64Array;
  readonly stats: SamplerStats;
}

function newBlock(draws: number, quantities: number): OpenBlock {
  return { values: new Float64Array(draws * quantities), stats: allocateStats(draws) };
}

function finishBlock(
  open: OpenBlock,
  chain: number,
  firstDraw: number,
  draws: number,
  quantities: number,
  checkpoint: ChainBlock['checkpoint'],
  fault: DrawFault | null,
): ChainBlock {
  const values = open.values.slice(0, draws * quantities);
  const stats = firstStats(open.stats, draws);
  return { kind: 'block', chain, firstDraw, draws, values, stats, checkpoint, fault };
}

function buffersOf({ values, stats }: ChainBlock): readonly ArrayBuffer[] {
  return [values, ...Object.values(stats)].flatMap(({ buffer }) =>
    buffer instanceof ArrayBuffer ? [buffer] : [],
  );
}
