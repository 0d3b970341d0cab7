/** The weights of the modes that chains lie in, by how well each predicts (`--modes weigh`). */

export interface ModeWeights {
  /** Heaviest first; none where there was nothing to weigh. */
  readonly modes: readonly WeighedMode[];
  /** Of the mixture of the modes by their weights. */
  readonly summary: readonly WeightedRow[];
  /** In words: why nothing was weighed, or what the weights may be wrong by. */
  readonly notes: readonly string[];
}

interface WeighedMode {
  /** Means of the parameters that tell the modes apart most. */
  readonly at: Readonly<Record<string, number>>;
  /** Numbers of the chains in it, from 1; none where only the search for modes found it. */
  readonly chains: readonly number[];
  readonly draws: number;
  readonly weight: number;
  /** Expected log predictive density by leave-one-out, and its standard error; null of one observed value. */
  readonly elpd: number;
  readonly se: number | null;
  /** Observed values whose Pareto k is above the limit. */
  readonly n_bad: number;
}

/** A label of a quantity has its probability as mean, and nothing else. */
export interface WeightedRow {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}
