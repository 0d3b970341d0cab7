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

/** What a page needs of a run to show it again after the window was reloaded; kept by the editor. */
export interface PageIdentity {
  readonly version: typeof PAGE_VERSION;
  /** The run's folder; null where nothing is kept on disk. */
  readonly folder: string | null;
  readonly model: string;
  readonly modelPath: string;
  /** The document's URI. */
  readonly uri: string;
}

/** extension → page. */
export type ToPage =
  /** First, and again whenever the panel turns to another run. */
  | { readonly kind: 'run'; readonly version: typeof PAGE_VERSION; readonly run: PageIdentity }
  | { readonly kind: 'progress'; readonly chains: readonly ChainProgress[]; readonly isScouting?: true }
  | LiveDrawsMessage
  /** The run ended, or was read from its folder. `header` is null where nothing is kept on disk. */
  | {
      readonly kind: 'report';
      readonly report: SampleReport;
      readonly header: RunHeader | null;
      readonly warnings: readonly LocatedWarning[];
      /** Present if the run was interrupted without being cancelled. */
      readonly interruption?: Interruption;
    }
  | { readonly kind: 'failed'; readonly failure: PageFailure }
  /** After `report` or `failed`, and whenever it changes: how the run's model and data differ from those of now. */
  | { readonly kind: 'staleness'; readonly staleness: Staleness }
  /** Asks for the predictions at these files, by absolute path, and shows them. */
  | { readonly kind: 'predict-at'; readonly files: readonly string[] }
  /** Nothing is fitted: the page shows what the model expects before it sees the data. */
  | { readonly kind: 'prior-only' }
  /** To the question of the same id. */
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

/** How the model and the data of a run differ from those of now. */
export interface Staleness {
  /** `missing`: there is no such file any more. */
  readonly model: 'same' | 'changed' | 'missing';
  /** Data files that are not as the run read them. */
  readonly files: readonly ChangedFile[];
  /** For each line of the run's model its line now, 0-based; null where its statement is gone. Null: as they were. */
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
  /** The end of what its sampler wrote; empty where that is not known. */
  readonly stderrTail: string;
  /** True if the run can be resumed from its last draw; else it is repeated from its seed. */
  readonly canResume: boolean;
}

/** Why there is no result, in the page's words for the host's kinds. */
export type PageFailure =
  | { readonly kind: 'invalid'; readonly problems: readonly LocatedWarning[] }
  | { readonly kind: 'sampler'; readonly failure: SamplerFailure }
  /** The run was cut off, and there is no summary of what was drawn. */
  | { readonly kind: 'interrupted'; readonly interruption: Interruption }
  /** The run's folder is gone or damaged. */
  | { readonly kind: 'run-folder'; readonly message: string };

/** page → extension. */
export type FromPage =
  /** The page listens; the extension answers with `run` and what is known of it. */
  | { readonly kind: 'ready'; readonly version: typeof PAGE_VERSION }
  | { readonly kind: 'ask'; readonly id: number; readonly question: RunQuestion }
  /** Stop the chains and keep their draws. */
  | { readonly kind: 'cancel' }
  /** Sample the model again as it is in the editor. */
  | { readonly kind: 'sample-again' }
  /** Resume the interrupted run, or repeat it from its seed. */
  | { readonly kind: 'resume' }
  /** Diff of the run's model and the one in the editor. */
  | { readonly kind: 'show-difference' }
  /** Show a line of the run's model in the editor, where it is now, or in the text as it was; 0-based. */
  | { readonly kind: 'reveal'; readonly line: number }
  /** Make the edit of a reason in the run's model; `line` is where to look if the model has changed since, 0-based. */
  | { readonly kind: 'apply-fix'; readonly fix: Fix; readonly line: number }
  /** Offer to save a file of the page's making. */
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
  /** What went wrong inside the page, for the extension's log. */
  | { readonly kind: 'error'; readonly message: string };
