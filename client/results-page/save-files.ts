/** Saves files that the results page made: save dialog, write, confirmation. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SaveReportResult } from '../../sampler/protocol.ts';
import type { PageIdentity } from '../../webview/protocol.ts';
import type { SamplerHost } from '../sampler-host.ts';

/** The file's name, or null if it was not saved. */
export async function saveFile(
  folder: string,
  name: string,
  content: string | Uint8Array,
): Promise<string | null> {
  const target = await ask(folder, name);
  if (target === undefined) return null;
  try {
    await vscode.workspace.fs.writeFile(
      target,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    );
    return path.basename(target.fsPath);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`${name} was not saved: ${why}`);
    return null;
  }
}

/** The whole page as one HTML file, written by the host. */
export async function saveReport(
  host: SamplerHost,
  { folder, model, modelPath }: PageIdentity,
): Promise<void> {
  if (folder === null) return;
  await saveHtml({ modelPath, name: `${model}-report.html`, what: `the report of ${model}` }, (file) =>
    host.saveReport(folder, file),
  );
}

interface HtmlToSave {
  /** The model, beside which the file is first offered. */
  readonly modelPath: string;
  readonly name: string;
  readonly what: string;
}

/** Asks where, lets `write` write the file there, and offers to open it. */
export async function saveHtml(
  { modelPath, name, what }: HtmlToSave,
  write: (file: string) => Promise<SaveReportResult>,
): Promise<void> {
  const target = await ask(path.dirname(modelPath), name);
  if (target === undefined) return;
  const result = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Writing ${what}` },
    () => write(target.fsPath),
  );
  if (result.kind === 'problem') {
    void vscode.window.showErrorMessage(`The report was not written: ${result.message}`);
    return;
  }
  const open = 'Open in Browser';
  const choice = await vscode.window.showInformationMessage(
    `Wrote ${vscode.workspace.asRelativePath(target)}.`,
    open,
  );
  if (choice === open) await vscode.env.openExternal(target);
}

function ask(folder: string, name: string): Thenable<vscode.Uri | undefined> {
  const extension = path.extname(name).slice(1);
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(path.join(folder, name)),
    filters: { [extension.toUpperCase()]: [extension] },
  });
}
