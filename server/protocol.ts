/**
 * The messages of the language server beyond LSP, and its settings. Owned by the server, which answers.
 * Version 1; the version is in the initialisation options, and a server that finds another one reports that and falls
 * back to plain LSP.
 */
import type { SummaryRow } from '../sampler/report/sample-report.ts';

export const SERVER_PROTOCOL_VERSION = 1;

/** client → server, in `initialize.initializationOptions`; every field may be absent (other editors). */
export interface InitializationOptions {
  readonly version?: number;
  /** False in an untrusted workspace: only files inside it are read. */
  readonly trusted?: boolean;
  /** Whether hovers may contain images (data URIs); else the sketch is drawn with block characters. */
  readonly hoverImages?: boolean;
  /** Whether the client has VS Code's commands and our `bayes.sample`, to which lenses and items point. */
  readonly editorCommands?: boolean;
  readonly settings?: Partial<ServerSettings>;
}

/** The part of the `bayes` configuration section that the server reads. */
export interface ServerSettings {
  readonly inlayHints: {
    /** `: real[home]` after a name that does not state its shape. */
    readonly shapes: boolean;
    /** `0.831 ± 0.052` after a parameter once the model has been sampled. */
    readonly posterior: boolean;
    /** `mu:` before positional arguments of a distribution. */
    readonly argumentNames: boolean;
  };
  readonly hover: { readonly sketch: boolean };
  readonly codeLens: { readonly sample: boolean };
  readonly diagnostics: {
    /** Codes of warnings and hints that are not shown. Errors are always shown. */
    readonly disabled: readonly string[];
  };
}

export const defaultSettings: ServerSettings = {
  inlayHints: { shapes: true, posterior: true, argumentNames: false },
  hover: { sketch: true },
  codeLens: { sample: true },
  diagnostics: { disabled: [] },
};

/** client → server, notification `bayes/trust`: the workspace was trusted. */
export const TRUST_NOTIFICATION = 'bayes/trust';

/** client → server, notification `bayes/run`: a run has ended; its summary is shown in hovers and hints. */
export const RUN_NOTIFICATION = 'bayes/run';
export interface RunParams {
  readonly uri: string;
  /** Absent: removes the last run of that model. */
  readonly run?: RunSummary;
}
export interface RunSummary {
  /** Whether every diagnostic passed; where false all numbers are shown as provisional. */
  readonly pass: boolean;
  /** Why it is provisional, in words, one per failing diagnostic. */
  readonly reasons: readonly string[];
  /** The sampled text: while the document differs, numbers are marked as outdated. */
  readonly modelText: string;
  /** Names of data files that have changed since the run. */
  readonly changedData?: readonly string[];
  readonly rows: readonly RunRow[];
}
/** Named by element, `a[Anoka]`. Non-finite numbers are null. */
export type RunRow = SummaryRow;

/** client → server, request `bayes/draftModel`: the columns of a data file, or a first model of one of them. */
export const DRAFT_REQUEST = 'bayes/draftModel';
export interface DraftParams {
  /** Absolute path of the data file. */
  readonly file: string;
  /** The column to model; without it the columns are asked for. */
  readonly outcome?: string;
}
export type DraftAnswer =
  | { readonly kind: 'columns'; readonly columns: readonly DraftColumn[] }
  | { readonly kind: 'model'; readonly text: string }
  | { readonly kind: 'problem'; readonly message: string };
interface DraftColumn {
  readonly name: string;
  /** Its values in a few words. */
  readonly detail: string;
  readonly canBeOutcome: boolean;
}
