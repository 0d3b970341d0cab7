/**
 * Results page and extension: `postMessage` both ways, structured clone, numbers as typed arrays. Owned by
 * the page, which receives runs and asks for their data.
 * Version 1. A new member of a union breaks the build at both ends until both handle it.
 */
import type { Fix } from '../grammar/diagnostic.ts';
import type {
  ChainProgress,
  KeptDraws,
  RunAnswer,
  RunHeader,
  RunQuestion,
  SamplerFailure,
} from '../sampler/protocol.ts';
import type { SampleReport } from '../sampler/report/sample-report.ts';

export const PAGE_VERSION = 1;

/** State saved by the editor to show a run again after a reload of the window. */
export interface PageIdentity {
  readonly version: typeof PAGE_VERSION;
  /** The run's folder; null if the run is not kept. */
  readonly folder: string | null;
  readonly model: string;
  readonly modelPath: string;
  /** The document's URI. */
  readonly uri: string;
}

/** extension → page. */
export type ToPage =
  /** Sent first, and whenever the panel switches to another run. */
  | { readonly kind: 'run'; readonly version: typeof PAGE_VERSION; readonly run: PageIdentity }
  | { readonly kind: 'progress'; readonly chains: readonly ChainProgress[]; readonly isScouting?: true }
  | LiveDrawsMessage
  /** The run ended, or was read from its folder. `header` is null if the run is not kept. */
  | {
      readonly kind: 'report';
      readonly report: SampleReport;
      readonly header: RunHeader | null;
      readonly warnings: readonly LocatedWarning[];
      /** Present if the run was interrupted without being cancelled. */
      readonly interruption?: Interruption;
      /** The run goes on until its fit is judged; the same report with the fit follows. */
      readonly isFitPending?: true;
    }
  | { readonly kind: 'failed'; readonly failure: PageFailure }
  /** Sent after `report` or `failed`, and whenever it changes: differences to the current model and data. */
  | { readonly kind: 'staleness'; readonly staleness: Staleness }
  /** Asks for the predictions at these files, by absolute path, and shows them. */
  | { readonly kind: 'predict-at'; readonly files: readonly string[] }
  /** Show this view. */
  | { readonly kind: 'show-view'; readonly view: 'loo' | 'priors' | 'effects' | 'baseline' }
  /** Nothing is fitted: the page shows prior predictions only. */
  | { readonly kind: 'prior-only' }
  /** Answer to the question of the same id. */
  | { readonly kind: 'answer'; readonly id: number; readonly answer: RunAnswer<Float64Array> }
  /** The outcome of the page's `save`: the file's name, or null if cancelled. */
  | { readonly kind: 'saved'; readonly id: number; readonly name: string | null };

/** A block of one chain's draws while it runs. */
export interface LiveDrawsMessage {
  readonly kind: 'live-draws';
  readonly chain: number;
  readonly firstDraw: number;
  readonly names: readonly string[];
  /** Draw by draw: `values[draw * names.length + k]`. */
  readonly values: Float64Array;
}

export interface LocatedWarning {
  readonly severity: 'error' | 'warning' | 'hint';
  readonly message: string;
  /** 0-based. */
  readonly line: number;
}

/** How the model and the data of a run differ from the current ones. */
export interface Staleness {
  /** `missing`: the file no longer exists. */
  readonly model: 'same' | 'changed' | 'missing';
  /** Data files that have changed since the run. */
  readonly files: readonly ChangedFile[];
  /** Current line of each line in the run's model, 0-based; null where its statement was removed. Null: unchanged. */
  readonly lines: readonly (number | null)[] | null;
  /** The checker found errors after the run and finds none now. */
  readonly isFixed: boolean;
}
export interface ChangedFile {
  readonly name: string;
  readonly isMissing: boolean;
}

/** Why a run did not reach its end, in words. */
export interface Interruption {
  readonly message: string;
  readonly kept: KeptDraws;
  /** The end of the sampler's stderr; empty if unknown. */
  readonly stderrTail: string;
  /** True if the run can be resumed from its last draw; else it is repeated from its seed. */
  readonly canResume: boolean;
}

/** Why there is no result, in the page's words for the host's kinds. */
export type PageFailure =
  | { readonly kind: 'invalid'; readonly problems: readonly LocatedWarning[] }
  | { readonly kind: 'sampler'; readonly failure: SamplerFailure }
  /** The run was cut off, and there is no summary of its draws. */
  | { readonly kind: 'interrupted'; readonly interruption: Interruption }
  /** The run's folder is missing or damaged. */
  | { readonly kind: 'run-folder'; readonly message: string };

/** page → extension. */
export type FromPage =
  /** The page listens; the extension answers with `run` and the current state. */
  | { readonly kind: 'ready'; readonly version: typeof PAGE_VERSION }
  | { readonly kind: 'ask'; readonly id: number; readonly question: RunQuestion }
  /** The answer to this question is no longer wanted; there is one still. */
  | { readonly kind: 'cancel-ask'; readonly id: number }
  /** Stop the chains and keep their draws. */
  | { readonly kind: 'cancel' }
  /** Sample the current model in the editor. */
  | { readonly kind: 'sample-again' }
  /** Resume the interrupted run, or repeat it from its seed. */
  | { readonly kind: 'resume' }
  /** Diff of the run's model and the one in the editor. */
  | { readonly kind: 'show-difference' }
  /** Show a 0-based line of the run's model in the editor, in the current text or the sampled one. */
  | { readonly kind: 'reveal'; readonly line: number }
  /** Show a line of a data file, 1-based; the file alone without one. */
  | { readonly kind: 'reveal-data'; readonly file: string; readonly line?: number }
  /** Apply the edit of a reason to the run's model; the 0-based `line` is shown if the model has changed since. */
  | { readonly kind: 'apply-fix'; readonly fix: Fix; readonly line: number }
  /** Offer to save a file made by the page. */
  | {
      readonly kind: 'save';
      readonly id: number;
      readonly name: string;
      readonly content: string | Uint8Array;
    }
  /** Let the user choose new data to predict at. */
  | { readonly kind: 'predict' }
  /** Compare ADVI's widths with those of NUTS. */
  | { readonly kind: 'compare-widths' }
  /** Offer to save the whole page as one HTML file. */
  | { readonly kind: 'save-report' }
  /** An internal error of the page, for the extension's log. */
  | { readonly kind: 'error'; readonly message: string };
