/** Starts the language server in its own process and tells it of trust, settings and runs. */
import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
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
  const initializationOptions = (): InitializationOptions => ({
    version: SERVER_PROTOCOL_VERSION,
    trusted: vscode.workspace.isTrusted,
    hoverImages: true,
    editorCommands: true,
  });
  const options: LanguageClientOptions = {
    documentSelector: [{ language: 'bayes' }],
    outputChannel: log,
    initializationOptions,
    synchronize: { configurationSection: 'bayes' },
  };
  const client = new LanguageClient(
    'bayes',
    'Bayes Language Server',
    { module: serverPath, transport: TransportKind.ipc },
    options,
  );
  const report = (error: unknown) => log.error(error instanceof Error ? error : String(error));
  const ready = client.start();
  ready.catch((error: unknown) => {
    report(error);
    void vscode.window.showErrorMessage(
      'The Bayes language server did not start, so models are not checked while typing. See the output “Bayes Log”.',
    );
  });
  const trust = vscode.workspace.onDidGrantWorkspaceTrust(() => {
    client.sendNotification(TRUST_NOTIFICATION).catch(report);
  });
  return {
    showRun(run, result) {
      if (result.kind !== 'done' && result.kind !== 'interrupted') return;
      const { diagnostics, summary } = result.report;
      const params: RunParams = {
        uri: run.uri,
        run: {
          pass: diagnostics.pass,
          reasons: diagnostics.reasons.map((reason) => reason.message),
          modelText: run.modelText,
          rows: summary.map(({ name, mean, sd, hdi_3, hdi_97, ess_bulk, ess_tail, r_hat }) => ({
            name,
            mean,
            sd,
            hdi_3,
            hdi_97,
            ess_bulk,
            ess_tail,
            r_hat,
          })),
        },
      };
      client.sendNotification(RUN_NOTIFICATION, params).catch(report);
    },
    restart: () => client.restart(),
    async stop() {
      trust.dispose();
      // A server that never came up has nothing to stop.
      await client.stop().catch(() => {});
    },
  };
}
