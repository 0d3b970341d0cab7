/**
 * Point estimates: the request `estimate` and its result. Plain JSON; field names are
 * those of the command line's contract. There are no draws, so nothing is kept. Types only.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { SettingValues } from '../../grammar/methods/method.ts';
import type { PROTOCOL_VERSION, SamplerFailure } from '../protocol.ts';
import type { ApproximationTiming } from './approximation-report.ts';

/** A method by its name in the table of methods, and what overrides its defaults. */
export interface AskedEstimate {
  readonly command: string;
  readonly settings: SettingValues;
}

/** caller → host, request `estimate`. Cancelled like a run (`cancel`). */
export interface EstimateParams {
  readonly version: typeof PROTOCOL_VERSION;
  readonly runId: string;
  readonly modelText: string;
  /** Absolute path of the `.bayes` file, for data paths and messages. */
  readonly modelPath: string;
  readonly asked: AskedEstimate;
}

/** The end of a request `estimate`. */
export type EstimateResult =
  | {
      readonly kind: 'done' | 'interrupted';
      readonly report: EstimateReport;
      readonly warnings: readonly Diagnostic[];
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: 'failed'; readonly failure: SamplerFailure };

/** Null where there is no estimate. */
export interface EstimateRow {
  readonly name: string;
  readonly mode: number | null;
  readonly sd: number | null;
}

/** Shown before any number. */
export interface EstimateVerdict {
  readonly pass: boolean;
  /** A sentence without a period. */
  readonly message: string;
  readonly reasons: readonly { readonly message: string; readonly nextStep: string }[];
}

export interface EstimateReport {
  readonly model: string;
  readonly method: string;
  readonly seed: number;
  readonly settings: SettingValues;
  readonly verdict: EstimateVerdict;
  readonly summary: readonly EstimateRow[];
  /** Log density at the estimate; null without one. */
  readonly log_density: number | null;
  readonly converged: boolean;
  /** The density has no maximum: it rises or stays level without bound. */
  readonly unbounded: boolean;
  readonly timing: ApproximationTiming;
}
