/** The numbers of a summary's row by WebAssembly (`assembly/`), for quantities that it takes; `summary.ts` has the rest. */
import type { ScoreTable } from '../stats/ranks.ts';
import { wasmBase64 } from './generated/summary-wasm.ts';
import {
  ESS_BULK,
  ESS_TAIL,
  HDI_HIGH,
  HDI_LOW,
  K_MEAN,
  K_SD,
  MCSE_MEAN,
  MCSE_SD,
  MEAN,
  NUMBERS,
  Q3,
  Q50,
  Q97,
  R_HAT,
  RECORD,
  SD,
} from './row-record.ts';

interface Exports {
  readonly memory: WebAssembly.Memory;
  place(draws: number, halfChains: number): number;
  addressOfValues(): number;
  addressOfScores(): number;
  describe(mass: number): number;
}

export interface Description {
  readonly mean: number;
  readonly sd: number;
  readonly hdi: readonly [number, number];
  readonly mcseMean: number;
  readonly mcseSd: number;
  readonly essBulk: number;
  readonly essTail: number;
  readonly rHat: number;
  readonly quantiles: readonly [q3: number, q50: number, q97: number];
  readonly paretoKMean: number;
  readonly paretoKSd: number;
}

/** Null where the reference has to do it: constants, draws that are not finite, chains that mix slowly. */
export type Describe = (values: Float64Array) => Description | null;

/** Above it memory is better spent otherwise. */
const MOST_DRAWS = 2 ** 21;
const PAGE = 65536;

let compiled: WebAssembly.Module | undefined;

/** For quantities of this many draws and chains; null where none is taken. @param mass of the interval. */
export function describer(
  chains: number,
  drawsPerChain: number,
  scores: ScoreTable,
  mass: number,
): Describe | null {
  const draws = chains * drawsPerChain;
  if (drawsPerChain % 2 !== 0 || drawsPerChain < 8 || draws > MOST_DRAWS) return null;
  compiled ??= new WebAssembly.Module(Uint8Array.from(Buffer.from(wasmBase64, 'base64')));
  const exports = new WebAssembly.Instance(compiled).exports as unknown as Exports;
  const { memory } = exports;
  const missing = exports.place(draws, 2 * chains) - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
  new Float64Array(memory.buffer, exports.addressOfScores(), scores.length).set(scores);
  const own = new Float64Array(memory.buffer, exports.addressOfValues(), draws);
  const record = new Float64Array(memory.buffer, RECORD, NUMBERS);
  return (values) => {
    own.set(values);
    if (exports.describe(mass) === 0) return null;
    return {
      mean: record[MEAN],
      sd: record[SD],
      hdi: [record[HDI_LOW], record[HDI_HIGH]],
      mcseMean: record[MCSE_MEAN],
      mcseSd: record[MCSE_SD],
      essBulk: record[ESS_BULK],
      essTail: record[ESS_TAIL],
      rHat: record[R_HAT],
      quantiles: [record[Q3], record[Q50], record[Q97]],
      paretoKMean: record[K_MEAN],
      paretoKSd: record[K_SD],
    };
  };
}
