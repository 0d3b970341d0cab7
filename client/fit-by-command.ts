/** `Bayes: Fit by…`: every way from a model to draws, and how far each can be relied on. */
import * as vscode from 'vscode';

interface Way extends vscode.QuickPickItem {
  readonly command: string;
}

const ways: readonly Way[] = [
  {
    command: 'bayes.sample',
    label: 'NUTS',
    description: 'draws from the posterior; what the verdict is made for',
  },
  {
    command: 'bayes.advi',
    label: 'ADVI',
    description: 'as in the model’s advi block, else mean-field: quick, and its widths run narrow',
  },
  {
    command: 'bayes.fullrank',
    label: 'Full-rank ADVI',
    description: 'with the correlations that mean-field leaves out; slower with many parameters',
  },
  {
    command: 'bayes.pathfinder',
    label: 'Pathfinder',
    description: 'Gaussians along the climb to the mode, the best by their weights',
  },
  {
    command: 'bayes.laplace',
    label: 'Laplace’s approximation',
    description: 'the Gaussian at the mode, with the curvature there',
  },
  {
    command: 'bayes.compareWidths',
    label: 'NUTS and ADVI',
    description: 'which widths ADVI makes too narrow, and by how much',
  },
  {
    command: 'bayes.metropolis',
    label: 'Metropolis and NUTS',
    description: 'for teaching: what the draws of a random walk are worth beside those of NUTS',
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
