/** Whether the model reproduces the data: the part of the verdict beside sampling. Field names are those of the JSON. */

export interface Fit {
  readonly pass: boolean;
  /** What the model does not reproduce, a sentence for each datum concerned. */
  readonly reasons: readonly FitReason[];
  /** Of each datum, and of its groups by label data; those of groups only where they fail. */
  readonly statistics: readonly FitStatistic[];
  /** Calibration of each datum's values, each predicted without itself. */
  readonly pit: readonly FitPit[];
  /** What was not looked at, and why. */
  readonly notes: readonly string[];
}

export interface FitReason {
  readonly datum: string;
  readonly message: string;
  /** The change of the model that is worth trying. */
  readonly nextStep: string;
  /** 0-based line of the `observe` statement. */
  readonly line: number;
}

export interface FitStatistic {
  readonly datum: string;
  /** `mean`, `sd`, `min`, `max`, `q25`, `q50`, `q75`, `zeros`, `share of bear`, `sd of means` of groups. */
  readonly statistic: string;
  /** The label whose share it is. */
  readonly label?: string;
  /** Of the values that have this label only; null of a statistic of all groups together. */
  readonly group?: { readonly by: string; readonly label: string | null };
  readonly observed: number;
  /** Median over the replicated data sets. */
  readonly predicted: number;
  /** Two-sided. */
  readonly p_value: number;
  /** After Holm, over all statistics of the datum. */
  readonly p_adjusted: number;
  /** From the median: in sd of the datum; for `sd` as a log ratio, for shares as a difference. */
  readonly effect: number;
  /** Above this an effect is large. */
  readonly limit: number;
  /** Improbable, and the effect is large. */
  readonly fails: boolean;
}

export interface FitPit {
  readonly datum: string;
  /** `uniformity` of the LOO-PIT; `calibration` of the probabilities of yes/no data. */
  readonly test: 'uniformity' | 'calibration';
  /** Values that were tested. */
  readonly values: number;
  /** Null where too many values have unreliable weights. */
  readonly p_value: number | null;
  readonly fails: boolean;
}
