/** `Bayes: Fit by…`: a pick of all methods, with the reliability of each. */
import * as vscode from 'vscode';
import { methodList } from '../grammar/methods/index.ts';

interface MethodChoice extends vscode.QuickPickItem {
  readonly command: string;
}

const choices: readonly MethodChoice[] = [
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
    const choice = await vscode.window.showQuickPick(choices, {
      title: 'Fit the model by',
      placeHolder: 'Choose a method',
      matchOnDescription: true,
    });
    if (choice !== undefined) await vscode.commands.executeCommand(choice.command, target);
  });
}
