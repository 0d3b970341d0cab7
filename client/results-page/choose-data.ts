/** `Bayes: Predict at New Data…`: the dialog for the file of new data. */
import * as path from 'node:path';
import * as vscode from 'vscode';

/** Its absolute path; undefined if cancelled. */
export async function chooseNewData(modelPath: string): Promise<string | undefined> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage('Predicting from a model needs a trusted workspace.');
    return undefined;
  }
  const picked = await vscode.window.showOpenDialog({
    title: 'New data to predict at: the columns of the model’s data, without the outcome',
    openLabel: 'Predict',
    defaultUri: modelPath === '' ? undefined : vscode.Uri.file(path.dirname(modelPath)),
    filters: { Data: ['csv', 'tsv', 'json', 'parquet', 'arrow', 'feather'] },
  });
  return picked?.[0]?.fsPath;
}
