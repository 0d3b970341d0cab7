/** The JSON output of `bayes loo --future`. */
import type { LooPointRow, PredictiveScores } from './loo-report.ts';

export interface FutureReport extends PredictiveScores {
  readonly model: string;
  readonly run: string;
  /** Of the run; each refit draws as the run was asked to. */
  readonly draws: number;
  readonly provisional: boolean;
  /** Steps ahead that are predicted together. */
  readonly future: number;
  /** Steps that are past at first, and never predicted. */
  readonly from: number;
  /** What the order of the steps is by, where it was asked for. */
  readonly by?: string;
  readonly elpd_lfo: number;
  /** Null where windows overlap, or there is one only. */
  readonly se: number | null;
  /** One for each window, of the weights that score it: 0 where the model was fitted to its past. */
  readonly pareto_k: readonly number[];
  readonly k_threshold: number;
  /** Windows whose k was above the threshold: the model was fitted again there. */
  readonly n_bad: number;
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** Elpd of each window. */
  readonly pointwise: readonly number[];
  /** In the same order. */
  readonly windows: readonly FutureWindow[];
  readonly refitted: readonly FutureRefit[];
}

/** The place in the data is that of its first value. */
interface FutureWindow extends LooPointRow {
  /** The last step of its past. */
  readonly after: string;
  /** Its last step; `name` is its first. */
  readonly to: string;
  readonly mcse: number | null;
}

interface FutureRefit {
  /** Index in `pointwise` and `windows`, from 0. */
  readonly index: number;
  /** The last step of the past that the model was fitted to. */
  readonly name: string;
  /** That made it necessary; null of the first fit, and where there was no estimate. */
  readonly pareto_k: number | null;
  readonly pass: boolean;
}
