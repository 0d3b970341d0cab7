/**
 * One transition of NUTS inside WebAssembly (`assembly/`): a module of its own, compiled once for all models, that
 * runs in a model's memory and calls the model's leapfrog step. `methods/nuts/kernel-nuts.ts` drives it.
 */
import type { State } from '../infer/density.ts';
import type { Random, RandomCells } from '../random.ts';
import { wasmBase64 } from './generated/kernel-wasm.ts';
import { INTEGERS, NUMBERS, SPARE_NORMAL, WORDS } from './record.ts';

/** A compiled model, as the kernel needs it. Addresses are of its memory. */
interface KernelHost {
  readonly memory: WebAssembly.Memory;
  readonly dimension: number;
  /** Of a gradient, roughly: the fewer, the more leapfrog steps may pass until it is asked whether to stop. */
  readonly operations: number;
  readonly stateBytes: number;
  readonly inverseMass: number;
  /** Room for the numbers of a metric that is more than a diagonal, and how many. */
  readonly metric: number;
  readonly metricNumbers: number;
  evaluate(state: number): void;
  leapfrog(from: number, to: number, stepSize: number): number;
  turning(early: number, late: number): number;
  /** The state at an address, as JavaScript sees it. */
  stateAt(address: number): State;
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
  stateAt(address: number): State;
  /** A free state. States are addresses. */
  take(): number;
  /** Returns the state moved to. `from` is free afterwards if that is another one. */
  transition(from: number, stepSize: number, maxTreeDepth: number, maxEnergyError: number): number;
  probe(from: number, stepSize: number): number;
  /** 0 diagonal, 1 low rank with so many directions, 2 dense, whose numbers are in `metricMemory`. */
  useMetric(kind: 0 | 1 | 2, directions: number): void;
  /** The next numbers of the stream, for tests. */
  nextUniform(): number;
  nextNormal(): number;
}

interface Exports extends Pick<Kernel, 'take' | 'transition' | 'probe' | 'useMetric'> {
  configure(
    dimension: number,
    operations: number,
    stateBytes: number,
    inverseMass: number,
    metric: number,
  ): void;
  nextUniform(): number;
  nextNormal(): number;
}

let compiled: WebAssembly.Module | undefined;

export function startKernel(host: KernelHost): Kernel {
  compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(wasmBase64, 'base64')));
  const { evaluate, leapfrog, turning, memory } = host;
  const { buffer } = memory;
  const instance = new WebAssembly.Instance(compiled, {
    env: { memory },
    model: { evaluate, leapfrog, turning },
    caller: { shouldStop: () => (kernel.shouldStop() ? 1 : 0) },
  });
  const exports = instance.exports as unknown as Exports;
  exports.configure(host.dimension, host.operations, host.stateBytes, host.inverseMass, host.metric);
  const kernel: Kernel = {
    cells: { words: new Int32Array(buffer, WORDS, 4), spare: new Float64Array(buffer, SPARE_NORMAL, 1) },
    random: null,
    integers: new Int32Array(buffer, INTEGERS, 8),
    numbers: new Float64Array(buffer, NUMBERS, 5),
    metricMemory: new Float64Array(buffer, host.metric, host.metricNumbers),
    shouldStop: () => false,
    stateAt: host.stateAt,
    take: exports.take,
    transition: exports.transition,
    probe: exports.probe,
    useMetric: exports.useMetric,
    nextUniform: exports.nextUniform,
    nextNormal: exports.nextNormal,
  };
  return kernel;
}
