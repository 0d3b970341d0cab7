/** The commands `Bayes: Fit by ADVI`, those of other approximations, and `Compare Widths`. */
import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { methods, methodsIn } from '../grammar/methods/index.ts';
import type {
  ApproximateResult,
  ApproximationProgress,
  AskedApproximation,
  AskedSettings,
  SampleResult,
  WidthsParams,
  WidthsReport,
  WidthsResult,
} from '../sampler/protocol.ts';
import { natsText } from '../sampler/report/approximation-digits.ts';
import { approximationFailureText, approximationResultText, widthsText } from './approximation-text.ts';
import type { RunOutput } from './run-output.ts';
import { configuredSettings, type ModelToFit, modelToFit, type SampleCommand } from './sample-command.ts';
import type { SamplerHost } from './sampler-host.ts';

interface ApproximationParts {
  readonly host: SamplerHost;
  readonly output: Pick<RunOutput, 'print' | 'show'>;
  readonly sample: Pick<SampleCommand, 'runRequest'>;
  /** @throws where it cannot be made. */
  newRunFolder(model: vscode.Uri, modelPath: string): string;
  /** Called when there is a new run; null if it has no draws to show. */
  onKept(run: KeptApproximation | null): void;
}

interface KeptApproximation {
  readonly uri: vscode.Uri;
  readonly modelPath: string;
  readonly folder: string;
}

interface Approximations extends vscode.Disposable {
  /** Fits the given text, which may differ from the file. */
  approximate(model: ModelToFit, asked: AskedApproximation): Promise<ApproximateResult | undefined>;
  /** Compares with the same variant of ADVI as before. */
  compareWidths(model: ModelToFit, settings: AskedSettings, method: WidthsReport['method']): Promise<void>;
}

export function registerApproximationCommands(parts: ApproximationParts): Approximations {
  const inFront = async (target: unknown, asked: AskedApproximation) => {
    const model = await modelToFit(target);
    return model === undefined ? undefined : approximate(parts, model, asked);
  };
  const commands = vscode.Disposable.from(
    ...methodsIn('approximation').flatMap(({ name, editor }) =>
      editor.map(({ command, settings }) =>
        vscode.commands.registerCommand(command, (target?: unknown) =>
          inFront(target, { command: name, settings } as AskedApproximation),
        ),
      ),
    ),
    vscode.commands.registerCommand('bayes.compareWidths', async (target?: unknown) => {
      const model = await modelToFit(target);
      if (model !== undefined) await compareWidths(parts, model, configuredSettings(model.uri), {});
    }),
  );
  return {
    approximate: (model, asked) => approximate(parts, model, asked),
    compareWidths: (model, settings, method) => compareWidths(parts, model, settings, { method }),
    dispose: () => commands.dispose(),
  };
}

async function approximate(
  { host, output, newRunFolder, onKept }: ApproximationParts,
  model: ModelToFit,
  asked: AskedApproximation,
): Promise<ApproximateResult | undefined> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage('Fitting a model needs a trusted workspace.');
    return undefined;
  }
  const { uri, modelPath, modelText } = model;
  let out: string;
  try {
    out = newRunFolder(uri, modelPath);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`There is no folder to keep the draws in: ${why}.`);
    return undefined;
  }
  const runId = randomUUID();
  const name = path.basename(modelPath);
  const title = `${methods[asked.command].title}: ${name}`;
  const location = vscode.ProgressLocation.Notification;
  const result = await vscode.window.withProgress(
    { location, title, cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => host.cancel(runId));
      return host.approximate(
        { version: 1, runId, modelText, modelPath, asked, out },
        { approximation: ({ progress: now }) => progress.report({ message: progressText(now) }) },
      );
    },
  );
  const hasDraws = result.kind === 'done' || result.kind === 'interrupted';
  onKept(hasDraws ? { uri, modelPath, folder: out } : null);
  // A result with draws opens the results page; a failure is printed here.
  output.print(approximationResultText(result, model), !hasDraws);
  if (result.kind === 'done' && result.report.verdict.warnings.length > 0)
    void offerComparison(result.report, uri);
  return result;
}

function progressText({ iteration, elbo, isScouting }: ApproximationProgress): string {
  if (isScouting) return 'looking for other modes';
  const last = elbo.at(-1);
  return last === undefined || last === null
    ? `iteration ${iteration}`
    : `iteration ${iteration}, ELBO ${natsText(last)}`;
}

/** Mean-field ADVI understates widths: offers the comparison with NUTS. */
async function offerComparison(
  { verdict }: Extract<ApproximateResult, { kind: 'done' }>['report'],
  uri: vscode.Uri,
): Promise<void> {
  const compare = 'Compare Widths';
  const [warning = verdict.message] = verdict.warnings;
  if ((await vscode.window.showWarningMessage(`${warning}.`, compare)) === compare)
    await vscode.commands.executeCommand('bayes.compareWidths', uri.toString());
}

async function compareWidths(
  { host, output, sample }: ApproximationParts,
  model: ModelToFit,
  settings: AskedSettings,
  advi: WidthsParams['advi'],
): Promise<void> {
  let widths: WidthsResult | undefined;
  await sample.runRequest({
    ...model,
    settings,
    async send(params, listener) {
      const result = await host.widths({ ...params, advi }, listener);
      widths = result;
      return runOf(result);
    },
  });
  if (widths === undefined) return;
  if ((widths.kind === 'done' || widths.kind === 'interrupted') && widths.widths !== null) {
    const [sentence] = widths.widths.sentences;
    // The results page shows them too.
    output.print(widthsText(widths.widths), false);
    const show = 'Show Comparison';
    void vscode.window.showInformationMessage(sentence, show).then((choice) => {
      if (choice === show) output.show();
    });
  } else if (widths.kind === 'failed' && widths.report !== undefined) {
    const why = approximationFailureText(widths.failure, model.modelPath);
    void vscode.window.showErrorMessage(`ADVI failed, so the run of NUTS stands alone. ${why}`);
  }
}

/** The comparison's run of NUTS, for the views of runs. */
function runOf(result: WidthsResult): SampleResult {
  switch (result.kind) {
    case 'done':
    case 'interrupted':
      return { kind: result.kind, report: result.report, warnings: result.warnings };
    case 'invalid':
      return result;
    case 'failed': {
      const { failure, report } = result;
      if (report !== undefined) return { kind: 'done', report };
      return failure.kind === 'no-approximation'
        ? { kind: 'failed', failure: { kind: 'crash', message: failure.message, stderrTail: '' } }
        : { kind: 'failed', failure };
    }
  }
}
