/**
 * Waits for a run of the host. Ctrl-C, SIGTERM or a closed terminal (SIGHUP) cancels it, with an immediate message,
 * and keeps its draws; a second signal ends the host.
 */
import type { HostClient, HostRun } from './host-client.ts';
import { TERMINAL_SIGNALS } from './host-process.ts';

export interface Ended<R> {
  readonly result: R;
  /** The host was ended before it could report: after a second cancel, because it hung after the first, or by the signal itself. */
  readonly killed: boolean;
}

/** One request to stop may come as two signals, to the process and to its group. */
const SAME_REQUEST_MS = 500;

/** A host that has not ended by then hangs and is killed. */
const GRACE_MS = 60_000;

export async function untilDone<R extends { readonly kind: string }>(
  run: HostRun<R>,
  host: Pick<HostClient, 'close' | 'wasInterrupted'>,
): Promise<Ended<R>> {
  let requests = 0;
  let last = Number.NEGATIVE_INFINITY;
  let isOverdue = false;
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    const now = performance.now();
    if (now - last < SAME_REQUEST_MS) return;
    last = now;
    requests++;
    if (requests > 1) host.close();
    else {
      run.cancel();
      process.stderr.write('stopping; what was made until now is kept (once more ends at once)\n');
      grace = setTimeout(() => {
        isOverdue = true;
        process.stderr.write(
          `the sampler did not stop within ${GRACE_MS / 1000} s and was ended; what it had written is kept\n`,
        );
        host.close();
      }, GRACE_MS);
    }
  };
  for (const signal of TERMINAL_SIGNALS) process.on(signal, stop);
  try {
    const result = await run.result;
    return {
      result,
      killed: (requests > 1 || isOverdue || host.wasInterrupted()) && result.kind === 'failed',
    };
  } finally {
    clearTimeout(grace);
    const removeListeners = () => {
      for (const signal of TERMINAL_SIGNALS) process.off(signal, stop);
    };
    // The second signal of one request may come after the run has ended; it must not interrupt printing.
    if (requests === 0) removeListeners();
    else setTimeout(removeListeners, SAME_REQUEST_MS).unref();
  }
}
