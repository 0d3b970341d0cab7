/**
 * Where the page's data come from: the extension's messages inside the editor, the document itself in an
 * HTML report. The page does not know which.
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
  ): Promise<AnswerTo<K, Float64Array>>;
  /** The name of the saved file; null if cancelled. */
  save(name: string, content: string | Uint8Array): Promise<string | null>;
  /** What an editor can do for the page; null in an HTML report. */
  readonly editor: EditorActions | null;
  /** The page's layout as saved before it was hidden or reloaded. */
  loadState(): unknown;
  saveState(state: unknown): void;
  reportError(message: string): void;
}

interface EditorActions {
  cancel(): void;
  sampleAgain(): void;
  /** 0-based line of the run's model: where it is now, or in the text as it was. */
  reveal(line: number): void;
  /** Makes an edit in the run's model, or shows the line where the model is no longer the one that was sampled. */
  applyFix(fix: Fix, line: number): void;
  /** Diff of the run's model and the one in the editor. */
  showDifference(): void;
  /** Resumes an interrupted run, or repeats it from its seed. */
  resume(): void;
  saveReport(): void;
  /** Samples with NUTS, fits by ADVI, and lays their widths side by side. */
  compareWidths(): void;
  /** Lets the user choose a file of new data to predict at. */
  predict(): void;
}
