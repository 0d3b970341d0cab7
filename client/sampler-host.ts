/**
 * The life of the sampler's host process: forked at the first need, reused, and replaced after it dies.
 * A death while a run is under way becomes a typed failure with the end of what it wrote to stderr; the
 * editor lives on.
 */
import { type ChildProcess, fork } from 'node:child_process';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { CancelParams, ProgressParams, SampleParams, SampleResult } from '../sampler/protocol.ts';

export interface SamplerHost {
  /** Never rejects: a dead host is a result like any other. */
  sample(params: SampleParams, onProgress: (progress: ProgressParams) => void): Promise<SampleResult>;
  /** The chains of a run end at their next draw; what was drawn is kept. */
  cancel(runId: string): void;
  dispose(): void;
}

interface LiveHost {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** Settles when the process is gone, with the reason in words. */
  readonly death: Promise<string>;
  readonly stderrTail: () => string;
}

const TAIL = 4000;

export function createSamplerHost(hostPath: string, log: (text: string) => void): SamplerHost {
  let live: Promise<LiveHost> | undefined;
  const listeners = new Map<string, (progress: ProgressParams) => void>();

  async function start(): Promise<LiveHost> {
    // Not at the top: the library is not needed before the first run.
    const { createMessageConnection, IPCMessageReader, IPCMessageWriter } = await import(
      'vscode-jsonrpc/node'
    );
    const child = fork(hostPath, ['--ipc'], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // In the desktop editor `process.execPath` is Electron, which is Node only when told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      execArgv: [],
    });
    let tail = '';
    child.stdout?.on('data', (chunk: Buffer) => log(chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-TAIL);
      log(chunk.toString());
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onNotification('progress', (params: ProgressParams) => listeners.get(params.runId)?.(params));
    connection.onError(([error]) => log(`connection to the sampler: ${error.message}`));
    connection.listen();
    const death = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(`it could not be started (${error.message})`));
      // `close` rather than `exit`: the last words on stderr are in.
      child.once('close', (code, signal) =>
        resolve(signal === null ? `it ended with code ${code ?? 'unknown'}` : `it was ended by ${signal}`),
      );
    });
    const host: LiveHost = { child, connection, death, stderrTail: () => tail };
    void death.then(() => connection.dispose());
    return host;
  }

  /** The process that is alive, or a new one; forgotten when it dies. */
  async function liveHost(): Promise<LiveHost> {
    if (live !== undefined) return live;
    const starting = start();
    live = starting;
    const host = await starting;
    void host.death.then(() => {
      if (live === starting) live = undefined;
    });
    return host;
  }

  return {
    async sample(params, onProgress) {
      const host = await liveHost();
      listeners.set(params.runId, onProgress);
      const crashed = host.death.then(
        (message): SampleResult => ({
          kind: 'failed',
          failure: { kind: 'crash', message, stderrTail: host.stderrTail() },
        }),
      );
      const answer = host.connection
        .sendRequest<SampleResult>('sample', params)
        // A request that a dying host leaves open is rejected too; the death tells more.
        .catch((error: Error): SampleResult | Promise<SampleResult> =>
          host.child.exitCode === null && host.child.signalCode === null && host.child.connected
            ? {
                kind: 'failed',
                failure: { kind: 'crash', message: error.message, stderrTail: host.stderrTail() },
              }
            : crashed,
        );
      try {
        return await Promise.race([answer, crashed]);
      } finally {
        listeners.delete(params.runId);
      }
    },
    cancel(runId) {
      const params: CancelParams = { runId };
      void live?.then(({ connection }) => connection.sendNotification('cancel', params)).catch(() => {});
    },
    dispose() {
      void live?.then(({ child }) => child.kill());
      live = undefined;
    },
  };
}
