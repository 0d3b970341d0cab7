/** Runs a job of any kind, independent of threads. */
import { instantiate } from '../compile/instantiate.ts';
import type { Clock } from '../methods/nuts/chain-contract.ts';
import { unreachable } from '../unreachable.ts';
import { runApproximateJob } from './approximation-job.ts';
import { runChainJob } from './chain-job.ts';
import { runEstimateJob } from './estimate-job.ts';
import { runScoutJob } from './scout-job.ts';
import { runSummaryJob } from './summary-job.ts';
import type { Job } from './worker-jobs.ts';

export function runJob(
  job: Job,
  clock: Clock,
  send: (message: object, transfer: readonly ArrayBuffer[]) => void,
): void {
  switch (job.kind) {
    case 'chain':
      runChainJob(job, clock, send, instantiate);
      return;
    case 'approximate':
      runApproximateJob(job, clock, send);
      return;
    case 'estimate':
      runEstimateJob(job, clock, send);
      return;
    case 'scout':
      runScoutJob(job, send, instantiate);
      return;
    case 'summary':
      runSummaryJob(job, send);
      return;
    default:
      unreachable(job);
  }
}
