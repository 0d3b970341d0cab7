/**
 * The sampler's process: answers requests to sample, approximate and compare over Node IPC (`--ipc`) or standard input and output
 * (see `sampler/protocol.ts`), one pool of worker threads for all. Ends when its caller goes away.
 */
import { randomInt } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { version } from '../../package.json';
import {
  type ApproximateParams,
  type ApproximateResult,
  type ApproximationProgress,
  type CancelParams,
  PROTOCOL_VERSION,
  type SampleParams,
  type SampleResult,
  type WidthsParams,
  type WidthsResult,
} from '../protocol.ts';
import { runApproximate } from './approximate.ts';
import { runWidths } from './compare-widths.ts';
import { createPool } from './pool.ts';
import { servePredictions } from './predict-requests.ts';
import { type RunMachine, runSample } from './run.ts';
import { serveRuns } from './run-requests.ts';

const MAX_SEED = 2 ** 31 - 1;

function connect(): MessageConnection {
  if (process.argv.includes('--ipc')) {
    return createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  }
  return createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
}

type AnyResult = SampleResult | ApproximateResult | WidthsResult;

function versionMismatch(found: unknown): AnyResult {
  const message = `host and caller differ in version: expected ${PROTOCOL_VERSION}, found ${String(found)}; reload the window`;
  return { kind: 'failed', failure: { kind: 'crash', message, stderrTail: '' } };
}

function serve(connection: MessageConnection): void {
  const machine: RunMachine = {
    pool: createPool(new URL('./worker.js', import.meta.url), availableParallelism()),
    freshSeed: () => randomInt(1, MAX_SEED),
    totalMemory: totalmem(),
    bayesVersion: version,
  };
  const running = new Map<string, AbortController>();
  const progressOf = (runId: string) => ({
    progress: (chains: unknown) => void connection.sendNotification('progress', { runId, chains }),
    draws: (block: object) => void connection.sendNotification('draws', { runId, ...block }),
    approximation: (progress: ApproximationProgress) =>
      void connection.sendNotification('approximation-progress', { runId, progress }),
  });
  /** Answers a request that can be cancelled by its `runId`. */
  const serveRun = <P extends { readonly version: number; readonly runId: string }>(
    name: string,
    run: (params: P, listener: ReturnType<typeof progressOf>, signal: AbortSignal) => Promise<AnyResult>,
  ) =>
    connection.onRequest<AnyResult, void>(name, async (params: P): Promise<AnyResult> => {
      if (params.version !== PROTOCOL_VERSION) return versionMismatch(params.version);
      const { runId } = params;
      const controller = new AbortController();
      running.set(runId, controller);
      try {
        return await run(params, progressOf(runId), controller.signal);
      } finally {
        running.delete(runId);
      }
    });
  serveRun('sample', (params: SampleParams, listener, signal) =>
    runSample(params, machine, listener, signal),
  );
  serveRun('approximate', (params: ApproximateParams, { approximation }, signal) =>
    runApproximate(params, machine, approximation, signal),
  );
  serveRun('widths', (params: WidthsParams, listener, signal) =>
    runWidths(params, machine, listener, signal),
  );
  connection.onNotification('cancel', ({ runId }: CancelParams) => {
    running.get(runId)?.abort();
  });
  serveRuns(connection);
  servePredictions(connection);
  connection.onClose(() => process.exit(0));
  connection.listen();
}

process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches the whole group; the caller decides what is stopped and how.
process.on('SIGINT', () => {});
serve(connect());
