/** A run of one job in a worker: its stop flag, and its crash as a failure. */
import type { SamplerFailure } from '../protocol.ts';
import type { Crash } from './worker-jobs.ts';

type CrashFailure = Extract<SamplerFailure, { readonly kind: 'crash' | 'out-of-memory' }>;

/** @param run receives the flag, in memory shared with the worker, which becomes 1 when `signal` aborts. */
export async function withStopFlag<Result>(
  signal: AbortSignal,
  run: (stop: Int32Array) => Promise<Result>,
): Promise<Result> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const stopNow = () => Atomics.store(stop, 0, 1);
  if (signal.aborted) stopNow();
  signal.addEventListener('abort', stopNow);
  try {
    return await run(stop);
  } finally {
    signal.removeEventListener('abort', stopNow);
  }
}

export const NO_ANSWER: Crash = {
  kind: 'crash',
  chain: 0,
  message: 'the worker gave no answer',
  stderrTail: '',
};

/** The failure of a worker that ended, or of a job that threw in it. */
export function crashFailure(
  end: Crash | { readonly kind: 'threw'; readonly message: string; readonly stack: string },
): CrashFailure {
  const { message } = end;
  if (end.kind === 'threw') return { kind: 'crash', message, stderrTail: end.stack };
  return message.includes('out of memory')
    ? { kind: 'out-of-memory', message }
    : { kind: 'crash', message, stderrTail: end.stderrTail };
}

/** The failure of an error thrown in this thread. */
export function thrownFailure(error: unknown): CrashFailure {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'crash', message, stderrTail: error instanceof Error ? (error.stack ?? '') : '' };
}
