/** The interface of the worker pool: jobs and their messages. */
import type { ApproximateJob, ApproximateMessage } from './approximation-job.ts';
import type { ChainJob, WorkerMessage } from './chain-messages.ts';
import type { EstimateJob, EstimateMessage } from './estimate-job.ts';
import type { ScoutJob, ScoutMessage } from './scout-job.ts';
import type { SummaryJob, SummaryMessage } from './summary-job.ts';

/** Messages of each kind of job; `end` and `threw` finish it. */
interface Messages {
  readonly chain: WorkerMessage;
  readonly approximate: ApproximateMessage;
  readonly estimate: EstimateMessage;
  readonly scout: ScoutMessage;
  readonly summary: SummaryMessage;
}
export type Job = ChainJob | ApproximateJob | EstimateJob | ScoutJob | SummaryJob;

/** The end of a job whose worker died or never answered. */
export interface Crash {
  readonly kind: 'crash';
  readonly chain: number;
  readonly message: string;
  readonly stderrTail: string;
}

export interface Pool {
  /** Resolves when the job has ended; `listener` receives the worker's messages, including the last. */
  run<K extends Job['kind']>(
    job: Extract<Job, { readonly kind: K }>,
    listener: (message: Messages[K] | Crash) => void,
  ): Promise<void>;
  /** Terminates every worker. */
  close(): Promise<void>;
}
