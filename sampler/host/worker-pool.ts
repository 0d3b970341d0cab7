/**
 * Worker threads that run chains and other jobs, as many at once as there are processors; the rest wait. A chain's
 * draws depend only on the seed and its number, not on the size of the pool.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Pool } from '../run/worker-jobs.ts';

interface Slot {
  readonly worker: Worker;
  busy: boolean;
  stderr: string;
}

const STDERR_TAIL = 4000;

export function createPool(workerFile: URL, size = availableParallelism()): Pool {
  const slots: Slot[] = [];
  const waiting: (() => void)[] = [];
  let closed = false;

  const start = (): Slot => {
    const worker = new Worker(workerFile, { stderr: true, stdout: true });
    const slot: Slot = { worker, busy: false, stderr: '' };
    worker.stderr.on('data', (text) => {
      slot.stderr = (slot.stderr + String(text)).slice(-STDERR_TAIL);
    });
    worker.unref();
    slots.push(slot);
    return slot;
  };
  const remove = (slot: Slot) => {
    const at = slots.indexOf(slot);
    if (at >= 0) slots.splice(at, 1);
  };
  const release = () => waiting.shift()?.();
  const acquire = async (): Promise<Slot> => {
    for (;;) {
      const free = slots.find(({ busy }) => !busy) ?? (slots.length < size ? start() : undefined);
      if (free !== undefined) {
        free.busy = true;
        return free;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  // Threads take tens of milliseconds to start, so they start before there is a model.
  for (let i = 0; i < size; i++) start();

  return {
    async run(job, listener) {
      const slot = await acquire();
      const { worker } = slot;
      worker.ref();
      await new Promise<void>((resolve) => {
        const finish = () => {
          worker.off('message', onMessage);
          worker.off('error', onError);
          worker.off('exit', onExit);
          worker.unref();
          slot.busy = false;
          release();
          resolve();
        };
        const crash = (message: string) => {
          remove(slot);
          listener({ kind: 'crash', chain: job.chain, message, stderrTail: slot.stderr });
          finish();
        };
        const onMessage = (message: Parameters<typeof listener>[0]) => {
          listener(message);
          if (message.kind === 'end' || message.kind === 'threw') finish();
        };
        const onError = (error: Error) => {
          slot.stderr = (slot.stderr + (error.stack ?? error.message)).slice(-STDERR_TAIL);
          void worker.terminate();
          crash(describe(error));
        };
        const onExit = (code: number) =>
          crash(closed ? 'the worker was ended' : `the worker ended with code ${code}`);
        worker.on('message', onMessage);
        worker.on('error', onError);
        worker.on('exit', onExit);
        worker.postMessage(job);
      });
    },
    async close() {
      closed = true;
      await Promise.all([...slots].map(({ worker }) => worker.terminate()));
      slots.length = 0;
    },
  };
}

function describe(error: Error): string {
  const code = 'code' in error ? String(error.code) : '';
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'the worker ran out of memory' : error.message;
}
