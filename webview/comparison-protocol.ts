/**
 * Comparison page and extension: `postMessage` both ways, structured clone, numbers as typed arrays. Owned by the page.
 * Version 1. A new member of a union breaks the build at both ends until both handle it.
 */
import type { RunAnswer, RunQuestion, RunsAnswer, RunsQuestion } from '../sampler/protocol.ts';
import type { ComparedRun } from '../sampler/report/compared-run.ts';

export const COMPARISON_VERSION = 1;

/** State saved by the editor to show the comparison again after a reload of the window. */
export interface ComparisonIdentity {
  readonly version: typeof COMPARISON_VERSION;
  /** Of the runs, oldest first. */
  readonly folders: readonly string[];
}

export type ComparisonViewId =
  | 'table'
  | 'forest'
  | 'densities'
  | 'predictive'
  | 'accuracy'
  | 'evidence'
  | 'models';

/** extension → page. */
export type ToComparison =
  /** Sent once the page is ready. `missing` runs are no longer there. */
  | {
      readonly kind: 'comparison';
      readonly identity: ComparisonIdentity;
      readonly runs: readonly ComparedRun[];
      readonly missing: number;
      /** The view to show; null where the page chooses. */
      readonly view: ComparisonViewId | null;
    }
  /** Answer to the question of the same id, of one run or of all together. */
  | { readonly kind: 'answer'; readonly id: number; readonly answer: RunAnswer<Float64Array> | RunsAnswer }
  /** The outcome of the page's `save`: the file's name, or null if cancelled. */
  | { readonly kind: 'saved'; readonly id: number; readonly name: string | null };

/** page → extension. */
export type FromComparison =
  | { readonly kind: 'ready'; readonly version: typeof COMPARISON_VERSION }
  /** About the run at this place in `runs`. */
  | { readonly kind: 'ask'; readonly id: number; readonly run: number; readonly question: RunQuestion }
  | { readonly kind: 'ask-together'; readonly id: number; readonly question: RunsQuestion }
  /** The answer to the question of this id is no longer wanted. */
  | { readonly kind: 'cancel-ask'; readonly id: number }
  /** Show the results page of a run. */
  | { readonly kind: 'open-run'; readonly run: number }
  /** Save the page as one HTML file. */
  | { readonly kind: 'save-report' }
  /** Show the models of the first run and of this one in the editor's diff. */
  | { readonly kind: 'show-difference'; readonly run: number }
  | {
      readonly kind: 'save';
      readonly id: number;
      readonly name: string;
      readonly content: string | Uint8Array;
    }
  /** An internal error of the page, for the extension's log. */
  | { readonly kind: 'error'; readonly message: string };
