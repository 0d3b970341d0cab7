/** Notification when the sampler process died, with a button to sample again. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SampleResult } from '../sampler/protocol.ts';
import type { ResultsView, RunInfo } from './results-panel.ts';
import { unreachable } from './unreachable.ts';

export function runMessages(log: vscode.LogOutputChannel): ResultsView {
  return {
    started() {},
    progressed() {},
    finished(run, result) {
      const text = messageOf(run, result);
      if (text !== undefined) void notify(text, run, log);
    },
  };
}

function messageOf(run: RunInfo, result: SampleResult): string | undefined {
  if ((result.kind === 'done' || result.kind === 'interrupted') && result.notKept !== undefined)
    return result.notKept;
  if (result.kind !== 'failed') return undefined;
  const name = path.basename(run.modelPath);
  switch (result.failure.kind) {
    case 'crash':
      return `The sampler of ${name} stopped: ${result.failure.message}. ${
        existsSync(path.join(run.folder, 'run.json'))
          ? 'What was drawn until then is kept in the view Runs.'
          : 'Nothing was drawn yet.'
      } Sampling again starts a new one.`;
    case 'out-of-memory':
      return `There was not enough memory to sample ${name}: ${result.failure.message}`;
    case 'bad-start':
      // Shown as a diagnostic at the failing line.
      return undefined;
    default:
      return unreachable(result.failure);
  }
}

async function notify(text: string, run: RunInfo, log: vscode.LogOutputChannel): Promise<void> {
  const again = 'Sample Again';
  const show = 'Show Log';
  const choice = await vscode.window.showErrorMessage(text, again, show);
  if (choice === again) await vscode.commands.executeCommand('bayes.sample', run.uri);
  if (choice === show) log.show();
}
