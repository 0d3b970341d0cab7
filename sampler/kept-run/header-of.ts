/** What the pages need of a run's `run.json`. */
import { madeBy } from '../../grammar/methods/index.ts';
import type { RunHeader } from '../report/run-questions.ts';
import type { RunInfo } from '../store/run-folder.ts';

export function headerOf(folder: string, info: RunInfo): RunHeader {
  const { state, model, modelText, modelPath, data, settings, versions, started, finished } = info;
  const way = madeBy(info.method ?? settings.method ?? 'nuts');
  return {
    folder,
    state,
    model,
    modelText,
    modelPath,
    data,
    settings,
    versions,
    started,
    finished,
    madeBy: way,
  };
}
