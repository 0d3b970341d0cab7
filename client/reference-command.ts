/** `Bayes: Language Reference`: the pages that ship with the extension, as rendered Markdown. */
import * as vscode from 'vscode';

export async function openReference(extension: vscode.Uri): Promise<void> {
  const page = vscode.Uri.joinPath(extension, 'grammar', 'reference', 'language.md');
  try {
    await vscode.commands.executeCommand('markdown.showPreview', page);
  } catch {
    // The preview is a separate extension, which may be disabled.
    await vscode.window.showTextDocument(page, { preview: true });
  }
}
