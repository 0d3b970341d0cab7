/** `Bayes: New Model`: an unsaved model that can be sampled at once. */
import * as vscode from 'vscode';

const TEMPLATE = `# A line through points, with the data in place of a file. Press Sample above the model.
model new_model

dim point

data {
  x : real[point] = [-4, -3, -2, -1, 0, 1, 2, 3, 4]
  y : real[point] = [-6.1, -6.4, -2.9, -2.5, 1.8, 2.3, 6.2, 6.6, 9.4]
}

param intercept ~ Normal(0, 5)
param slope     ~ Normal(0, 5)
param sigma     ~ HalfNormal(2)

observe y ~ Normal(intercept + slope * x, sigma)

sample { target_accept = 0.95 }
`;

export async function newModel(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'bayes', content: TEMPLATE });
  await vscode.window.showTextDocument(document);
}
