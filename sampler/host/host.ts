/**
 * The sampler's process: answers `sample` requests over Node IPC (`--ipc`) or standard input and output
 * (see `sampler/protocol.ts`), one pool of worker threads for all. Ends when its caller goes away.
 */
import { randomInt } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
  RequestType,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { version } from '../../package.json';
import { type CancelParams, PROTOCOL_VERSION, type SampleParams, type SampleResult } from '../protocol.ts';
import { createPool } from './pool.ts';
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

function versionMismatch(found: unknown): SampleResult {
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
  connection.onRequest(
    new RequestType<SampleParams, SampleResult, void>('sample'),
    async (params: SampleParams): Promise<SampleResult> => {
      if (params.version !== PROTOCOL_VERSION) return versionMismatch(params.version);
      const { runId } = params;
      const controller = new AbortController();
      running.set(runId, controller);
      try {
        const listener = {
          progress: (chains: unknown) => void connection.sendNotification('progress', { runId, chains }),
          draws: (block: object) => void connection.sendNotification('draws', { runId, ...block }),
        };
        return await runSample(params, machine, listener, controller.signal);
      } finally {
        running.delete(runId);
      }
    },
  );
  connection.onNotification('cancel', ({ runId }: CancelParams) => {
    running.get(runId)?.abort();
  });
  serveRuns(connection);
  connection.onClose(() => process.exit(0));
  connection.listen();
}

process.on('disconnect', () => process.exit(0));
// A terminal's Ctrl-C reaches the whole group; the caller decides what is stopped and how.
process.on('SIGINT', () => {});
serve(connect());
