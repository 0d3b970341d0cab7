/** Predictions at new data as a table, with the new values of each row. Plain data. */

export interface PredictionTable {
  /** Name of the `predict` statement, or of the file. */
  readonly name: string;
  readonly draws: number;
  readonly seed: number;
  /** The draws are provisional: the run's diagnostics fail, or it did not end. */
  readonly provisional: boolean;
  /** The approximation that the draws come from instead of the posterior: `mean-field ADVI`, … */
  readonly approximation: string | null;
  /** Labels not in the fitted data, as `county "Lake"`: drawn from their hierarchy. */
  readonly newLabels: readonly string[];
  /** Quantities that are computed given observed values, where these are not known. */
  readonly leftOut: readonly string[];
  /** The new data shown with the predictions. */
  readonly columns: readonly string[];
  readonly rows: readonly PredictionRow[];
}

export interface PredictionRow {
  readonly name: string;
  /** For a probability `P(seen[1] = bear)`: the element and its label. Only `mean` is then present. */
  readonly element?: string;
  readonly label?: string;
  /** One per column of the table, or empty if it belongs to no new row. */
  readonly at: readonly string[];
  readonly isOutcome: boolean;
  readonly mean: number;
  readonly sd: number;
  /** The 3 %, 50 % and 97 % quantiles. */
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}
