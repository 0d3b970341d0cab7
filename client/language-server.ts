/**
 * Starts the language server in its own process and notifies it of trust, settings and runs. The client
 * library is loaded after activation: it takes longer than all the rest of the extension.
 */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { SampleResult } from '../sampler/protocol.ts';
import {
  type InitializationOptions,
  RUN_NOTIFICATION,
  type RunParams,
  SERVER_PROTOCOL_VERSION,
  TRUST_NOTIFICATION,
} from '../server/protocol.ts';
import type { RunInfo } from './results-panel.ts';

export interface LanguageServer {
  showRun(run: RunInfo, result: SampleResult): void;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function startLanguageServer(serverPath: string, log: vscode.LogOutputChannel): LanguageServer {
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
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => notify(TRUST_NOTIFICATION));
  return {
    showRun(run, result) {
      const params = runParams(run, result);
      if (params !== undefined) notify(RUN_NOTIFICATION, params);
    },
    restart: async () => (await client).restart(),
    async stop() {
      trust.dispose();
      // A server that never came up has nothing to stop.
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
    // A small young generation: what a check leaves behind is short-lived, and memory stays low.
    { module: serverPath, transport: TransportKind.ipc, options: { execArgv: ['--max-semi-space-size=4'] } },
    {
      // Not the models of kept runs or of version control: their data lie beside the file, not beside them.
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

/** What the editor shows of a run; undefined where it has no numbers. */
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
