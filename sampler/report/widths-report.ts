/**
 * ADVI's widths compared with those of MCMC: what `bayes compare-widths` prints, what a run keeps in
 * `widths.json`, and what the results page shows as a panel. Types only.
 *
 * The question `widths` (`run-questions.ts`) is answered with the fields below. `warnings` and `sentences` are shown
 * above the rows, in this order, after *provisional* where `diagnostics.pass` is false.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { AskedSettings, PROTOCOL_VERSION } from '../protocol.ts';
import type { AdviSettings, ApproximationFailure, ApproximationVerdict } from './approximation-report.ts';
import type { EnoughDraws } from './enough-draws.ts';
import type { Diagnostics, SampleReport } from './sample-report.ts';

/** A quantity's width under ADVI and under MCMC. */
export interface WidthRow {
  readonly name: string;
  readonly mean_mcmc: number;
  readonly mean_advi: number;
  readonly sd_mcmc: number;
  readonly sd_advi: number;
  /** `sd_advi / sd_mcmc`: below 1 ADVI understates the uncertainty. */
  readonly ratio: number;
  /** 94 % highest-density intervals, [low, high]. */
  readonly interval_mcmc: readonly [number, number];
  readonly interval_advi: readonly [number, number];
  /** The parameter most strongly correlated with this one in the MCMC draws; null if there is none. */
  readonly correlation: { readonly with: string; readonly value: number } | null;
}

export interface WidthsReport {
  readonly model: string;
  readonly seed: number;
  /** `meanfield` or `fullrank`. */
  readonly method: AdviSettings['method'];
  /** Worst understatement first. Quantities that do not vary are left out. */
  readonly rows: readonly WidthRow[];
  /** In plain words: what ADVI makes too narrow, by how much, and why. */
  readonly sentences: readonly string[];
  /** Warnings of either method, shown before the numbers. */
  readonly warnings: readonly string[];
  /** Pareto k̂ of ADVI, null where infinite. */
  readonly k_hat: number | null;
  readonly effective_draws: number;
  readonly verdict: ApproximationVerdict;
  readonly converged: boolean;
  /** In words: it has converged when … */
  readonly convergence_rule: string;
  readonly elbo: readonly (number | null)[];
  readonly elbo_iterations: readonly number[];
  /** Diagnostics of NUTS. */
  readonly diagnostics: Diagnostics;
  /** Present if `draws = enough` for NUTS. */
  readonly enough?: EnoughDraws;
  /** The NUTS run's folder, or null if the run is not kept; ADVI's draws are in its folder `advi`. */
  readonly draws: string | null;
}

/** caller → host, request `widths`: NUTS, then ADVI, with the progress notifications of both. */
export interface WidthsParams {
  readonly version: typeof PROTOCOL_VERSION;
  readonly runId: string;
  readonly modelText: string;
  readonly modelPath: string;
  /** Settings of NUTS; its seed is used for both. */
  readonly settings: AskedSettings;
  readonly advi: Partial<Omit<AdviSettings, 'seed'>>;
  /** Folder of the run; null for a run that is not kept. */
  readonly out: string | null;
}

/** The end of a request `widths`. */
export type WidthsResult =
  | {
      readonly kind: 'done';
      readonly widths: WidthsReport;
      readonly report: SampleReport;
      readonly warnings?: readonly Diagnostic[];
      /** Why not all of it is in the run's folder, in words, where that is so. */
      readonly notKept?: string;
    }
  /** Cancelled; the widths are present if both methods had draws. */
  | {
      readonly kind: 'interrupted';
      readonly widths: WidthsReport | null;
      readonly report: SampleReport;
      readonly warnings?: readonly Diagnostic[];
      /** Why not all of it is in the run's folder, in words, where that is so. */
      readonly notKept?: string;
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  /** `report` is of NUTS, if it ended before ADVI failed; its draws are kept. */
  | {
      readonly kind: 'failed';
      readonly failure: ApproximationFailure;
      readonly report?: SampleReport;
    };
