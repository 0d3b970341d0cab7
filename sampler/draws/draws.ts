/** Draws in memory: `values[(chain * drawsPerChain + draw) * names.length + k]` is quantity element k. */
export interface Draws {
  readonly names: readonly string[];
  readonly chains: number;
  /** Kept draws of each chain (after an interruption they may differ: the shortest chain counts). */
  readonly drawsPerChain: number;
  readonly values: Float64Array;
}

/** Per kept draw, chain by chain: `x[chain * drawsPerChain + draw]`. */
export interface SamplerStats {
  readonly logDensity: Float64Array;
  readonly energy: Float64Array;
  readonly divergent: Uint8Array;
  readonly treeDepth: Uint8Array;
  readonly gradients: Uint32Array;
  readonly acceptance: Float64Array;
  readonly stepSize: Float64Array;
}
