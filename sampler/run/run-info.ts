/** The contents of `run.json` at the start of a run. */

import { type CheckedModel, modelName } from '../model/check-model.ts';
import { RUN_VERSION, type RunInfo } from '../store/run-folder.ts';
import { type RunSettings, settingsOfReport } from './sample-settings.ts';

export interface ModelText {
  readonly modelText: string;
  readonly modelPath: string;
}

export function runInfo(
  { modelText, modelPath }: ModelText,
  { program, data }: CheckedModel,
  settings: RunSettings,
  draws: number,
  names: readonly string[],
  bayesVersion: string,
): RunInfo {
  return {
    version: RUN_VERSION,
    state: 'running',
    model: modelName(program, modelPath),
    modelText,
    modelPath,
    data: [...data.sources].flatMap(([name, { file, hash }]) =>
      file === undefined || hash === undefined ? [] : [{ name, file, hash }],
    ),
    settings: settingsOfReport(settings, draws),
    asked: { draws: settings.draws, max_draws: settings.max_draws },
    seed: settings.seed,
    names,
    versions: { bayes: bayesVersion, node: process.version },
    started: new Date().toISOString(),
    finished: null,
  };
}
