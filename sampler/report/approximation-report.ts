/**
 * Approximations of the posterior: the request `approximate`, its progress
 * (notification `approximation-progress`) and its result. Plain JSON; field names are those of
 * the command line's contract. Types only. Owned by the host (`host/requests/approximate.ts`).
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

/** A method, with settings that override those of its statement in the model. */
export type AskedApproximation = {
  [N in ApproximationName]: { readonly command: N; readonly settings: Partial<MethodSettings<N>> };
}[ApproximationName];

/** caller → host, request `approximate`. Cancelled like a run (`cancel`), keeping its draws. */
export interface ApproximateParams {
  readonly version: typeof PROTOCOL_VERSION;
  /** Chosen by the caller; part of every notification. */
  readonly runId: string;
  readonly modelText: string;
  /** Absolute path of the `.bayes` file, for data paths and messages. */
  readonly modelPath: string;
  readonly asked: AskedApproximation;
  /** Folder of the run; null for a run that is not kept. */
  readonly out: string | null;
}

/** host → caller, notification `approximation-progress`, at most ten times a second. */
export interface ApproximationProgressParams {
  readonly runId: string;
  readonly progress: ApproximationProgress;
}
export interface ApproximationProgress {
  readonly method: ApproximationMethodName;
  /** Iterations done over all paths, and their limit. */
  readonly iteration: number;
  readonly iterations: number;
  /** Estimates of the ELBO so far; null where one is not finite. */
  readonly elbo: readonly (number | null)[];
  /** It is done, and other modes are searched for. */
  readonly isScouting?: true;
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
  /** Cancelled; the report is of the approximation at that time. */
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
  /** The method fails for this posterior; the message says what was expected and found, and what to do next. */
  | { readonly kind: 'no-approximation'; readonly message: string };

export interface ApproximationRow {
  readonly name: string;
  /** For label quantities: the quantity and the label whose probability is `mean`. Other numbers are NaN. */
  readonly element?: string;
  readonly label?: string;
  readonly mean: number;
  readonly sd: number;
  /** 94 % highest-density interval. */
  readonly hdi_3: number;
  readonly hdi_97: number;
}

/** Why an approximation is unreliable, and what to do next. */
export interface ApproximationReason {
  readonly code:
    | 'values'
    /** A mode far from all draws has more than a hundredth of the mass. */
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
  /** Gradients of the search for other modes, not counted in `gradients`; absent without a search. */
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
  /** For an ascent: largest split R-hat of its last iterates, and largest error of their mean in sds; null if unknown. */
  readonly stationarity?: { readonly r_hat: number | null; readonly mcse: number | null };
  /** The method's convergence rule, in words: it has converged when … */
  readonly convergence_rule: string;
  /** Pareto k̂ of the importance weights; null where infinite (no draw has a finite density). */
  readonly k_hat: number | null;
  /** Effective number of the weighted draws. k̂ can be large although this is near the number of draws. */
  readonly effective_draws: number;
  /** Draws that k̂ was estimated from. */
  readonly weighted_draws: number;
  readonly timing: ApproximationTiming;
  /** Result of the search for other modes; absent without a search. */
  readonly diagnostics?: { readonly modes: Modes };
  /** The run's folder, or null if the run is not kept. */
  readonly draws: string | null;
}
