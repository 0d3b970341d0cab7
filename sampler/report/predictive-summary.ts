/** Results of predictive checks and predictions. Field names are those of the command line's JSON. */
import type { PredictiveData, PredictiveStatistic } from './run-questions.ts';

export interface QuantityRow {
  readonly name: string;
  /** For a probability `P(seen[1] = bear)`: the element and its label. Only `mean` is then present. */
  readonly element?: string;
  readonly label?: string;
  readonly mean: number;
  readonly sd: number;
  /** The 3 %, 50 % and 97 % quantiles. */
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}

export interface StatisticRow extends PredictiveStatistic {
  readonly datum: string;
  /** Quantiles of the statistic over the predicted data sets. */
  readonly q3: number;
  readonly q50: number;
  readonly q97: number;
}

export interface Predictions {
  readonly quantities: readonly QuantityRow[];
  readonly statistics: readonly StatisticRow[];
  /** Thinned for plots. */
  readonly data: readonly PredictiveData[];
}
