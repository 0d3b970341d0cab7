/** Collects the blocks of all chains in one array of draws and one of sampler statistics. */

import { allocateStats, copyStats, type SamplerStats } from './draw-statistics.ts';
import type { Draws } from './draws.ts';
import type { DrawsBlock } from './draws-block.ts';
import { keptChains } from './kept-chains.ts';

export interface Collected {
  readonly draws: Draws;
  readonly stats: SamplerStats;
  /** Chains (0-based) in the arrays: an interrupted run may have chains with few draws or none. */
  readonly chains: readonly number[];
  /** Draws made by each requested chain. */
  readonly counts: readonly number[];
}

export interface Collector {
  add(block: DrawsBlock): void;
  /** Draws of each chain so far. */
  readonly counts: readonly number[];
  /** Makes room for more draws per chain. @throws RangeError as `createCollector`. */
  grow(draws: number): void;
  /** The arrays: complete if every chain is, else cut to `keptChains`. */
  finish(): Collected;
}

/** @throws RangeError where the arrays are larger than the platform allows. */
export function createCollector(names: readonly string[], chains: number, capacity: number): Collector {
  const quantities = names.length;
  let draws = capacity;
  let values = sharedNumbers(chains * draws * quantities);
  let stats = allocateStats(chains * draws);
  const counts = new Array<number>(chains).fill(0);
  return {
    counts,
    add(block) {
      const at = block.chain * draws + block.firstDraw;
      values.set(block.values, at * quantities);
      copyStats(stats, at, block.stats, 0, block.draws);
      counts[block.chain] = block.firstDraw + block.draws;
    },
    grow(more) {
      const wider = sharedNumbers(chains * more * quantities);
      const widerStats = allocateStats(chains * more);
      for (const [chain, count] of counts.entries()) {
        const from = chain * draws;
        wider.set(values.subarray(from * quantities, (from + count) * quantities), chain * more * quantities);
        copyStats(widerStats, chain * more, stats, from, from + count);
      }
      values = wider;
      stats = widerStats;
      draws = more;
    },
    finish() {
      const { chains: kept, drawsPerChain: length } = keptChains(counts);
      if (kept.length === chains && length === draws) {
        return {
          draws: { names, chains, drawsPerChain: draws, values },
          stats,
          chains: kept,
          counts: [...counts],
        };
      }
      const cut = sharedNumbers(kept.length * length * quantities);
      const cutStats = allocateStats(kept.length * length);
      for (const [i, chain] of kept.entries()) {
        const from = chain * draws;
        cut.set(values.subarray(from * quantities, (from + length) * quantities), i * length * quantities);
        copyStats(cutStats, i * length, stats, from, from + length);
      }
      return {
        draws: { names, chains: kept.length, drawsPerChain: length, values: cut },
        stats: cutStats,
        chains: kept,
        counts: [...counts],
      };
    },
  };
}

/** In memory that workers read without a copy. */
function sharedNumbers(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}
