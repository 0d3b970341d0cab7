/** `Bayes: Show Calibration`: the page of a model's last calibration, or the offer to run one. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { CalibrationPage } from './calibration-page/calibration-page.ts';

interface CommandParts {
  readonly page: Pick<CalibrationPage, 'open'>;
  /** Runs it as from the Testing view; false where the model is gone. */
  calibrate(uri: vscode.Uri): Promise<boolean>;
}

export function registerCalibrationCommand({ page, calibrate }: CommandParts): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.showCalibration', async (target?: unknown) => {
    const uri = modelOf(target);
    if (uri === undefined) {
      void vscode.window.showInformationMessage('Open a .bayes model first.');
      return;
    }
    if (await page.open(uri)) return;
    const name = path.basename(uri.path);
    const run = 'Calibrate Now';
    const choice = await vscode.window.showInformationMessage(
      `${name} has not been calibrated yet: it is fitted to 200 simulated data sets, which takes minutes.`,
      run,
    );
    if (choice !== run || (await calibrate(uri))) return;
    void vscode.window.showErrorMessage(
      `${name} was not calibrated: the model is no longer there. Open it where it is now, and ask again.`,
    );
  });
}

/** Of the editor, a link, or an item of the Testing view; by default of the active editor. */
function modelOf(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  if (typeof target === 'string') return vscode.Uri.parse(target);
  const uri: unknown = typeof target === 'object' && target !== null ? Reflect.get(target, 'uri') : undefined;
  if (uri instanceof vscode.Uri) return uri;
  const active = vscode.window.activeTextEditor?.document;
  return active?.languageId === 'bayes' ? active.uri : undefined;
}
