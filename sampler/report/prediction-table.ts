/** Predictions at new data as a table, with the new values of each row. Plain data. */

export interface PredictionTable {
  /** Of the `predict` statement, or the file's. */
  readonly name: string;
  readonly draws: number;
  readonly seed: number;
  /** The draws are not to be relied on yet: the run's diagnostics fail, or it did not end. */
  readonly provisional: boolean;
  /** The draws are of this approximation, not of the posterior: `mean-field ADVI`, … */
  readonly approximation: string | null;
  /** Labels that the fit has not seen, as `county "Lake"`: drawn from their hierarchy. */
  readonly newLabels: readonly string[];
  /** The new data shown with the predictions. */
  readonly columns: readonly string[];
  readonly rows: readonly PredictionRow[];
}

export interface PredictionRow {
  readonly name: string;
  /** Of a probability `P(seen[1] = bear)`: the element and its label. Then `mean` is all that there is. */
  readonly element?: string;
  readonly label?: string;
  /** One for each of the table's columns, or none where it belongs to no new row. */
  readonly at: readonly string[];
  readonly isOutcome: boolean;
  readonly mean: number;
  readonly sd: number;
  /** The 3 %, 50 % and 97 % quantiles. */
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}
