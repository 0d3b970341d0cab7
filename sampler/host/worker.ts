/** The entry of a worker thread: one job at a time, with its own WebAssembly instance and memory. */
import { parentPort } from 'node:worker_threads';
import { runJob } from '../run/run-job.ts';
import type { Job } from '../run/worker-jobs.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread of the host');
port.on('message', (job: Job) =>
  runJob(job, performance, (message, transfer) => port.postMessage(message, [...transfer])),
);
