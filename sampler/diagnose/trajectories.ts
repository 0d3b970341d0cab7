/**
 * Divergences, trajectories cut off and E-BFMI of a run: of every transition where chains counted those that `thin`
 * leaves out, else by the statistics of the kept draws.
 */
import type { SamplerStats } from '../draws/draw-statistics.ts';
import type { TransitionTally } from '../draws/transition-tally.ts';
import { eBfmi, eBfmiOfTally } from './e-bfmi.ts';

export interface Trajectories {
  readonly divergences: number;
  readonly cut: number;
  /** Of each chain. */
  readonly eBfmi: readonly number[];
  /** How many there are, and what they are in messages. */
  readonly count: number;
  readonly noun: 'draws' | 'steps';
}

/** @param tallies in the order of the chains; null for one that counted nothing. */
export function trajectoriesOf(
  stats: SamplerStats,
  chains: number,
  maxTreeDepth: number,
  tallies: readonly (TransitionTally | null)[],
): Trajectories {
  const known = tallies.flatMap((tally) => tally ?? []);
  if (known.length > 0 && known.length === tallies.length) {
    const sum = (of: (tally: TransitionTally) => number) =>
      known.reduce((total, tally) => total + of(tally), 0);
    return {
      divergences: sum(({ divergences }) => divergences),
      cut: sum(({ cut }) => cut),
      eBfmi: known.map(eBfmiOfTally),
      count: sum(({ transitions }) => transitions),
      noun: 'steps',
    };
  }
  const drawsPerChain = stats.divergent.length / Math.max(1, chains);
  return {
    divergences: stats.divergent.reduce((sum, divergent) => sum + divergent, 0),
    cut: stats.treeDepth.reduce((sum, depth) => sum + (depth >= maxTreeDepth ? 1 : 0), 0),
    eBfmi: Array.from({ length: chains }, (_, chain) =>
      eBfmi(stats.energy.subarray(chain * drawsPerChain, (chain + 1) * drawsPerChain)),
    ),
    count: stats.divergent.length,
    noun: 'draws',
  };
}
