/**
 * Views of a run. The sampling command talks to this interface only; the output channel is one
 * implementation and the results page another, and both may be attached at once.
 */
import type { ProgressParams, SampleResult } from '../sampler/protocol.ts';
import type { SampleReport } from '../sampler/report/sample-report.ts';

export interface RunInfo {
  readonly runId: string;
  readonly uri: string;
  /** Absolute path of the `.bayes` file. */
  readonly modelPath: string;
  readonly modelText: string;
  /** Folder of draws and report; exists once the model is compiled. */
  readonly folder: string;
}

export interface ResultsView {
  started(run: RunInfo): void;
  /** At most ten times a second. */
  progressed(progress: ProgressParams): void;
  /** Called after a cancel, while the draws are summarised. */
  stopping?(): void;
  /** Called with the report of a whole run while its fit is judged, which may take a while. */
  sampled?(run: RunInfo, report: SampleReport): void;
  finished(run: RunInfo, result: SampleResult): void;
}

/** Several views as one. */
export function allOf(...views: readonly ResultsView[]): ResultsView {
  return {
    started(run) {
      for (const view of views) view.started(run);
    },
    progressed(progress) {
      for (const view of views) view.progressed(progress);
    },
    stopping() {
      for (const view of views) view.stopping?.();
    },
    sampled(run, report) {
      for (const view of views) view.sampled?.(run, report);
    },
    finished(run, result) {
      for (const view of views) view.finished(run, result);
    },
  };
}
