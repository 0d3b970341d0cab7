/** Weights of modes by predictive accuracy (`--modes weigh`). */

export interface ModeWeights {
  /** Heaviest first; empty if there is only one. */
  readonly modes: readonly WeighedMode[];
  /** Summary of the weighted mixture of the modes. */
  readonly summary: readonly WeightedRow[];
  /** Why nothing was weighed, or limits of the weights, in words. */
  readonly notes: readonly string[];
}

interface WeighedMode {
  /** Means of the parameters that distinguish the modes best. */
  readonly at: Readonly<Record<string, number>>;
  /** Numbers of the chains in it, from 1; none where only the search for modes found it. */
  readonly chains: readonly number[];
  readonly draws: number;
  readonly weight: number;
  /** Expected log predictive density by leave-one-out, and its standard error; null for a single observation. */
  readonly elpd: number;
  readonly se: number | null;
  /** Observed values whose Pareto k is above the limit. */
  readonly n_bad: number;
}

/** For a label `mean` is its probability, and the rest is absent. */
export interface WeightedRow {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}
