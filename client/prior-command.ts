/** `Bayes: Prior Predictive`: what the model expects before it sees the data, on the results page. */
import * as vscode from 'vscode';
import type { ResultsPage } from './results-page/results-page.ts';
import { modelDocument, untitledPath } from './sample-command.ts';

export function registerPriorCommand(page: Pick<ResultsPage, 'openPrior'>): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.priorPredictive', async (target?: unknown) => {
    const document = await modelDocument(target);
    if (document === undefined) {
      void vscode.window.showInformationMessage('Open a .bayes model first.');
      return;
    }
    if (!vscode.workspace.isTrusted) {
      void vscode.window.showWarningMessage('Drawing from a model needs a trusted workspace.');
      return;
    }
    const { uri } = document;
    const modelPath = uri.scheme === 'file' ? uri.fsPath : untitledPath(document);
    page.openPrior({ uri: uri.toString(), modelPath, modelText: document.getText() });
  });
}
