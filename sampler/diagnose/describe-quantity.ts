/** The numbers of a summary's row by WebAssembly (`assembly/`), for quantities that it takes; `describe-by-reference.ts` has the rest. */
import type { ScoreTable } from '../stats/ranks.ts';
import { type Description, descriptionAt } from './description.ts';
import { wasmBase64 } from './generated/summary-wasm.ts';
import { NUMBERS, RECORD } from './row-record.ts';

interface Exports {
  readonly memory: WebAssembly.Memory;
  place(draws: number, halfChains: number): number;
  addressOfValues(): number;
  addressOfScores(): number;
  describe(mass: number): number;
}

/** Null where the reference has to do it: constants, draws that are not finite, chains that mix slowly. */
export type Describe = (values: Float64Array) => Description | null;

/** Above it memory is better spent otherwise. */
const MOST_DRAWS = 2 ** 21;
const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;

/** Compiled once in a process; its threads share it with what the engine learns of it. */
export function summaryModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(wasmBase64, 'base64')));
  return compiled;
}

/** For quantities of this many draws and chains; null where none is taken. @param mass of the interval. */
export function describer(
  chains: number,
  drawsPerChain: number,
  scores: ScoreTable,
  mass: number,
  module = summaryModule(),
): Describe | null {
  const draws = chains * drawsPerChain;
  if (drawsPerChain % 2 !== 0 || drawsPerChain < 8 || draws > MOST_DRAWS) return null;
  const exports = new WebAssembly.Instance(module).exports as unknown as Exports;
  const { memory } = exports;
  const missing = exports.place(draws, 2 * chains) - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  new Float64Array(memory.buffer, exports.addressOfScores(), scores.length).set(scores);
  const own = new Float64Array(memory.buffer, exports.addressOfValues(), draws);
  const record = new Float64Array(memory.buffer, RECORD, NUMBERS);
  return (values) => {
    own.set(values);
    if (exports.describe(mass) === 0) return null;
    return descriptionAt(record, 0);
  };
}
