/** Requests that run for a while: progress as notifications, and an end on `cancel` by their `runId`. */
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  type ApproximateResult,
  type ApproximationProgress,
  type CancelParams,
  type EstimateResult,
  PROTOCOL_VERSION,
  type SampleResult,
  type WidthsResult,
} from '../../protocol.ts';
import type { RunListener } from '../../run/run-chains.ts';

type AnyResult = SampleResult | ApproximateResult | EstimateResult | WidthsResult;

interface CancellableListener extends RunListener {
  approximation(progress: ApproximationProgress): void;
}

export type ServeCancellable = <P extends { readonly version: number; readonly runId: string }>(
  name: string,
  run: (params: P, listener: CancellableListener, signal: AbortSignal) => Promise<AnyResult>,
) => void;

/** Registers the notification `cancel`, and gives the function that registers cancellable requests. */
export function cancellableRequests(connection: MessageConnection): ServeCancellable {
  const running = new Map<string, Running>();
  connection.onNotification('cancel', ({ runId }: CancelParams) => {
    const run = running.get(runId);
    if (run === undefined) return;
    run.stops++;
    run.controller.abort();
  });
  return (name, run) => {
    connection.onRequest<AnyResult, void>(name, async (params: Parameters<typeof run>[0]) => {
      if (params.version !== PROTOCOL_VERSION) return versionMismatch(params.version);
      const { runId } = params;
      const one: Running = { controller: new AbortController(), stops: 0 };
      running.set(runId, one);
      try {
        return await run(params, listenerOf(connection, runId, one), one.controller.signal);
      } finally {
        running.delete(runId);
      }
    });
  };
}

interface Running {
  readonly controller: AbortController;
  /** Number of cancel requests. */
  stops: number;
}

function listenerOf(connection: MessageConnection, runId: string, running: Running): CancellableListener {
  const notify = (name: string, params: object) =>
    void connection.sendNotification(name, { runId, ...params });
  return {
    phase: (phase) => notify('phase', { phase }),
    progress: (chains, summarised) => notify('progress', { chains, summarised }),
    shouldStopSummary: () => running.stops > 1,
    draws: (block) => notify('draws', block),
    sampled: (report) => notify('sampled', { report }),
    approximation: (progress) => notify('approximation-progress', { progress }),
  };
}

function versionMismatch(found: unknown): AnyResult {
  const message = `host and caller differ in version: expected ${PROTOCOL_VERSION}, found ${String(found)}; reload the window`;
  return { kind: 'failed', failure: { kind: 'crash', message, stderrTail: '' } };
}
