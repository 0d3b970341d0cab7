/** Context keys for `when` clauses of menus and welcome views: extension activated, model in the active editor. */
import * as vscode from 'vscode';

export function trackContextKeys(): vscode.Disposable {
  const set = (key: string, value: boolean) => void vscode.commands.executeCommand('setContext', key, value);
  const follow = (editor: vscode.TextEditor | undefined) =>
    set('bayes.modelInFront', editor?.document.languageId === 'bayes');
  set('bayes.active', true);
  follow(vscode.window.activeTextEditor);
  return vscode.window.onDidChangeActiveTextEditor(follow);
}
