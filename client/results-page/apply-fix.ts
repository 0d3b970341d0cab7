/** Applies the fix of a reason to the model, if it is still the sampled text; the editor can undo it. */
import * as vscode from 'vscode';
import type { Fix } from '../../grammar/diagnostic.ts';
import type { Staleness } from '../../webview/protocol.ts';
import { lineEdits } from '../staleness/line-edits.ts';
import { rangeOfEdit } from '../staleness/range-of-edit.ts';
import { type ModelOfRun, revealLine } from './show-model.ts';

/** @param line 0-based in the run's text; shown if the text has changed. */
export async function applyFix(
  model: ModelOfRun,
  staleness: Staleness,
  fix: Fix,
  line: number,
): Promise<void> {
  const uri = vscode.Uri.parse(model.uri);
  const document = await vscode.workspace.openTextDocument(uri).then(
    (opened) => opened,
    () => null,
  );
  const edits = document === null ? null : lineEdits(model.modelText, document.getText(), fix);
  if (edits === null) return revealLine(model, staleness, line);
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, newText } of edits) edit.replace(uri, rangeOfEdit({ start, end }), newText);
  await vscode.workspace.applyEdit(edit);
  // The text was unchanged before the edit, so its first line is still valid.
  const first = edits.reduce((least, { start }) => Math.min(least, start.line), edits[0].start.line);
  await revealLine(model, { ...staleness, model: 'changed', lines: null }, first);
}
