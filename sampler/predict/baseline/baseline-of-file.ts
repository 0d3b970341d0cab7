/** The comparison of a model in a file with simpler methods, by the settings that a run of it would have. */
import { checkModel, hasErrors } from '../../model/check-model.ts';
import { invalid } from '../../model/compile-model.ts';
import { startInModel } from '../../run/read-start-values.ts';
import { type ModelText, runInfo } from '../../run/run-info.ts';
import { checkSettings, sampleSettings } from '../../run/sample-settings.ts';
import { problem } from '../error-diagnostic.ts';
import type { Refits } from '../leave-one-out/refit.ts';
import { observedModel } from '../leave-one-out/score-points.ts';
import { type Baseline, baselineOfModel } from './baseline-of-model.ts';

interface FileRequest {
  readonly model: ModelText;
  readonly folds: number;
  readonly seed: number;
  readonly refits: Refits;
  now(): number;
}

export async function baselineOfFile({ model, folds, seed, refits, now }: FileRequest): Promise<Baseline> {
  const checked = checkModel(model.modelText, model.modelPath);
  const { program, data, diagnostics } = checked;
  if (hasErrors(diagnostics)) return { kind: 'invalid', diagnostics };
  const settings = sampleSettings(program, data, { seed }, seed);
  const refused = checkSettings(settings);
  if (refused !== null) return invalid('setting-value', refused);
  const observed = observedModel(program, data);
  const start = observed.kind === 'ok' ? startInModel(program, data, observed.ir) : null;
  if (start?.kind === 'problem') {
    const { message, span = { start: 0, end: 0 } } = start;
    return { kind: 'invalid', diagnostics: [problem('starting-value', message, span)] };
  }
  const { bayesVersion } = refits.machine;
  const info = runInfo(model, checked, settings, settings.max_draws, [], bayesVersion);
  const refitted = { info: start === null ? info : { ...info, start: start.start } };
  return baselineOfModel({ name: info.model, checked, refitted, folds, seed, refits, now });
}
