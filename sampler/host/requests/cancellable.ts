/** Long requests: progress as notifications, cancellation by `runId`. */
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  type ApproximateResult,
  type ApproximationProgress,
  type CalibrateAnswer,
  type CancelParams,
  type ChainProgress,
  type EstimateResult,
  PROTOCOL_VERSION,
  type RecoverAnswer,
  type SampleResult,
  type WidthsResult,
} from '../../protocol.ts';
import type { RunListener } from '../../run/run-chains.ts';

type AnyResult =
  | SampleResult
  | ApproximateResult
  | EstimateResult
  | WidthsResult
  | CalibrateAnswer
  | RecoverAnswer;

interface CancellableListener extends RunListener {
  approximation(progress: ApproximationProgress): void;
  simulated(done: number, total: number): void;
}

interface CancellableParams {
  readonly version: number;
  readonly runId: string;
  readonly live?: boolean;
}

export type ServeCancellable = <P extends CancellableParams>(
  name: string,
  run: (params: P, listener: CancellableListener, signal: AbortSignal) => Promise<AnyResult>,
) => void;

/**
 * Registers the notification `cancel`, and returns the function that registers cancellable requests.
 * @param worked is told the name of each before its answer, at which a caller may end this process
 */
export function cancellableRequests(
  connection: MessageConnection,
  worked: (request: string) => void,
): ServeCancellable {
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
        return await run(params, listenerOf(connection, params, one), one.controller.signal);
      } finally {
        running.delete(runId);
        worked(name);
      }
    });
  };
}

interface Running {
  readonly controller: AbortController;
  /** Number of cancel requests. */
  stops: number;
}

function listenerOf(
  connection: MessageConnection,
  { runId, live }: CancellableParams,
  running: Running,
): CancellableListener {
  const notify = (name: string, params: object) =>
    void connection.sendNotification(name, { runId, ...params });
  let last: readonly ChainProgress[] = [];
  return {
    phase(phase) {
      if (phase === 'scouting') notify('progress', { chains: last, isScouting: true });
      notify('phase', { phase });
    },
    progress(chains, summarised) {
      last = chains;
      notify('progress', { chains, summarised });
    },
    shouldStopSummary: () => running.stops > 1,
    ...(live === false ? {} : { draws: (block) => notify('draws', block) }),
    sampled: (report) => notify('sampled', { report }),
    approximation: (progress) => notify('approximation-progress', { progress }),
    simulated: (done, total) => notify('simulated', { done, total }),
  };
}

function versionMismatch(found: unknown): AnyResult {
  const message = `host and caller differ in version: expected ${PROTOCOL_VERSION}, found ${String(found)}; reload the window`;
  return { kind: 'failed', failure: { kind: 'crash', message, stderrTail: '' } };
}
