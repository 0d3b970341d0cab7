/**
 * `Bayes: Compare Metropolis with NUTS`: a random walk for teaching, then NUTS with the same seed and settings, with
 * the effective draws of both side by side.
 */
import * as vscode from 'vscode';
import type { SampleResult } from '../sampler/protocol.ts';
import { configuredSettings, modelToFit, type SampleCommand } from './sample-command.ts';

interface MetropolisParts {
  readonly sample: Pick<SampleCommand, 'runRequest'>;
  /** Shows the runs in these folders side by side. */
  compare(folders: readonly string[]): Promise<void>;
}

export function registerMetropolisCommand({ sample, compare }: MetropolisParts): vscode.Disposable {
  return vscode.commands.registerCommand('bayes.metropolis', async (target?: unknown) => {
    const model = await modelToFit(target);
    if (model === undefined) return;
    const settings = configuredSettings(model.uri);
    const walk = await sample.runRequest({ ...model, settings: { ...settings, method: 'metropolis' } });
    if (!isWhole(walk)) return;
    // NUTS gets the same number of draws; its default would be `enough`.
    const { seed, draws } = walk.report.settings;
    const nuts = await sample.runRequest({ ...model, settings: { ...settings, seed, draws } });
    if (!isWhole(nuts)) return;
    const folders = [walk, nuts].flatMap(({ report }) => report.draws ?? []);
    await compare(folders);
  });
}

/** A cancelled or failed run has been reported already. */
function isWhole(
  result: SampleResult | undefined,
): result is Extract<SampleResult, { readonly kind: 'done' }> {
  return result?.kind === 'done';
}
