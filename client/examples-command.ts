/** `Bayes: Open Examples`: copies the extension's examples to a folder where they can be edited. */
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { homedir } from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';

const NAME = 'bayes-examples';

export async function openExamples(extensionPath: string): Promise<void> {
  const picked = await vscode.window.showOpenDialog({
    title: `Where to put the folder ${NAME}`,
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    openLabel: 'Copy Examples Here',
    defaultUri: vscode.Uri.file(homedir()),
  });
  if (picked === undefined) return;
  const target = path.join(picked[0].fsPath, NAME);
  if (existsSync(target)) {
    const open = 'Open Them';
    const message = `${target} is already there; its files are left as they are.`;
    if ((await vscode.window.showInformationMessage(message, { modal: true }, open)) !== open) return;
  } else {
    try {
      await cp(path.join(extensionPath, 'examples'), target, { recursive: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(`The examples could not be copied to ${target}: ${why}`);
      return;
    }
  }
  // An empty window is reused; one with a folder stays open.
  const forceNewWindow = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(target), { forceNewWindow });
}
