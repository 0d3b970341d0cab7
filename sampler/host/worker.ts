/** The entry of a worker thread: one job at a time, with its own WebAssembly instance and memory. */
import { parentPort } from 'node:worker_threads';
import { runApproximateJob } from '../run/approximation-job.ts';
import { runChainJob } from '../run/chain-job.ts';
import { runEstimateJob } from '../run/estimate-job.ts';
import type { Job } from '../run/worker-jobs.ts';
import { unreachable } from '../unreachable.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread of the host');
port.on('message', (job: Job) => {
  const send = (message: object, transfer: readonly ArrayBuffer[]) =>
    port.postMessage(message, [...transfer]);
  switch (job.kind) {
    case 'chain':
      return runChainJob(job, performance, send);
    case 'approximate':
      return runApproximateJob(job, performance, send);
    case 'estimate':
      return runEstimateJob(job, performance, send);
    default:
      return unreachable(job);
  }
});
