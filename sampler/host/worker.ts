/** The entry of a worker thread: one job at a time, with its own WebAssembly instance and memory. */
import { parentPort } from 'node:worker_threads';
import type { instantiate } from '../compile/instantiate.ts';
import { modelInstance } from '../compile/model-instance.ts';
import { runChainJob } from '../run/chain-job.ts';
import { runScoutJob } from '../run/scout-job.ts';
import { runSummaryJob } from '../run/summary-job.ts';
import type { Job } from '../run/worker-jobs.ts';

const drawless: typeof instantiate = (model, module) => modelInstance(model, module, null);

/** @param worked is told the kind of a job that was done */
export function serveWorker(worked: (kind: Job['kind']) => void): void {
  const port = parentPort;
  if (port === null) throw new Error('this file runs as a worker thread of the host');
  const send = (message: object, transfer: readonly ArrayBuffer[]) =>
    port.postMessage(message, [...transfer]);
  // A thread starts before there is a model, with what most runs need alone: estimates bring the compiler along, and
  // `draw` statements all distributions, which are loaded at first need.
  port.on('message', async (job: Job) => {
    if (job.kind === 'summary') runSummaryJob(job, send);
    else if (job.kind === 'chain' && job.model.draws.length === 0)
      runChainJob(job, performance, send, drawless);
    else if (job.kind === 'scout' && job.model.draws.length === 0) runScoutJob(job, send, drawless);
    else (await import('../run/run-job.ts')).runJob(job, performance, send);
    worked(job.kind);
  });
}
