/** The JSON output of `bayes baseline`. */

export interface BaselineReport {
  readonly model: string;
  /** The outcome. */
  readonly outcome: string;
  readonly provisional: boolean;
  /** The model, the penalised regression, and split conformal prediction around the latter. */
  readonly methods: readonly BaselineMethod[];
  /** What follows from the differences that are beyond two standard errors. */
  readonly sentence: string;
  /** Probability that an interval aims at. */
  readonly level: number;
  readonly seed: number;
  readonly folds: readonly BaselineFold[];
  /** Names of the coefficients of the linear predictor. */
  readonly columns: readonly string[];
  /** Paired differences over the rows: the model’s less the other method’s. */
  readonly differences: readonly BaselineDifference[];
  readonly points: readonly BaselinePoint[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
}

/** Over the held-out rows. */
export interface BaselineMethod {
  readonly name: string;
  readonly mse: number;
  readonly mae: number;
  /** Share of the outcomes that lie in their interval; null without intervals. */
  readonly coverage: number | null;
  /** Mean width of the intervals; null without intervals, or where they are infinite. */
  readonly width: number | null;
  readonly seconds: number;
}

export interface BaselineDifference {
  readonly of: 'mse' | 'mae' | 'coverage' | 'width';
  /** The method that the model is compared with. */
  readonly with: string;
  readonly difference: number;
  readonly se: number;
}

interface BaselineFold {
  readonly fold: number;
  readonly rows: number;
  /** That cross-validation within the other folds chose. */
  readonly penalty: number;
  /** Whether the fit of the model without the fold passes its diagnostics. */
  readonly pass: boolean;
}

interface BaselinePoint {
  readonly name: string;
  readonly fold: number;
  readonly observed: number;
  readonly bayes: PointPrediction;
  readonly ridge: number;
  readonly conformal: PointPrediction;
}

/** The ends are null of yes/no outcomes, and where they are infinite. */
interface PointPrediction {
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}
