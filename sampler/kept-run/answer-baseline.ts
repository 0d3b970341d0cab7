/** How the model of a kept run predicts held-out rows beside simpler methods: kept in its folder, or computed. */
import { existsSync, readFileSync } from 'node:fs';
import { checkModel } from '../model/check-model.ts';
import { baselineOfModel } from '../predict/baseline/baseline-of-model.ts';
import type { BaselineReport } from '../report/baseline-report.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { writeJson } from '../store/json-file.ts';
import { baselineFile } from '../store/run-folder.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';
import type { Refitting } from './answer-question.ts';

type Answer = Extract<RunAnswer<never>, { readonly kind: 'baseline' | 'unavailable' }>;

const FOLDS = 5;

/** @param refitting null for what is kept alone. */
export async function answerBaseline(folder: string, refitting: Refitting | null): Promise<Answer> {
  const path = baselineFile(folder);
  const kept = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as BaselineReport) : null;
  if (kept !== null) return { kind: 'baseline', baseline: kept };
  if (refitting === null)
    return { kind: 'unavailable', message: 'This run was not compared with simpler methods' };
  const isStopped = () => refitting.signal?.aborted === true;
  return answerOfPosterior(
    folder,
    isStopped,
    async (model) => {
      const { info } = model;
      const found = await baselineOfModel({
        name: info.model,
        checked: checkModel(info.modelText, info.modelPath),
        refitted: model,
        folds: FOLDS,
        seed: info.seed,
        refits: { ...refitting, progress: () => {} },
        now: () => performance.now(),
      });
      return isStopped() ? { kind: 'stopped' } : found;
    },
    (baseline): Answer => {
      // A folder that cannot be written has the answer all the same.
      try {
        writeJson(path, baseline);
      } catch {}
      return { kind: 'baseline', baseline };
    },
  );
}
