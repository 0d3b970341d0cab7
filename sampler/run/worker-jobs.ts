/** What a run needs of the pool of workers: the jobs, and the messages that answer them. */
import type { ApproximateJob, ApproximateMessage } from './approximation-job.ts';
import type { ChainJob, WorkerMessage } from './chain-messages.ts';
import type { EstimateJob, EstimateMessage } from './estimate-job.ts';
import type { ScoutJob, ScoutMessage } from './scout-job.ts';

/** What each kind of job is answered with; `end` and `threw` finish it. */
interface Messages {
  readonly chain: WorkerMessage;
  readonly approximate: ApproximateMessage;
  readonly estimate: EstimateMessage;
  readonly scout: ScoutMessage;
}
export type Job = ChainJob | ApproximateJob | EstimateJob | ScoutJob;

/** A job that ended without its worker saying so. */
export interface Crash {
  readonly kind: 'crash';
  readonly chain: number;
  readonly message: string;
  readonly stderrTail: string;
}

export interface Pool {
  /** Resolves when the job has ended; until then `listener` gets the worker's messages, the last included. */
  run<K extends Job['kind']>(
    job: Extract<Job, { readonly kind: K }>,
    listener: (message: Messages[K] | Crash) => void,
  ): Promise<void>;
  /** Ends every worker at once. */
  close(): Promise<void>;
}
