/** The current run in the status bar, whichever file is active: progress, divergences, time left; a click cancels. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { chainLines, progressText, summarizeProgress } from './progress-text.ts';
import type { ResultsView } from './results-panel.ts';

/** Least interval between changes of a tooltip whose text stays: each is a message to the window. */
const TOOLTIP_MS = 1000;

export function createRunStatus(): ResultsView & vscode.Disposable {
  const item = vscode.window.createStatusBarItem('bayes.run', vscode.StatusBarAlignment.Left, 10);
  item.name = 'Bayes run';
  let name = '';
  let stops = false;
  let told = 0;
  return {
    started(run) {
      name = path.basename(run.modelPath, '.bayes');
      stops = false;
      item.command = 'bayes.cancel';
      item.text = `$(sync~spin) ${name} starting`;
      item.tooltip = 'Click to cancel; what was drawn is kept';
      item.backgroundColor = undefined;
      item.show();
    },
    stopping() {
      stops = true;
      item.text = `$(sync~spin) ${name} stopping`;
      item.tooltip = 'What was drawn is kept. Click again to end the summary of the draws, too';
    },
    progressed(params) {
      const progress = summarizeProgress(params);
      // Ignores progress that was sent before the chains received the cancel.
      if (stops && !progress.ended) return;
      const text = `$(sync~spin) ${progressText(name, progress)}`;
      if (text === item.text && Date.now() - told < TOOLTIP_MS) return;
      told = Date.now();
      item.text = text;
      item.tooltip = [
        ...chainLines(params.chains),
        progress.ended
          ? `Click to end the ${progress.scouting ? 'search' : 'summary'}; what was drawn is kept`
          : 'Click to cancel; what was drawn is kept',
      ].join('\n');
      item.backgroundColor =
        progress.divergences > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    },
    sampled() {
      item.text = `$(sync~spin) ${name} judging the fit`;
      item.tooltip = 'Click to end without it; the result is kept';
    },
    finished() {
      item.hide();
    },
    dispose: () => item.dispose(),
  };
}
