/** An instance of a compiled model in this thread: its density for inference, its outputs for the draws. */
import type { Centring, Density, State } from '../infer/density.ts';
import type { ValueFault } from '../infer/invalid-value.ts';
import { type Kernel, startKernel } from '../kernel/kernel.ts';
import { NEXT_STATE } from '../kernel/record.ts';
import { hasOnlyDiscreteUnknowns } from './chance.ts';
import type { CompiledModel, OutputArray } from './compiled-model.ts';
import type { createDrawsAfter } from './draw-after.ts';
import { bytesOfState, numbersOfMetric, STATE_VECTORS } from './emit/state-layout.ts';
import { quantitiesByKernel, stretchesOf } from './quantity-stretches.ts';
import { valueFault } from './value-checks.ts';

export interface ModelInstance {
  readonly density: Density;
  /** Writes every quantity at a position, flat in the order of `names`. */
  constrain(position: Float64Array, out: Float64Array): void;
  /** As `constrain`, but draws nothing: right for the parameters, not for what is drawn or follows from that. */
  constrainParams(position: Float64Array, out: Float64Array): void;
  /** Computes the parts of the likelihood at a position; `read` then gives their values. */
  observe(position: Float64Array): void;
  /** The first invalid value or index at a position; null if none. */
  faultAt(position: Float64Array): ValueFault | null;
  /** A view of an output after `observe`; it changes with the next call. */
  read(array: OutputArray): Float64Array;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  density(): number;
  evaluate(state: number): void;
  leapfrog(from: number, to: number, stepSize: number): number;
  turning(early: number, late: number): number;
  outputs(position: number): void;
  observe(position: number): void;
  /** Absent where nothing is checked. */
  check?(position: number): void;
  /** Absent where no parameter has degrees of centring. */
  centring?(position: number): void;
  /** Absent where nothing is drawn after a kept draw. */
  draws?(position: number): void;
}

interface PlacedState extends State {
  readonly address: number;
}

/** Up to so many numbers are copied sooner one by one. */
const FEW = 16;

/** @param drawsAfter null for a model without `draw` statements, which then needs no code of the distributions */
export function modelInstance(
  model: CompiledModel,
  module: WebAssembly.Module,
  drawsAfter: typeof createDrawsAfter | null,
): ModelInstance {
  const instance = new WebAssembly.Instance(module);
  const exports = instance.exports as unknown as Exports;
  const { buffer } = exports.memory;
  const bytes = new Uint8Array(buffer);
  for (const segment of model.segments) bytes.set(segment.bytes, segment.address);

  const n = model.dimension;
  const stateBytes = bytesOfState(n);
  /** Address of the next state, in memory since the kernel allocates states too. */
  const next = new Uint32Array(buffer, NEXT_STATE, 1);
  next[0] = model.memory.states;

  function newState(): PlacedState {
    const [address] = next;
    if (address + stateBytes > buffer.byteLength) throw new Error('the model has no room for another state');
    next[0] += stateBytes;
    return stateAt(address);
  }
  function stateAt(address: number): PlacedState {
    const [position, momentum, gradient, momentumSum] = STATE_VECTORS.map(
      (_, k) => new Float64Array(buffer, address + 8 * n * k, n),
    );
    const energy = new Float64Array(buffer, address + 8 * n * STATE_VECTORS.length, 1);
    return {
      address,
      position,
      momentum,
      gradient,
      momentumSum,
      get logDensity() {
        return energy[0];
      },
      set logDensity(value: number) {
        energy[0] = value;
      },
    };
  }
  let kernel: Kernel | null = null;
  const outputState = newState();
  const addressOf = (state: State): number => (state as PlacedState).address;
  /** Copied, unless it is that of a state in this memory. */
  const addressOfPosition = (position: Float64Array): number => {
    if (position.buffer === buffer) return position.byteOffset;
    outputState.position.set(position);
    return outputState.address;
  };

  const sizeOf = ({ shape }: OutputArray): number => shape.reduce((product, size) => product * size, 1);
  const read = (array: OutputArray): Float64Array => new Float64Array(buffer, array.address, sizeOf(array));
  const centring: Centring = {
    pieces: model.centrings.map(({ name, offset, degrees, location, scale, sequence }) => ({
      name,
      offset,
      degrees: read(degrees),
      location: read(location),
      scale: read(scale),
      ...(sequence === undefined ? {} : { sequence: { ...sequence, shift: read(sequence.shift) } }),
    })),
    at(position) {
      exports.centring?.(addressOfPosition(position));
    },
  };

  const stretches = stretchesOf(model.quantities);
  const density: Density = {
    dimension: n,
    ...(hasOnlyDiscreteUnknowns(model) ? { isIndependent: true as const } : {}),
    newState,
    inverseMass: new Float64Array(buffer, model.memory.inverseMass, n),
    evaluate(state) {
      exports.evaluate(addressOf(state));
    },
    leapfrog(from, to, stepSize) {
      return exports.leapfrog(addressOf(from), addressOf(to), stepSize);
    },
    turning(early, late) {
      return exports.turning(addressOf(early), addressOf(late)) !== 0;
    },
    kernel() {
      kernel ??= startKernel({
        ...exports,
        dimension: n,
        operations: model.operations,
        stateBytes,
        position: model.memory.position,
        gradient: model.memory.gradient,
        inverseMass: model.memory.inverseMass,
        metric: model.memory.metric,
        metricNumbers: numbersOfMetric(n),
        block: model.memory.block,
        tuning: model.memory.tuning,
        quantities: quantitiesByKernel(model.draws, stretches),
        pieces: model.centrings.map(({ degrees, scale }) => ({
          degrees: { address: degrees.address, size: sizeOf(degrees) },
          scale: scale.address,
        })),
        stateAt,
      });
      return kernel;
    },
    ...(centring.pieces.length === 0 ? {} : { centring }),
  };
  const outputs = stretches.map(({ address, size }) => {
    return new Float64Array(buffer, address, size);
  });

  const after = drawsAfter?.(model.draws, read);
  /** The address of the position, with the quantities drawn there in memory. */
  const drawnAt = (position: Float64Array): number => {
    const address = addressOfPosition(position);
    if (exports.draws !== undefined) {
      if (after === undefined) throw new Error('expected an instance that draws, since the model has `draw`');
      after.at(position, () => exports.draws?.(address));
    }
    return address;
  };

  const looked = model.checks.map((check) => ({ check, values: read(check.values) }));

  const write = (address: number, out: Float64Array): void => {
    exports.outputs(address);
    let at = 0;
    for (const values of outputs) {
      if (values.length > FEW) {
        out.set(values, at);
        at += values.length;
      } else for (let i = 0; i < values.length; i++) out[at++] = values[i];
    }
  };

  return {
    density,
    constrain(position, out) {
      write(drawnAt(position), out);
    },
    constrainParams(position, out) {
      write(addressOfPosition(position), out);
    },
    observe(position) {
      exports.observe(addressOfPosition(position));
    },
    faultAt(position) {
      if (exports.check === undefined) return null;
      exports.check(drawnAt(position));
      for (const [i, { check, values }] of looked.entries()) {
        const fault = valueFault(check, i, values);
        if (fault !== null) return fault;
      }
      return null;
    },
    read,
  };
}
