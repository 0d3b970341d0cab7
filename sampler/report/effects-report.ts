/** The JSON output of `bayes effects`. */

export interface EffectsReport {
  readonly model: string;
  readonly run: string;
  /** Of the expected outcomes and contrasts; hypotheses and parameters use all draws. */
  readonly draws: number;
  readonly provisional: boolean;
  /** The datum whose expected value the rows and contrasts are of; null where none was asked for. */
  readonly outcome: string | null;
  /** Region of practical equivalence with zero. */
  readonly rope: readonly [number, number] | null;
  /** Expected outcomes at values of a predictor. */
  readonly rows: readonly EffectRow[];
  readonly contrasts: readonly ContrastRow[];
  readonly hypotheses: readonly HypothesisRow[];
  /** On which side of zero each parameter lies; empty where effects of predictors or hypotheses were asked for. */
  readonly parameters: readonly ParameterDirection[];
  readonly notes: readonly string[];
}

/** Summary of a quantity over the draws. */
export interface EffectSummary {
  readonly mean: number;
  readonly sd: number;
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}

export interface Direction {
  /** The share of draws on the side of zero where most are. */
  readonly p_direction: number;
  readonly direction: 'positive' | 'negative';
  /** The share of draws in the region of practical equivalence; only where there is one. */
  readonly in_rope?: number;
}

export interface EffectRow extends EffectSummary {
  /** The predictor. */
  readonly of: string;
  /** Its value, and the values that other predictors are held at. */
  readonly at: Readonly<Record<string, number | string>>;
  /** The category whose probability it is of; absent where the outcome is a number. */
  readonly category?: string;
  /** Whether it is the mean over the rows of the data, which keep the values of all other predictors. */
  readonly averaged: boolean;
}

/** Difference of the expected outcome with a predictor at one value and at another, averaged over the rows. */
export interface ContrastRow extends EffectSummary, Direction {
  /** The predictor. */
  readonly of: string;
  readonly value: number | string;
  readonly against: number | string;
  /** The category whose probability differs; absent where the outcome is a number. */
  readonly category?: string;
  /** Values that other predictors were set to; they keep those of the rows otherwise. */
  readonly at: Readonly<Record<string, number | string>>;
}

export interface HypothesisRow {
  /** As given; of an array with the name of the element. */
  readonly hypothesis: string;
  readonly probability: number;
  /** Monte Carlo standard error of the probability; null where all draws agree. */
  readonly mcse: number | null;
  /** Its odds; null where all draws agree. */
  readonly odds: number | null;
}

export interface ParameterDirection extends EffectSummary, Direction {
  readonly name: string;
}
