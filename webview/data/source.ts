/**
 * The interface to the page's data: messages of the extension in the editor, the document itself in an HTML report.
 */
import type { Fix } from '../../grammar/diagnostic.ts';
import type { AnswerTo, RunQuestion } from '../../sampler/protocol.ts';
import type { ToPage } from '../protocol.ts';

/** Messages that are not answers. */
export type SourceEvent = Exclude<ToPage, { readonly kind: 'answer' | 'saved' }>;

export interface DataSource {
  /** Starts delivering events. */
  listen(listener: (event: SourceEvent) => void): void;
  ask<K extends RunQuestion['kind']>(
    question: Extract<RunQuestion, { readonly kind: K }>,
    /** Aborted where the answer is no longer wanted: a long computation then ends early, and says so. */
    signal?: AbortSignal,
  ): Promise<AnswerTo<K, Float64Array>>;
  /** The name of the saved file; null if cancelled. */
  save(name: string, content: string | Uint8Array): Promise<string | null>;
  /** Actions of the editor; null in an HTML report. */
  readonly editor: EditorActions | null;
  /** The page's layout as saved before it was hidden or reloaded. */
  loadState(): unknown;
  saveState(state: unknown): void;
  reportError(message: string): void;
}

interface EditorActions {
  cancel(): void;
  sampleAgain(): void;
  /** Shows a 0-based line of the run's model, in the current text or the sampled one. */
  reveal(line: number): void;
  /** Shows a line of a data file, 1-based. */
  revealData(file: string, line?: number): void;
  /** Applies an edit to the run's model, or shows the line if the model has changed since. */
  applyFix(fix: Fix, line: number): void;
  /** Diff of the run's model and the one in the editor. */
  showDifference(): void;
  /** Resumes an interrupted run, or repeats it from its seed. */
  resume(): void;
  saveReport(): void;
  /** Samples with NUTS, fits by ADVI, and compares their widths. */
  compareWidths(): void;
  /** Lets the user choose a file of new data to predict at. */
  predict(): void;
}
