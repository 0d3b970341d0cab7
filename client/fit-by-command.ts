/** `Bayes: Fit by…`: every way from a model to an answer, and how far each can be relied on. */
import * as vscode from 'vscode';
import { methodList } from '../grammar/methods/index.ts';

interface Way extends vscode.QuickPickItem {
  readonly command: string;
}

const ways: readonly Way[] = [
  ...methodList.flatMap(({ editor }) =>
    editor.map(({ command, label, description }) => ({ command, label, description })),
  ),
  {
    command: 'bayes.compareWidths',
    label: 'NUTS and ADVI',
    description: 'which widths ADVI makes too narrow, and by how much',
  },
];

export function registerFitByCommand(): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.fitBy', async (target?: unknown) => {
    const way = await vscode.window.showQuickPick(ways, {
      title: 'Fit the model by',
      placeHolder: 'Choose a method',
      matchOnDescription: true,
    });
    if (way !== undefined) await vscode.commands.executeCommand(way.command, target);
  });
}
