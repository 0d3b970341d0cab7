/** Complete, no and partial pooling of the groups of a hierarchy. */

export interface PoolingReport {
  readonly provisional: boolean;
  readonly groupings: readonly Pooling[];
  readonly notes: readonly string[];
}

/** Of the groups of one dimension. */
export interface Pooling {
  /** The dimension. */
  readonly by: string;
  readonly outcome: string;
  readonly groups: readonly PooledGroup[];
}

/** Means of the outcome over the rows of a group. */
export interface PooledGroup {
  readonly label: string;
  readonly rows: number;
  /** No pooling: the mean of its own rows. */
  readonly none: number;
  /** Complete pooling: that of the regression without groups; null where the model is no regression. */
  readonly complete: number | null;
  /** Partial pooling: what the model expects. */
  readonly mean: number;
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}
