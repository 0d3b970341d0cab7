/**
 * Starts the language server in its own process and notifies it of trust, settings and runs. The client
 * library is loaded after activation, since it takes longer than the rest of the extension.
 */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { SampleResult } from '../sampler/protocol.ts';
import {
  DRAFT_REQUEST,
  type DraftAnswer,
  type DraftParams,
  type InitializationOptions,
  RUN_NOTIFICATION,
  type RunParams,
  SERVER_PROTOCOL_VERSION,
  TRUST_NOTIFICATION,
} from '../server/protocol.ts';
import type { RunInfo } from './results-panel.ts';
import { readHeader } from './run-history/read-runs.ts';
import type { WatchSource } from './staleness/watch-source.ts';

interface LanguageServer {
  /** The columns of a data file, or a first model of one of them. */
  draft(params: DraftParams): Promise<DraftAnswer>;
  showRun(run: RunInfo, result: SampleResult): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function startLanguageServer(
  serverPath: string,
  log: vscode.LogOutputChannel,
  watchSource: WatchSource,
): LanguageServer {
  const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const client = createClient(serverPath, log);
  const ready = client.then((created) => created.start());
  ready.catch((error: unknown) => {
    report(error);
    void vscode.window.showErrorMessage(
      'The Bayes language server did not start, so models are not checked while typing. See the output “Bayes Log”.',
    );
  });
  const notify = (method: string, params?: object) => {
    ready
      .then(() => client)
      .then((created) => created.sendNotification(method, params))
      .catch(report);
  };
  /** Watches of the data of each model's last run; the server itself compares the text. */
  const watches = new Map<string, vscode.Disposable>();
  async function watchData({ uri, folder, modelText }: RunInfo, { run }: RunParams): Promise<void> {
    watches.get(uri)?.dispose();
    watches.delete(uri);
    const header = await readHeader(folder);
    if (header === undefined || header.data.length === 0 || run === undefined) return;
    let before = '';
    const watch = watchSource({ uri, modelText, data: header.data }, ({ files }) => {
      const changedData = files.map(({ name }) => name);
      if (changedData.join() === before) return;
      before = changedData.join();
      const params: RunParams = { uri, run: { ...run, changedData } };
      notify(RUN_NOTIFICATION, params);
    });
    watches.get(uri)?.dispose();
    watches.set(uri, watch);
  }
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => notify(TRUST_NOTIFICATION));
  return {
    async draft(params) {
      try {
        await ready;
        return await (await client).sendRequest<DraftAnswer>(DRAFT_REQUEST, params);
      } catch (error) {
        report(error);
        return {
          kind: 'problem',
          message: 'the language server does not answer; see the output “Bayes Log”',
        };
      }
    },
    showRun(run, result) {
      const params = runParams(run, result);
      if (params === undefined) return;
      notify(RUN_NOTIFICATION, params);
      void watchData(run, params);
    },
    restart: async () => (await client).restart(),
    async stop() {
      trust.dispose();
      for (const watch of watches.values()) watch.dispose();
      watches.clear();
      // A server that failed to start does not need to be stopped.
      await client.then((created) => created.stop()).catch(() => {});
    },
  };
}

async function createClient(serverPath: string, log: vscode.LogOutputChannel): Promise<LanguageClient> {
  const { LanguageClient, TransportKind } = await import('vscode-languageclient/node');
  const initializationOptions = (): InitializationOptions => ({
    version: SERVER_PROTOCOL_VERSION,
    trusted: vscode.workspace.isTrusted,
    hoverImages: true,
    editorCommands: true,
  });
  return new LanguageClient(
    'bayes',
    'Bayes Language Server',
    // A small young generation keeps memory low, since garbage of checks is short-lived.
    { module: serverPath, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=4'] } },
    {
      // Not models of kept runs or of version control: data paths are relative to the file, not to those documents.
      documentSelector: [
        { language: 'bayes', scheme: 'file' },
        { language: 'bayes', scheme: 'untitled' },
      ],
      outputChannel: log,
      initializationOptions,
      synchronize: { configurationSection: 'bayes' },
    },
  );
}

/** The part of a run that the editor shows; undefined if it has no numbers. */
function runParams(run: RunInfo, result: SampleResult): RunParams | undefined {
  if (result.kind !== 'done' && result.kind !== 'interrupted') return undefined;
  const { diagnostics, summary } = result.report;
  return {
    uri: run.uri,
    run: {
      pass: diagnostics.pass,
      reasons: diagnostics.reasons.map((reason) => reason.message),
      modelText: run.modelText,
      rows: summary,
    },
  };
}
