/**
 * Host and its callers (the command line, the editor's client): JSON-RPC 2.0 by vscode-jsonrpc, over Node
 * IPC where the host is started with `--ipc`, else over its standard input and output. Owned by the host,
 * which answers. The host ends when its caller goes away.
 * Version 1. A new member of a union breaks the build at both ends until both handle it.
 */
import type { Diagnostic } from '../grammar/diagnostic.ts';
import type { CalibrationResult } from './calibrate/run-calibration.ts';
import type { RecoveryResult } from './calibrate/run-recovery.ts';
import type { CalibrationReport } from './report/calibration-report.ts';
import type { SampleReport, SampleSettings } from './report/sample-report.ts';

export const PROTOCOL_VERSION = 1;

/** caller → host, request `sample`. */
export interface SampleParams {
  readonly version: typeof PROTOCOL_VERSION;
  /** Chosen by the caller; part of every notification. */
  readonly runId: string;
  readonly modelText: string;
  /** Absolute path of the `.bayes` file, for data paths and messages. */
  readonly modelPath: string;
  readonly settings: AskedSettings;
  /** A JSON file of starting values, or the folder of a run whose draws the chains start at; absolute. */
  readonly start?: string;
  /** Folder of the run; null for a run that is not kept. */
  readonly out: string | null;
  /** Answer with the finished run in `out` if it has the same text, data and settings. */
  readonly reuse?: boolean;
  /** `weigh`: include weights of the modes by predictive accuracy in the report. */
  readonly modes?: 'report' | 'weigh';
  /** False where the caller shows no draws before the end: no notifications `draws`. */
  readonly live?: boolean;
}

/** caller → host, request `resume`: resumes a kept run; answered like `sample`. */
export interface ResumeParams {
  readonly version: typeof PROTOCOL_VERSION;
  readonly runId: string;
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** Target draws per chain; by default the number first requested. */
  readonly draws?: number | 'enough';
  /** As of `sample`; by default as the run's report has it. */
  readonly modes?: 'report' | 'weigh';
  /** As of `sample`. */
  readonly live?: boolean;
}

/** host → caller, notification `phase`: the current phase of a run. */
export type RunPhase = 'compiling' | 'tuning' | 'sampling' | 'summarising' | 'scouting';
export interface PhaseParams {
  readonly runId: string;
  readonly phase: RunPhase;
}

/** Overrides of the model's settings; `draws: 'enough'` draws as many as effective draws ask for, up to `max_draws`. */
export interface AskedSettings extends Partial<Omit<SampleSettings, 'draws' | 'store'>> {
  readonly draws?: number | 'enough';
  readonly max_draws?: number;
  /** `all` also where the model names some. */
  readonly store?: readonly string[] | 'all';
}

export type ChainPhase = 'starting' | 'tuning' | 'sampling' | 'done' | 'stopped' | 'failed';

/** host → caller, notification `progress`, at most ten times a second. */
export interface ChainProgress {
  readonly chain: number;
  readonly phase: ChainPhase;
  /** Draws done so far, including tuning, and their total; an upper limit while tuning. */
  readonly done: number;
  readonly total: number;
  /** `total` is a current target: with `draws = enough` more may follow. */
  readonly mayGoOn?: boolean;
  readonly divergences: number;
  readonly stepSize: number;
  readonly gradientsPerDraw: number;
  readonly etaSeconds: number | null;
}
/** After the chains have ended: quantities summarised so far, and their number. */
export interface SummaryProgress {
  readonly done: number;
  readonly total: number;
}
export interface ProgressParams {
  readonly runId: string;
  readonly chains: readonly ChainProgress[];
  readonly summarised?: SummaryProgress;
  /** The chains have ended, and other modes are searched for. */
  readonly isScouting?: true;
}

/** host → caller, notification `draws`: a block of one chain's kept draws, for live plots. */
export interface DrawsParams {
  readonly runId: string;
  readonly chain: number;
  readonly firstDraw: number;
  readonly names: readonly string[];
  /** Thinned to at most 20 quantities; base64 of little-endian float64, draw by draw. */
  readonly values: string;
}

