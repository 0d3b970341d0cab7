/** Exports a kept run: the `bayes export` command writes the file, outside the editor's own process. */
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SaveReportResult } from '../../sampler/protocol.ts';
import type { KeptRun } from './kept-run.ts';

export interface ExportParts {
  /** The `bayes` command's bundle. */
  readonly bayesPath: string;
  saveReport(folder: string, file: string): Promise<SaveReportResult>;
}

interface ExportChoice extends vscode.QuickPickItem {
  readonly what: 'page' | 'draws' | 'summary';
  readonly to: 'html' | 'csv' | 'json' | 'arrow' | 'parquet' | 'netcdf' | 'cmdstan';
  /** Part of the suggested file name after the model's name. */
  readonly part: string;
}

const choices: readonly ExportChoice[] = [
  {
    label: '$(browser) Results Page as HTML',
    detail: 'Verdict, table and plots in one file that any browser opens, without a network',
    what: 'page',
    to: 'html',
    part: 'results',
  },
  {
    label: '$(table) Summary as CSV',
    detail: 'One row for each quantity: mean, sd, interval, effective draws, R-hat',
    what: 'summary',
    to: 'csv',
    part: 'summary',
  },
  {
    label: '$(graph-scatter) Draws as CSV',
    detail: 'One row for each draw; opens in R, pandas and spreadsheets',
    what: 'draws',
    to: 'csv',
    part: 'draws',
  },
  {
    label: '$(database) Draws as Arrow',
    detail: 'The same table as a Feather file: smaller, exact, quick to read from R, pandas and polars',
    what: 'draws',
    to: 'arrow',
    part: 'draws',
  },
  {
    label: '$(database) Draws as Parquet',
    detail: 'The same table as DuckDB, Spark, R, pandas and polars read it',
    what: 'draws',
    to: 'parquet',
    part: 'draws',
  },
  {
    label: '$(json) Draws as JSON',
    detail: 'For each quantity one array of draws per chain, as ArviZ takes it',
    what: 'draws',
    to: 'json',
    part: 'draws',
  },
  {
    label: '$(graph) Draws for ArviZ (NetCDF)',
    detail: 'Draws, statistics of the sampler and data with named dimensions, as ArviZ and xarray open them',
    what: 'draws',
    to: 'netcdf',
    part: 'draws',
  },
  {
    label: '$(files) Draws for CmdStan’s Tools (CSV)',
    detail: 'A file for each chain, NAME_1.csv and so on, as posterior in R, cmdstanpy and ArviZ read them',
    what: 'draws',
    to: 'cmdstan',
    part: 'draws',
  },
  {
    label: '$(checklist) Report as JSON',
    detail: 'Verdict, summary, settings and timing',
    what: 'summary',
    to: 'json',
    part: 'report',
  },
];

/** Asks for format and file, exports, and shows the file's path. */
export async function exportRun(run: KeptRun, parts: ExportParts): Promise<void> {
  const hasReport = run.status.kind === 'passes' || run.status.kind === 'provisional';
  const choice = await vscode.window.showQuickPick(
    choices.filter(({ what }) => hasReport || what === 'draws'),
    { title: `Export ${run.header.model}`, placeHolder: 'What to export, and as what' },
  );
  if (choice === undefined) return;
  const { what, to, part } = choice;
  const extension = to === 'netcdf' ? 'nc' : to === 'cmdstan' ? 'csv' : to;
  const folder =
    vscode.workspace.getWorkspaceFolder(vscode.Uri.file(run.header.modelPath))?.uri.fsPath ??
    path.dirname(run.header.modelPath);
  const target = await vscode.window.showSaveDialog({
    title: choice.label.replace(/^\$\(\S+\) /, 'Export '),
    defaultUri: vscode.Uri.file(path.join(folder, `${run.header.model}-${part}.${extension}`)),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (target === undefined) return;
  const file = target.fsPath;
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Exporting ${run.header.model}`,
      cancellable: what !== 'page',
    },
    async (_progress, token): Promise<Ended> => {
      if (what === 'page') return parts.saveReport(run.folder, file).then(endOfReport);
      const args = ['export', run.folder, '--what', what, '--to', to, '-o', file];
      return runBayes(parts.bayesPath, args, token).finally(() => rm(`${file}.tmp`, { force: true }));
    },
  );
  if (result.kind === 'cancelled') return;
  if (result.kind === 'failed') {
    void vscode.window.showErrorMessage(`Nothing was exported: ${result.message}`);
    return;
  }
  const open = to === 'html' ? 'Open in Browser' : 'Open';
  const local = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  const isBinary = to === 'arrow' || to === 'parquet' || to === 'netcdf';
  const actions = isBinary || to === 'cmdstan' || (to === 'html' && !local) ? [] : [open];
  const message = `Exported to ${exportedName(vscode.workspace.asRelativePath(target), to)}.`;
  if ((await vscode.window.showInformationMessage(message, ...actions)) !== open) return;
  if (to === 'html') await vscode.env.openExternal(target);
  else await vscode.commands.executeCommand('vscode.open', target);
}

/** CmdStan’s files are one for each chain. */
function exportedName(file: string, to: ExportChoice['to']): string {
  return to === 'cmdstan' ? file.replace(/(?:\.csv)?$/, '_1.csv and so on') : file;
}

function endOfReport(saved: SaveReportResult): Ended {
  return saved.kind === 'problem' ? { kind: 'failed', message: saved.message } : { kind: 'done' };
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
      // In the desktop editor `process.execPath` is Electron, which runs as Node only with this variable.
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
