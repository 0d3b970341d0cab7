/** Commands of point estimates, which are shown in the output channel, since there are no draws. */
import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { methodsIn } from '../grammar/methods/index.ts';
import type { Method, SettingValues } from '../grammar/methods/method.ts';
import { estimateResultText } from './estimate-text.ts';
import type { RunOutput } from './run-output.ts';
import { type ModelToFit, modelToFit } from './sample-command.ts';
import type { SamplerHost } from './sampler-host.ts';

interface EstimateParts {
  readonly host: Pick<SamplerHost, 'estimate' | 'cancel'>;
  readonly output: Pick<RunOutput, 'print'>;
}

export function registerEstimateCommands(parts: EstimateParts): vscode.Disposable {
  const commands = methodsIn('estimate').flatMap((method) =>
    method.editor.map(({ command, settings }) =>
      vscode.commands.registerCommand(command, async (target?: unknown) => {
        const model = await modelToFit(target);
        if (model !== undefined) await estimate(parts, model, method, settings);
      }),
    ),
  );
  return vscode.Disposable.from(...commands);
}

async function estimate(
  { host, output }: EstimateParts,
  model: ModelToFit,
  { name, title }: Method,
  settings: SettingValues,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage('Fitting a model needs a trusted workspace.');
    return;
  }
  const { modelPath, modelText } = model;
  const runId = randomUUID();
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `${title}: ${path.basename(modelPath)}`,
      cancellable: true,
    },
    (_, token) => {
      token.onCancellationRequested(() => host.cancel(runId));
      return host.estimate({
        version: 1,
        runId,
        modelText,
        modelPath,
        asked: { command: name, settings },
      });
    },
  );
  output.print(estimateResultText(result, model), true);
}
