/**
 * Transitions of NUTS inside WebAssembly (`assembly/`), one at a time or a block of draws: a module of its own, compiled once for all models, that
 * runs in a model's memory and calls the model's density. `methods/nuts/kernel-nuts.ts` drives it.
 */
import type { SamplerStats } from '../draws/draw-statistics.ts';
import type { State } from '../infer/density.ts';
import type { Random, RandomCells } from '../random.ts';
import { layOutBlock } from './block-layout.ts';
import { wasmBase64 } from './generated/kernel-wasm.ts';
import {
  GO_ON,
  INTEGERS,
  LEAPFROGS_OF_BLOCK,
  LEAVE,
  NUMBERS,
  SPARE_NORMAL,
  STEP,
  STEP_NUMBERS,
  STOP,
  WORDS,
} from './record.ts';
import { layOutTuning, numbersOfWindow, WINDOWS } from './tuning-layout.ts';

/** A compiled model, as the kernel needs it. Addresses are of its memory. */
interface KernelHost {
  readonly memory: WebAssembly.Memory;
  readonly dimension: number;
  /** Of a gradient, roughly: the fewer, the more leapfrog steps may pass until it is asked whether to stop. */
  readonly operations: number;
  readonly stateBytes: number;
  /** Where the density reads the position and writes its gradient. */
  readonly position: number;
  readonly gradient: number;
  readonly inverseMass: number;
  /** Room for the numbers of a metric that is more than a diagonal, and how many. */
  readonly metric: number;
  readonly metricNumbers: number;
  /** Room for a block of draws (`block-layout.ts`). */
  readonly block: number;
  /** Room for what tuning learns (`tuning-layout.ts`). */
  readonly tuning: number;
  /** Where the quantities of a draw are after `outputs`, in order; none where JavaScript computes them. */
  readonly quantities: readonly Stretch[];
  /** Of parameters with degrees of centring, the numbers that the density as written depends on. */
  readonly pieces: readonly { readonly degrees: Stretch; readonly scale: number }[];
  /** The log density at the position. */
  density(): number;
  outputs(position: number): void;
  centring?(position: number): void;
  /** The state at an address, as JavaScript sees it. */
  stateAt(address: number): State;
}

/** Neighbouring numbers in memory. */
export interface Stretch {
  readonly address: number;
  /** Numbers. */
  readonly size: number;
}

/** The draws of a block in the model's memory: they change with the next block. */
export interface BlockOfDraws {
  /** Draws that there is room for; 0 where a draw has too many numbers for a block to gain anything. */
  readonly room: number;
  readonly dimension: number;
  /** Unconstrained, one draw after the other. */
  readonly positions: Float64Array;
  /** All quantities, one draw after the other; null where the kernel cannot compute them. */
  readonly quantities: Float64Array | null;
  readonly stats: SamplerStats;
}

/** What tuning learns in the model's memory. */
export interface TuningMemory {
  /** Draws that there is room for; 0 where a draw has too many numbers for a block to gain anything. */
  readonly room: number;
  /** The step size's dual averaging (`record.ts`). */
  readonly step: Float64Array;
  /** For moments of draws, in the layout of `tuning-layout.ts`. */
  readonly windows: readonly Float64Array[];
  /** Of the draws of the last block, but for its last, one after the other. */
  readonly positions: Float64Array;
  readonly gradients: Float64Array;
  /** Whether the chain moved. */
  readonly moved: Uint8Array;
}

export interface Kernel {
  /** Where its random stream lives, and whose it is now. */
  readonly cells: RandomCells;
  random: Random | null;
  /** Of the last transition: `record.ts` says what is where. */
  readonly integers: Int32Array;
  readonly numbers: Float64Array;
  readonly metricMemory: Float64Array;
  /** Polled before a leapfrog step, within milliseconds of work. */
  shouldStop: () => boolean;
  /** Polled where `shouldStop` is: whether a block is to end with the present transition. */
  isDue: () => boolean;
  /** What `drawBlock` fills. */
  readonly block: BlockOfDraws;
  readonly tuning: TuningMemory;
  stateAt(address: number): State;
  /** A free state. States are addresses. */
  take(): number;
  /** Returns the state moved to. `from` is free afterwards if that is another one. */
  transition(from: number, stepSize: number, maxTreeDepth: number, maxEnergyError: number): number;
  /**
   * Up to `most` transitions, each written to `block`; the record says how many, and what the last one was: it
   * ends with a divergence, where it is stopped, or where it is due. Returns the state moved to.
   */
  drawBlock(
    from: number,
    stepSize: number,
    maxTreeDepth: number,
    maxEnergyError: number,
    most: number,
  ): number;
  /**
   * Up to `most` transitions of tuning, at the steps of `tuning.step`, and learns from all but the last; the record
   * says how many, and what the last was: it ends with a divergence, with an energy error above `mostError` at a step of
   * at most `longer` times the average, where it is stopped, or where it is due. The rest are places of numbers, 0 for none; `acceptance` is a field of the record.
   */
  tuneBlock(
    from: number,
    maxTreeDepth: number,
    maxEnergyError: number,
    most: number,
    mostError: number,
    longer: number,
    acceptance: number,
    foreground: number,
    background: number,
    renews: boolean,
    all: number,
    positions: number,
    gradients: number,
    moves: number,
  ): number;
  probe(from: number, stepSize: number): number;
  /** 0 diagonal, 1 low rank with so many directions, 2 dense, whose numbers are in `metricMemory`. */
  useMetric(kind: 0 | 1 | 2, directions: number): void;
  /** The next numbers of the stream, for tests. */
  nextUniform(): number;
  nextNormal(): number;
}

