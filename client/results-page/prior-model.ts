/** A model of which only the prior is shown; nothing is stored on disk. */
import * as vscode from 'vscode';
import type { PageIdentity } from '../../webview/protocol.ts';

/** A model as it is in the editor. */
export interface PriorModel {
  readonly uri: string;
  readonly modelPath: string;
  readonly modelText: string;
}

/** Null if the model does not exist, or must not be run. */
export async function priorOf({ uri, modelPath }: PageIdentity): Promise<PriorModel | null> {
  if (!vscode.workspace.isTrusted) return null;
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    return { uri, modelPath, modelText: document.getText() };
  } catch {
    return null;
  }
}
