/** The JSON output of `bayes loo` and `bayes compare`. */

/** Of the points' predictions without themselves. */
export interface PredictiveScores {
  readonly r2: number | null;
  readonly rmse: number | null;
  readonly mae: number | null;
  /** Of yes/no outcomes. */
  readonly brier: number | null;
  readonly crps: number | null;
}

export interface LooReport extends PredictiveScores {
  readonly model: string;
  readonly run: string;
  readonly draws: number;
  readonly provisional: boolean;
  readonly elpd_loo: number;
  /** Null if there is only one point. */
  readonly se: number | null;
  readonly p_loo: number;
  /** Monte Carlo error of `elpd_loo`; null where a k is above the threshold. */
  readonly mcse: number | null;
  /** One for each point; null where the weights have too few draws in their tail for an estimate. */
  readonly pareto_k: readonly (number | null)[];
  readonly k_threshold: number;
  /** Points whose k is above the threshold. */
  readonly n_bad: number;
  readonly warnings: readonly string[];
  /** What the points are, in words. */
  readonly notes: readonly string[];
  /** Elpd of each point. */
  readonly pointwise: readonly number[];
  /** In the same order: the point's name, and its row in the data file. */
  readonly points: readonly LooPointRow[];
  /** The dimension whose groups are left out; then all that is of a point is of a group. */
  readonly by?: string;
  /** Present if moment matching was asked for: the points whose draws were moved; `pareto_k` is then of those. */
  readonly matched?: readonly MatchedPoint[];
  /** Present if exact refits were asked for: the points fitted without, whose `pareto_k` is then 0. */
  readonly refitted?: readonly RefittedPoint[];
}

/** A point whose score is not of the run's draws as they are. */
interface ReplacedScore {
  /** Index in `pointwise` and `points`, from 0. */
  readonly index: number;
  readonly name: string;
  /** Of the importance weights, and the elpd that they gave; null where they gave none. */
  readonly pareto_k: number | null;
  readonly elpd_psis: number | null;
}

export interface MatchedPoint extends ReplacedScore {
  /** Maps of the draws, one after the other. */
  readonly steps: number;
}

export interface RefittedPoint extends ReplacedScore {
  /** Whether the refit's diagnostics pass. */
  readonly pass: boolean;
}

/** The JSON output of `bayes loo --folds`. */
export interface KFoldReport extends PredictiveScores {
  readonly model: string;
  readonly run: string;
  /** Of the run; each refit draws as the run was asked to. */
  readonly draws: number;
  readonly provisional: boolean;
  /** Of the assignment to folds. */
  readonly seed: number;
  readonly elpd_kfold: number;
  readonly se: number | null;
  readonly mcse: number | null;
  readonly folds: readonly FoldRow[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** Elpd of each point. */
  readonly pointwise: readonly number[];
  /** In the same order. */
  readonly points: readonly (LooPointRow & { /** From 1. */ readonly fold: number })[];
  /** The dimension whose groups stay together. */
  readonly by?: string;
}

interface FoldRow {
  readonly fold: number;
  readonly points: number;
  readonly elpd: number;
  /** Whether the diagnostics of the refit without it pass. */
  readonly pass: boolean;
}

export interface LooPointRow {
  readonly name: string;
  readonly file?: string;
  /** 1-based; the header does not count. */
  readonly row?: number;
  /** 1-based line of a text file. */
  readonly line?: number;
}

export interface CompareReport {
  readonly rows: readonly CompareRow[];
  readonly warnings: readonly string[];
}

interface CompareRow {
  readonly run: string;
  readonly model: string;
  readonly provisional: boolean;
  readonly elpd_loo: number;
  readonly se: number | null;
  readonly elpd_diff: number;
  readonly se_diff: number | null;
  readonly weight: number;
  readonly p_worse: number | null;
}
