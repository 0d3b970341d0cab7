/** Draws in memory: `values[(chain * drawsPerChain + draw) * names.length + k]` is quantity element k. */
export interface Draws {
  readonly names: readonly string[];
  readonly chains: number;
  /** Kept draws of each chain (after an interruption they may differ: the shortest chain counts). */
  readonly drawsPerChain: number;
  readonly values: Float64Array;
}
