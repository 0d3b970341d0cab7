/** Draws that another program made. */
import { allocateStats, type SamplerStats } from '../draws/draw-statistics.ts';
import type { Draws } from '../draws/draws.ts';

type Judged = 'divergent' | 'energy' | 'treeDepth';

export interface OutsideDraws {
  readonly draws: Draws;
  /** Zero where a file does not have them. */
  readonly stats: SamplerStats;
  readonly has: Readonly<Record<Judged, boolean>>;
  /** Doublings at which a trajectory is cut short; null where that is not known. */
  readonly maxTreeDepth: number | null;
}

export type OutsideResult =
  | { readonly kind: 'ok'; readonly outside: OutsideDraws }
  | { readonly kind: 'problem'; readonly message: string };

/** @param columns of all draws, chain after chain. */
export function outsideDraws(
  columns: ReadonlyMap<string, Float64Array>,
  statistics: Readonly<Partial<Record<Judged, Float64Array>>>,
  chains: number,
  drawsPerChain: number,
  maxTreeDepth: number | null,
): OutsideDraws {
  const names = [...columns.keys()];
  const values = new Float64Array(chains * drawsPerChain * names.length);
  for (const [k, column] of [...columns.values()].entries())
    for (let i = 0; i < column.length; i++) values[i * names.length + k] = column[i];
  const stats = allocateStats(chains * drawsPerChain);
  const { divergent, energy, treeDepth } = statistics;
  if (divergent !== undefined) stats.divergent.set(divergent);
  if (energy !== undefined) stats.energy.set(energy);
  if (treeDepth !== undefined) stats.treeDepth.set(treeDepth);
  return {
    draws: { names, chains, drawsPerChain, values },
    stats,
    has: {
      divergent: divergent !== undefined,
      energy: energy !== undefined,
      treeDepth: treeDepth !== undefined && maxTreeDepth !== null,
    },
    maxTreeDepth,
  };
}
