/** `Bayes: Prior Predictive`: shows prior and prior predictive draws on the results page. */
import * as vscode from 'vscode';
import type { ResultsPage } from './results-page/results-page.ts';
import { modelToFit } from './sample-command.ts';

export function registerPriorCommand(page: Pick<ResultsPage, 'openPrior'>): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.priorPredictive', async (target?: unknown) => {
    const model = await modelToFit(target);
    if (model === undefined) return;
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage('Drawing from a model needs a trusted workspace.');
      return;
    }
    page.openPrior({ ...model, uri: model.uri.toString() });
  });
}
