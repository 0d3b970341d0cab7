/** The entry of a worker thread: one chain at a time, with a WebAssembly instance and memory of its own. */
import { parentPort } from 'node:worker_threads';
import { runChainJob } from './chain-job.ts';
import type { ChainJob } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker thread of the host');
port.on('message', (job: ChainJob) => {
  runChainJob(job, performance, (message, transfer) => port.postMessage(message, [...transfer]));
});
