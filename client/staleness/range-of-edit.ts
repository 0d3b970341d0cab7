/** The range of an edit by line and column, for the editor. */
import * as vscode from 'vscode';
import type { LineEdit } from './line-edits.ts';

export function rangeOfEdit({ start, end }: Pick<LineEdit, 'start' | 'end'>): vscode.Range {
  return new vscode.Range(start.line, start.column, end.line, end.column);
}
