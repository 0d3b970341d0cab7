/** In a workspace that is not trusted, no file outside of it is read. */
import * as vscode from 'vscode';

/** Why these files may not be read, in words; null if they may. */
export function outsideOfTrust(files: readonly string[]): string | null {
  if (vscode.workspace.isTrusted) return null;
  const outside = files.find(
    (file) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) === undefined,
  );
  return outside === undefined
    ? null
    : `${outside} is outside of this workspace, which is not trusted, so it is not read: trust the workspace first.`;
}
