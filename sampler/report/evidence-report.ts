/** The JSON output of `bayes evidence`. */

export interface EvidenceReport {
  /** In order of evidence, the highest first. */
  readonly rows: readonly EvidenceRow[];
  readonly warnings: readonly string[];
}

export interface EvidenceRow {
  readonly run: string;
  readonly model: string;
  readonly provisional: boolean;
  readonly draws: number;
  /** Coordinates of the unconstrained posterior. */
  readonly dimension: number;
  /** Log of the probability, or density, of the data under the model. */
  readonly log_evidence: number;
  /** Standard error of the evidence over the evidence, about that of its log; null where it is unbounded. */
  readonly relative_error: number | null;
  /** Log of how many times as probable the data are under the best model as under this; null of one run. */
  readonly log_bayes_factor: number | null;
  /** Relative standard error of that factor; null of the best, of one run, and where it is unbounded. */
  readonly bayes_factor_error: number | null;
  /** Of the model given the data, where all are equally probable before; null of one run. */
  readonly probability: number | null;
}
