/** Results as text in the output channel “Bayes”. */
import * as path from 'node:path';
import * as vscode from 'vscode';
import { resultText } from './report-text.ts';
import type { ResultsView } from './results-panel.ts';

export interface RunOutput extends ResultsView, vscode.Disposable {
  show(): void;
  /** Replaces the text; reveals the channel if `visible`. */
  print(text: string, visible: boolean): void;
}

export function createRunOutput(): RunOutput {
  const channel = vscode.window.createOutputChannel('Bayes');
  return {
    started(run) {
      channel.clear();
      channel.appendLine(`Sampling ${path.basename(run.modelPath)} …`);
    },
    progressed() {},
    finished(run, result) {
      channel.appendLine('');
      channel.appendLine(resultText(result, run));
      // A result with numbers opens the results page; a failure is shown here.
      if (result.kind === 'invalid' || result.kind === 'failed') channel.show(true);
    },
    show: () => channel.show(),
    print(text, visible) {
      channel.clear();
      channel.appendLine(text);
      if (visible) channel.show(true);
    },
    dispose: () => channel.dispose(),
  };
}