/** host → caller, notification `sampled`: the report of a whole run before its fit is judged. */
export interface SampledParams {
  readonly runId: string;
  readonly report: SampleReport;
}

/** The end of a request `sample`. */
export type SampleResult =
  | ({ readonly kind: 'done' } & Reported)
  /** Cancelled; the report is of the draws so far, possibly none. */
  | ({ readonly kind: 'interrupted' } & Reported)
  /** Nothing was run: model, data, settings or the run's folder are invalid. */
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] }
  /** The sampler could not run: a start at −∞, a worker that died. */
  | { readonly kind: 'failed'; readonly failure: SamplerFailure };

interface Reported {
  readonly report: SampleReport;
  readonly warnings?: readonly Diagnostic[];
  /** Why not every draw is in the run's folder, in words; the report is of all draws. */
  readonly notKept?: string;
  /** The run existed already, and nothing was sampled. */
  readonly reused?: boolean;
}

export type SamplerFailure =
  | {
      readonly kind: 'bad-start';
      /** The statement whose log density is not finite, in the model's words, and its value. */
      readonly term: string;
      /** 0-based, as in LSP. */
      readonly line: number;
      readonly column: number;
      readonly value: string;
      readonly message: string;
    }
  | { readonly kind: 'crash'; readonly message: string; readonly stderrTail: string }
  | { readonly kind: 'out-of-memory'; readonly message: string };

/** caller → host, request `calibrate`: simulation-based calibration of a model. */
export interface CalibrateParams {
  readonly version: typeof PROTOCOL_VERSION;
  readonly runId: string;
  readonly modelText: string;
  readonly modelPath: string;
  /** Folder that simulations are kept in, and taken from; null where they are not kept. */
  readonly out: string | null;
}
export type CalibrateAnswer =
  | CalibrationResult
  | { readonly kind: 'failed'; readonly failure: SamplerFailure };

/** caller → host, request `calibration/report`: writes the page of a calibration as one HTML file. */
export interface SaveCalibrationParams {
  readonly report: CalibrationReport;
  /** Absolute path of the file. */
  readonly file: string;
}

/** caller → host, request `runs/report`: writes the page that compares kept runs as one HTML file. */
export interface SaveComparisonParams {
  readonly folders: readonly string[];
  /** Absolute path of the file. */
  readonly file: string;
}

/** caller → host, request `recover`: the recovery tests of a model. */
export interface RecoverParams {
  readonly version: typeof PROTOCOL_VERSION;
  readonly runId: string;
  readonly modelText: string;
  readonly modelPath: string;
  /** 0-based line of the only test to run; null for all. */
  readonly line: number | null;
}
export type RecoverAnswer = RecoveryResult | { readonly kind: 'failed'; readonly failure: SamplerFailure };

/** host → caller, notification `simulated`: fits to simulated data that are done. */
export interface SimulatedParams {
  readonly runId: string;
  readonly done: number;
  readonly total: number;
}

/**
 * caller → host, notification `cancel`: the chains end before their next leapfrog step, and their draws are kept and
 * summarised; a second one ends the summary too.
 */
export interface CancelParams {
  readonly runId: string;
}

/** Approximations of the posterior, and their widths compared with NUTS: requests `approximate` and `widths`. */
export type * from './report/approximation-report.ts';
/** Point estimates: request `estimate`. */
export type * from './report/estimate-report.ts';
export type * from './report/prediction-table.ts';
/** Predictions from the prior or from a kept run: requests `prior`, `ppc` and `predict`. */
export type * from './report/predictions.ts';
/** Questions about kept runs: requests `run/open` and `run/ask`. */
export type * from './report/run-questions.ts';
/** Questions about several of them together: request `runs/ask`. */
export type * from './report/runs-questions.ts';
export type * from './report/widths-report.ts';
