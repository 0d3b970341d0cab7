/** Shared by the requests `ppc` and `predict`: reading the kept run, and the report in the answer. */

import { isProvisional } from '../../predict/is-provisional.ts';
import type { PosteriorModel } from '../../predict/posterior-model.ts';
import type { PredictionReport, PredictionsResult } from '../../report/predictions.ts';
import type { Predictions } from '../../report/predictive-summary.ts';

export async function withRun(
  folder: string,
  body: (model: PosteriorModel) => Promise<PredictionsResult>,
): Promise<PredictionsResult> {
  // Loaded lazily: Apache Arrow takes long to load.
  const { openPosterior } = await import('../../predict/open-posterior.ts');
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return opened;
  if (opened.kind === 'invalid') return invalid(opened, opened);
  return body(opened.model);
}

export function invalid(
  { info }: Pick<PosteriorModel, 'info'>,
  { diagnostics }: Pick<Extract<PredictionsResult, { kind: 'invalid' }>, 'diagnostics'>,
): PredictionsResult {
  return { kind: 'invalid', modelPath: info.modelPath, modelText: info.modelText, diagnostics };
}

export function reportOf(
  name: string,
  model: PosteriorModel,
  {
    quantities,
    statistics,
    data,
    seed,
    draws,
  }: Predictions & { readonly seed: number; readonly draws: number },
): PredictionReport {
  const provisional = isProvisional(model);
  return { name, model: model.info.model, seed, draws, provisional, quantities, statistics, data };
}
