/** The extension's entry: registers everything and hands over. Nothing slow happens here. */
// biome-ignore assist/source/organizeImports: the clock starts before anything else is loaded
import { began } from './began.ts';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { startLanguageServer } from './language-server.ts';
import { allOf } from './results-panel.ts';
import { createRunOutput } from './run-output.ts';
import { createRunStatus } from './run-status.ts';
import { createSampleCommand } from './sample-command.ts';
import { createSamplerHost } from './sampler-host.ts';

export interface BayesApi {
  /** Milliseconds of loading and activating; what the editor does between the two does not count. */
  readonly activationMs: number;
}

let stop: (() => Promise<void>) | undefined;

const loadMs = performance.now() - began;

export function activate(context: vscode.ExtensionContext): BayesApi {
  const called = performance.now();
  const dist = (name: string) => path.join(context.extensionPath, 'dist', name);
  const log = vscode.window.createOutputChannel('Bayes Log', { log: true });
  const host = createSamplerHost(dist('host.js'), (text) => log.info(text.trimEnd()));
  const output = createRunOutput();
  const status = createRunStatus();
  const server = startLanguageServer(dist('server.js'), log);
  stop = server.stop;
  const sample = createSampleCommand({
    host,
    view: allOf(output, status),
    storage: context.storageUri ?? context.globalStorageUri,
    onFinished: (run, result) => server.showRun(run, result),
  });
  context.subscriptions.push(
    log,
    host,
    output,
    status,
    sample,
    vscode.commands.registerCommand('bayes.sample', (target?: unknown) => sample.run(target)),
    vscode.commands.registerCommand('bayes.cancel', () => sample.cancel()),
    vscode.commands.registerCommand('bayes.showOutput', () => output.show()),
    vscode.commands.registerCommand('bayes.restartServer', () => server.restart()),
  );
  const activationMs = loadMs + performance.now() - called;
  log.info(`activated in ${activationMs.toFixed(0)} ms`);
  return { activationMs };
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
