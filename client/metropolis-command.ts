/**
 * `Bayes: Compare Metropolis with NUTS`: a random walk for teaching, then NUTS with the same seed and settings,
 * and what the draws of both are worth side by side.
 */
import * as vscode from 'vscode';
import type { SampleResult } from '../sampler/protocol.ts';
import { comparisonUri } from './run-history/run-documents.ts';
import { configuredSettings, modelInFront, type SampleCommand } from './sample-command.ts';

export function registerMetropolisCommand(sample: Pick<SampleCommand, 'runRequest'>): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.metropolis', async (target?: unknown) => {
    const model = await modelInFront(target);
    if (model === undefined) return;
    const settings = configuredSettings(model.uri);
    const walk = await sample.runRequest({ ...model, settings: { ...settings, method: 'metropolis' } });
    if (!isWhole(walk)) return;
    // By itself NUTS would make as many draws as it takes.
    const { seed, draws } = walk.report.settings;
    const nuts = await sample.runRequest({ ...model, settings: { ...settings, seed, draws } });
    if (!isWhole(nuts)) return;
    const folders = [walk, nuts].flatMap(({ report }) => report.draws ?? []);
    await vscode.window.showTextDocument(comparisonUri([walk.report.model], folders), { preview: true });
  });
}

/** A cancelled or failed run has been reported already. */
function isWhole(
  result: SampleResult | undefined,
): result is Extract<SampleResult, { readonly kind: 'done' }> {
  return result?.kind === 'done';
}
