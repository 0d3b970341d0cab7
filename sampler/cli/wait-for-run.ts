/**
 * Waits for a run of the host. Ctrl-C, a request to end (SIGTERM) or a terminal that is closed (SIGHUP) cancels
 * it, which is said at once, and keeps its draws; a second one ends the host.
 */
import type { HostClient, HostRun } from './host-client.ts';

export interface Ended<R> {
  readonly result: R;
  /** After a second cancel, or because it hung after the first, the host was ended before it could report. */
  readonly killed: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One request to stop may come as two signals, to the process and to its group. */
const SAME_REQUEST_MS = 500;

/** A host that does not end by then is ended: it hangs. */
const GRACE_MS = 60_000;

export async function untilDone<R extends { readonly kind: string }>(
  run: HostRun<R>,
  host: Pick<HostClient, 'close'>,
): Promise<Ended<R>> {
  let asked = 0;
  let last = Number.NEGATIVE_INFINITY;
  let isOverdue = false;
  let grace: NodeJS.Timeout | undefined;
  const stop = () => {
    const now = performance.now();
    if (now - last < SAME_REQUEST_MS) return;
    last = now;
    asked++;
    if (asked > 1) host.close();
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
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    const result = await run.result;
    return { result, killed: (asked > 1 || isOverdue) && result.kind === 'failed' };
  } finally {
    clearTimeout(grace);
    const forget = () => {
      for (const signal of SIGNALS) process.off(signal, stop);
    };
    // The second signal of a request may come after the run has ended; it must not end the printing.
    if (asked === 0) forget();
    else setTimeout(forget, SAME_REQUEST_MS).unref();
  }
}
