/** The entry of a worker thread: one job at a time, with its own WebAssembly instance and memory. */
import { parentPort } from 'node:worker_threads';
import { runChainJob } from '../run/chain-job.ts';
import { runSummaryJob } from '../run/summary-job.ts';
import type { Job } from '../run/worker-jobs.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread of the host');
const send = (message: object, transfer: readonly ArrayBuffer[]) => port.postMessage(message, [...transfer]);

// A thread starts before there is a model, and twice as fast with what every run needs alone; the compiler, which
// estimates bring along, is loaded at first need.
port.on('message', async (job: Job) => {
  if (job.kind === 'chain') runChainJob(job, performance, send);
  else if (job.kind === 'summary') runSummaryJob(job, send);
  else (await import('../run/run-job.ts')).runJob(job, performance, send);
});
