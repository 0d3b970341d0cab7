/** Waits for a run of the host; Ctrl-C cancels it and keeps its draws, a second one ends the host. */
import type { HostClient, HostRun } from './host-client.ts';

export interface Ended<R> {
  readonly result: R;
  /** Asked twice to stop, the host was ended before it could report. */
  readonly killed: boolean;
}

export async function untilDone<R extends { readonly kind: string }>(
  run: HostRun<R>,
  host: Pick<HostClient, 'close'>,
): Promise<Ended<R>> {
  let asked = 0;
  const stop = () => {
    asked++;
    if (asked > 1) host.close();
    else run.cancel();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    const result = await run.result;
    return { result, killed: asked > 1 && result.kind === 'failed' };
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}