interface Exports
  extends Pick<Kernel, 'take' | 'transition' | 'drawBlock' | 'tuneBlock' | 'probe' | 'useMetric'> {
  configure(
    dimension: number,
    operations: number,
    stateBytes: number,
    position: number,
    gradient: number,
    inverseMass: number,
    metric: number,
  ): void;
  configureBlock(
    room: number,
    positions: number,
    quantities: number,
    bytesOfQuantities: number,
    statistics: number,
    stretches: number,
    stretchCount: number,
    pieces: number,
    pieceCount: number,
  ): void;
  nextUniform(): number;
  nextNormal(): number;
}

let compiled: WebAssembly.Module | undefined;

export function startKernel(host: KernelHost): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(wasmBase64, 'base64')));
  const { density, outputs, memory } = host;
  const centring = host.centring ?? (() => {});
  const { buffer } = memory;
  const instance = new WebAssembly.Instance(compiled, {
    env: { memory },
    model: { density, outputs, centring },
    caller: { ask: () => (kernel.shouldStop() ? STOP : kernel.isDue() ? LEAVE : GO_ON) },
  });
  const exports = instance.exports as unknown as Exports;
  exports.configure(
    host.dimension,
    host.operations,
    host.stateBytes,
    host.position,
    host.gradient,
    host.inverseMass,
    host.metric,
  );
  const kernel: Kernel = {
    cells: { words: new Int32Array(buffer, WORDS, 4), spare: new Float64Array(buffer, SPARE_NORMAL, 1) },
    random: null,
    integers: new Int32Array(buffer, INTEGERS, LEAPFROGS_OF_BLOCK + 1),
    numbers: new Float64Array(buffer, NUMBERS, 5),
    metricMemory: new Float64Array(buffer, host.metric, host.metricNumbers),
    shouldStop: () => false,
    isDue: () => false,
    block: placeBlock(host, exports),
    tuning: placeTuning(host),
    stateAt: host.stateAt,
    take: exports.take,
    transition: exports.transition,
    drawBlock: exports.drawBlock,
    tuneBlock: exports.tuneBlock,
    probe: exports.probe,
    useMetric: exports.useMetric,
    nextUniform: exports.nextUniform,
    nextNormal: exports.nextNormal,
  };
  return kernel;
}

/** Tells the kernel where the draws of a block go, and views them. */
function placeBlock(host: KernelHost, exports: Exports): BlockOfDraws {
  const { dimension, block } = host;
  const { buffer } = host.memory;
  const quantities = host.quantities.reduce((sum, { size }) => sum + size, 0);
  const layout = layOutBlock({
    dimension,
    quantities,
    stretches: host.quantities.length,
    pieces: host.pieces.length,
  });
  const { room } = layout;
  if (room > 0) {
    const stretches = new Uint32Array(buffer, block + layout.stretches, 2 * host.quantities.length);
    for (const [k, { address, size }] of host.quantities.entries()) stretches.set([address, 8 * size], 2 * k);
    const pieces = new Uint32Array(buffer, block + layout.pieces, 3 * host.pieces.length);
    for (const [k, { degrees, scale }] of host.pieces.entries())
      pieces.set([degrees.address, scale, degrees.size], 3 * k);
    exports.configureBlock(
      room,
      block + layout.positions,
      block + layout.quantities,
      8 * quantities,
      block + layout.logDensity,
      stretches.byteOffset,
      host.quantities.length,
      pieces.byteOffset,
      host.pieces.length,
    );
  }
  const numbers = (at: number, count: number) => new Float64Array(buffer, block + at, count);
  return {
    room,
    dimension,
    positions: numbers(layout.positions, room * dimension),
    quantities: quantities === 0 ? null : numbers(layout.quantities, room * quantities),
    stats: {
      logDensity: numbers(layout.logDensity, room),
      energy: numbers(layout.energy, room),
      acceptance: numbers(layout.acceptance, room),
      stepSize: numbers(layout.stepSize, room),
      gradients: new Uint32Array(buffer, block + layout.gradients, room),
      treeDepth: new Uint8Array(buffer, block + layout.treeDepth, room),
      divergent: new Uint8Array(buffer, block + layout.divergent, room),
    },
  };
}

function placeTuning({ memory, dimension, tuning }: KernelHost): TuningMemory {
  const { buffer } = memory;
  const layout = layOutTuning(dimension);
  const { room } = layout;
  const ofWindow = numbersOfWindow(dimension);
  const numbers = (at: number, count: number) => new Float64Array(buffer, tuning + at, count);
  return {
    room,
    step: new Float64Array(buffer, STEP, STEP_NUMBERS),
    windows: Array.from({ length: room === 0 ? 0 : WINDOWS }, (_, k) =>
      numbers(layout.windows + 8 * ofWindow * k, ofWindow),
    ),
    positions: numbers(layout.positions, room * dimension),
    gradients: numbers(layout.gradients, room * dimension),
    moved: new Uint8Array(buffer, tuning + layout.moved, room),
  };
}
