/** The command line's end of the sampler's host: forks it, sends one request, follows its progress. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { ChainProgress, ProgressParams, SampleParams, SampleResult } from '../protocol.ts';

export interface HostRun {
  /** Never rejects: a host that dies is a result like any other. */
  readonly result: Promise<SampleResult>;
  /** The chains end at their next draw; what was drawn is kept. */
  cancel(): void;
}

export interface HostClient {
  sample(params: SampleParams, onProgress: (chains: readonly ChainProgress[]) => void): HostRun;
  close(): void;
}

const STDERR_TAIL = 4000;

/** Starts the host at once, so that it loads while the caller still reads the model. */
export function startHost(hostFile: URL): HostClient {
  const child = fork(fileURLToPath(hostFile), ['--ipc'], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // As JSON, the NaN of a quantity without an R-hat would arrive as null.
    serialization: 'advanced',
    execArgv: process.execArgv,
  });
  let stderr = '';
  child.stderr?.on('data', (text) => {
    stderr = (stderr + String(text)).slice(-STDERR_TAIL);
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  let onProgress: (chains: readonly ChainProgress[]) => void = () => {};
  connection.onNotification('progress', ({ chains }: ProgressParams) => onProgress(chains));
  connection.listen();
  const death = new Promise<SampleResult>((resolve) => {
    const died = (message: string) =>
      resolve({ kind: 'failed', failure: { kind: 'crash', message, stderrTail: stderr } });
    child.once('error', (error) => died(`the sampler could not be started (${error.message})`));
    child.once('close', (code, signal) =>
      died(signal === null ? `the sampler ended with code ${code}` : `the sampler was ended by ${signal}`),
    );
  });
  return {
    sample(params, listener) {
      onProgress = listener;
      // A host that dies leaves the request open or rejects it; its death tells more.
      const answer = connection.sendRequest<SampleResult>('sample', params).catch(() => death);
      return {
        result: Promise.race([answer, death]),
        cancel: () => void connection.sendNotification('cancel', { runId: params.runId }),
      };
    },
    close() {
      connection.dispose();
      child.kill();
    },
  };
}
