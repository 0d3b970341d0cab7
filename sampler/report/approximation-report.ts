/**
 * Approximations of the posterior: the request `approximate`, its progress
 * (notification `approximation-progress`) and its result. Plain JSON; field names are those of
 * the command line's contract. Types only. Owned by the host (`host/approximate.ts`).
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { MethodSettings, NameIn, VariantName } from '../../grammar/methods/index.ts';
import type { PROTOCOL_VERSION, SamplerFailure } from '../protocol.ts';
import type { Modes } from './sample-report.ts';

export type ApproximationName = NameIn<'approximation'>;

/** The values of `method` in reports. */
export type ApproximationMethodName = VariantName<ApproximationName>;

/** All settings of a method, with its name in reports. */
export type ApproximationSettingsOf<N extends ApproximationName> = {
  readonly method: VariantName<N>;
} & MethodSettings<N>;
export type AdviSettings = ApproximationSettingsOf<'advi'>;
export type ApproximationSettings = {
  [N in ApproximationName]: ApproximationSettingsOf<N>;
}[ApproximationName];

/** A method, and what overrides the settings of its statement in the model. */
export type AskedApproximation = {
  [N in ApproximationName]: { readonly command: N; readonly settings: Partial<MethodSettings<N>> };
}[ApproximationName];

/** caller → host, request `approximate`. It is cancelled as a run is (`cancel`); draws are kept. */
export interface ApproximateParams {
  readonly version: typeof PROTOCOL_VERSION;
  /** Chosen by the caller; every notification carries it. */
  readonly runId: string;
  readonly modelText: string;
  /** Absolute path of the `.bayes` file, for data paths and messages. */
  readonly modelPath: string;
  readonly asked: AskedApproximation;
  /** Folder of the run store; null keeps nothing on disk. */
  readonly out: string | null;
}

/** host → caller, notification `approximation-progress`, at most ten times a second. */
export interface ApproximationProgressParams {
  readonly runId: string;
  readonly progress: ApproximationProgress;
}
export interface ApproximationProgress {
  readonly method: ApproximationMethodName;
  /** Iterations done, of all paths together, and the most there will be. */
  readonly iteration: number;
  readonly iterations: number;
  /** Estimates of the ELBO so far; null where one is not finite. */
  readonly elbo: readonly (number | null)[];
}

/** The end of a request `approximate`. */
export type ApproximateResult =
  | {
      readonly kind: 'done';
      readonly report: ApproximationReport;
      readonly warnings?: readonly Diagnostic[];
      /** Why not all of it is in the run's folder, in words, where that is so. */
      readonly notKept?: string;
    }
  /** Cancelled; the report is of the approximation as it was then. */
  | {
      readonly kind: 'interrupted';
      readonly report: ApproximationReport;
      readonly warnings?: readonly Diagnostic[];
      /** Why not all of it is in the run's folder, in words, where that is so. */
      readonly notKept?: string;
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly failure: ApproximationFailure };

export type ApproximationFailure =
  | SamplerFailure
  /** The method has no answer at this posterior; what was expected and found, and what to do next. */
  | { readonly kind: 'no-approximation'; readonly message: string };

export interface ApproximationRow {
  readonly name: string;
  /** Of a quantity that is labels: the quantity and the label whose probability `mean` is. The rest is NaN. */
  readonly element?: string;
  readonly label?: string;
  readonly mean: number;
  readonly sd: number;
  /** 94 % highest-density interval. */
  readonly hdi_3: number;
  readonly hdi_97: number;
}

/** Why an approximation is not to be relied on, and what to do next. */
export interface ApproximationReason {
  readonly code:
    | 'values'
    /** A mode that no draw is near holds more than a hundredth of the mass. */
    | 'unvisited-mode'
    | 'diverged'
    | 'k-hat'
    | 'effective-draws'
    | 'not-stationary'
    | 'not-converged'
    | 'interrupted';
  readonly message: string;
  readonly nextStep: string;
  /** Quantities concerned, worst first. */
  readonly names?: readonly string[];
  /** 0-based line of the model that declares the first of them. */
  readonly line?: number;
}

/** Shown before any number. */
export interface ApproximationVerdict {
  readonly pass: boolean;
  /** One sentence by Pareto k̂ and the effective draws. */
  readonly message: string;
  readonly reasons: readonly ApproximationReason[];
  /** Shown with every verdict: mean-field widths are too narrow. */
  readonly warnings: readonly string[];
}

export interface ApproximationTiming {
  readonly compile_ms: number;
  /** Optimisation and draws. */
  readonly fit_ms: number;
  readonly gradients: number;
  /** Of the search for other modes, beside `gradients`; left out where there was none. */
  readonly gradients_scout?: number;
  readonly us_per_gradient: number;
}

export interface ApproximationReport {
  readonly model: string;
  readonly method: ApproximationMethodName;
  readonly seed: number;
  readonly settings: ApproximationSettings;
  readonly verdict: ApproximationVerdict;
  /** Number of draws; fewer than requested if it was stopped. */
  readonly drawn: number;
  readonly summary: readonly ApproximationRow[];
  /** Estimates of the evidence lower bound in order, up to a constant; null where not finite. */
  readonly elbo: readonly (number | null)[];
  /** Iteration of each; the paths of Pathfinder follow one another. */
  readonly elbo_iterations: readonly number[];
  readonly converged: boolean;
  /** Of an ascent's last iterates: the largest split R-hat, and the largest error of their mean in sds; null where unknown. */
  readonly stationarity?: { readonly r_hat: number | null; readonly mcse: number | null };
  /** The method's own rule, in words: it has converged when … */
  readonly convergence_rule: string;
  /** Pareto k̂ of the importance weights; null where infinite (no draw has a finite density). */
  readonly k_hat: number | null;
  /** Draws that the weighted ones are worth. k̂ can be large although this is near the number of draws. */
  readonly effective_draws: number;
  /** Draws that k̂ was estimated from. */
  readonly weighted_draws: number;
  readonly timing: ApproximationTiming;
  /** What the search for other modes found; left out where there was none. */
  readonly diagnostics?: { readonly modes: Modes };
  /** The run's folder, or null where nothing was kept. */
  readonly draws: string | null;
}
