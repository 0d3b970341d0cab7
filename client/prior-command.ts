/** `Bayes: Prior Predictive`: what the model expects before it sees the data, on the results page. */
import * as vscode from 'vscode';
import type { ResultsPage } from './results-page/results-page.ts';
import { modelInFront } from './sample-command.ts';

export function registerPriorCommand(page: Pick<ResultsPage, 'openPrior'>): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.priorPredictive', async (target?: unknown) => {
    const model = await modelInFront(target);
    if (model === undefined) return;
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage('Drawing from a model needs a trusted workspace.');
      return;
    }
    page.openPrior({ ...model, uri: model.uri.toString() });
  });
}
