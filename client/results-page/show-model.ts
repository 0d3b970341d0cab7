/** Shows a run's model in the editor, a line in the current or sampled text, the difference of both; and its data. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Staleness } from '../../webview/protocol.ts';
import { modelUri, textUri } from '../run-history/run-documents.ts';
import { whenText } from '../run-history/run-labels.ts';
import { keepFocus } from './late-focus.ts';

export interface ModelOfRun {
  /** The document's URI. */
  readonly uri: string;
  readonly modelPath: string;
  readonly modelText: string;
  /** Folder and start time of the run; null if it is not kept. */
  readonly kept: { readonly folder: string; readonly model: string; readonly started: string } | null;
}

/** @param line 0-based, of the run's text. */
export async function revealLine(
  model: ModelOfRun,
  staleness: Pick<Staleness, 'model' | 'lines'>,
  line: number,
): Promise<void> {
  const now = staleness.model === 'missing' ? null : staleness.lines === null ? line : staleness.lines[line];
  if (now === null || now === undefined) return show(asItWas(model), line);
  return show(vscode.Uri.parse(model.uri), now);
}

/** @param line 1-based, of a text file */
export function revealData(file: string, line = 1): Promise<void> {
  return show(vscode.Uri.file(file), line - 1);
}

export async function showDifference(model: ModelOfRun, staleness: Staleness): Promise<void> {
  if (staleness.model === 'missing') return show(asItWas(model), 0);
  const name = path.basename(model.modelPath);
  const when = model.kept === null ? 'as it was run' : whenText(model.kept.started, new Date());
  await vscode.commands.executeCommand(
    'vscode.diff',
    asItWas(model),
    vscode.Uri.parse(model.uri),
    `${name}: ${when} ↔ now`,
  );
}

function asItWas({ kept, modelPath, modelText }: ModelOfRun): vscode.Uri {
  return kept === null
    ? textUri(`${path.basename(modelPath, '.bayes')} as it was run.bayes`, modelText)
    : modelUri({ folder: kept.folder, header: kept });
}

async function show(uri: vscode.Uri, line: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const column = visible?.viewColumn ?? vscode.ViewColumn.One;
  const editor = await vscode.window.showTextDocument(document, column);
  const range = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  editor.selection = new vscode.Selection(range.start, range.start);
  editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  keepFocus({
    changes: (listener) => vscode.window.tabGroups.onDidChangeTabGroups(listener),
    isOnPage: () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview,
    takeBack: () => void vscode.window.showTextDocument(document, column),
  });
}
