/** The host's requests about kept runs, `run/open`, `run/ask` and `runs/ask`, on a connection. */
import { availableParallelism } from 'node:os';
import { type CancellationToken, type MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import type { RunReader } from '../../kept-run/run-reader.ts';
import type { AskRunParams, OpenRunParams, OpenRunResult, RunAnswer } from '../../report/run-questions.ts';
import type { AskRunsParams, RunsAnswer } from '../../report/runs-questions.ts';
import type { RunMachine } from '../../run/run-machine.ts';

/** Fits at the same time: one is compiled while the chains of another run. */
const TOGETHER = Math.min(4, availableParallelism());

/** Never rejects: returns a message if the run cannot be read. */
export function serveKeptRuns(connection: MessageConnection, machine: RunMachine): void {
  // Loaded lazily: Apache Arrow takes long to load.
  let loading: Promise<RunReader> | undefined;
  const reader = (): Promise<RunReader> => {
    loading ??= import('../../kept-run/run-reader.ts').then(({ createRunReader }) => createRunReader());
    return loading;
  };
  connection.onRequest(
    new RequestType<OpenRunParams, OpenRunResult, void>('run/open'),
    async ({ folder }: OpenRunParams): Promise<OpenRunResult> => {
      try {
        return await (await reader()).open(folder);
      } catch (error) {
        return { kind: 'problem', message: error instanceof Error ? error.message : String(error) };
      }
    },
  );
  connection.onRequest(
    new RequestType<AskRunParams, RunAnswer<string>, void>('run/ask'),
    async ({ folder, question }: AskRunParams, token: CancellationToken): Promise<RunAnswer<string>> => {
      try {
        const stop = new AbortController();
        token.onCancellationRequested(() => stop.abort());
        const refitting = { machine, together: TOGETHER, signal: stop.signal };
        return await (await reader()).ask(folder, question, () => stop.signal.aborted, refitting);
      } catch (error) {
        return { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) };
      }
    },
  );
  connection.onRequest(
    new RequestType<AskRunsParams, RunsAnswer, void>('runs/ask'),
    async ({ runs, question }: AskRunsParams, token: CancellationToken): Promise<RunsAnswer> => {
      try {
        const { answerRuns } = await import('../../kept-run/answer-runs.ts');
        return await answerRuns(runs, question, () => token.isCancellationRequested);
      } catch (error) {
        return { kind: 'unavailable', message: error instanceof Error ? error.message : String(error) };
      }
    },
  );
}
