/** Exports a kept run: the `bayes export` command writes the file, outside the editor's own process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { KeptRun } from './kept-run.ts';

interface ExportChoice extends vscode.QuickPickItem {
  readonly what: 'draws' | 'summary';
  readonly to: 'csv' | 'json' | 'arrow';
  readonly extension: string;
}

const choices: readonly ExportChoice[] = [
  {
    label: '$(table) Summary as CSV',
    detail: 'One row for each quantity: mean, sd, interval, effective draws, R-hat',
    what: 'summary',
    to: 'csv',
    extension: 'csv',
  },
  {
    label: '$(graph-scatter) Draws as CSV',
    detail: 'One row for each draw; opens in R, pandas and spreadsheets',
    what: 'draws',
    to: 'csv',
    extension: 'csv',
  },
  {
    label: '$(database) Draws as Arrow',
    detail: 'The same table as a Feather file: smaller, exact, quick to read from R, pandas and polars',
    what: 'draws',
    to: 'arrow',
    extension: 'arrow',
  },
  {
    label: '$(json) Draws as JSON',
    detail: 'For each quantity one array of draws per chain, as ArviZ takes it',
    what: 'draws',
    to: 'json',
    extension: 'json',
  },
  {
    label: '$(checklist) Report as JSON',
    detail: 'Verdict, summary, settings and timing',
    what: 'summary',
    to: 'json',
    extension: 'json',
  },
];

/** Asks for form and place, writes, and says where it is. */
export async function exportRun(run: KeptRun, bayesPath: string): Promise<void> {
  const hasReport = run.status.kind === 'passes' || run.status.kind === 'provisional';
  const choice = await vscode.window.showQuickPick(
    choices.filter(({ what }) => hasReport || what === 'draws'),
    { title: `Export ${run.header.model}`, placeHolder: 'What to export, and as what' },
  );
  if (choice === undefined) return;
  const { what, to, extension } = choice;
  const folder =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(run.header.modelPath))?.uri.fsPath ??
    path.dirname(run.header.modelPath);
  const part = what === 'draws' ? 'draws' : to === 'json' ? 'report' : 'summary';
  const target = await vscode.window.showSaveDialog({
    title: choice.label.replace(/^\$\(\S+\) /, 'Export '),
    defaultUri: vscode.Uri.file(path.join(folder, `${run.header.model}-${part}.${extension}`)),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (target === undefined) return;
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Exporting ${run.header.model}`,
      cancellable: true,
    },
    (_progress, token) =>
      runBayes(
        bayesPath,
        ['export', run.folder, '--what', what, '--to', to, '-o', target.fsPath],
        token,
      ).finally(() => rm(`${target.fsPath}.tmp`, { force: true })),
  );
  if (result.kind === 'cancelled') return;
  if (result.kind === 'failed') {
    void vscode.window.showErrorMessage(`Nothing was exported: ${result.message}`);
    return;
  }
  const show = to === 'arrow' ? undefined : 'Open';
  const message = `Exported to ${vscode.workspace.asRelativePath(target)}.`;
  const next = await (show === undefined
    ? vscode.window.showInformationMessage(message)
    : vscode.window.showInformationMessage(message, show));
  if (next === 'Open') await vscode.commands.executeCommand('vscode.open', target);
}

type Ended =
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly message: string };

function runBayes(
  bayesPath: string,
  args: readonly string[],
  token: vscode.CancellationToken,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(process.execPath, [bayesPath, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // In the desktop editor `process.execPath` is Electron, which is Node only when told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-2000);
    });
    const cancel = token.onCancellationRequested(() => child.kill('SIGKILL'));
    const end = (ended: Ended) => {
      cancel.dispose();
      resolve(token.isCancellationRequested ? { kind: 'cancelled' } : ended);
    };
    child.once('error', (error) => end({ kind: 'failed', message: error.message }));
    child.once('close', (code) =>
      end(
        code === 0
          ? { kind: 'done' }
          : {
              kind: 'failed',
              message: said.trim().replace(/^bayes: /, '') || `the export ended with code ${code}`,
            },
      ),
    );
  });
}
