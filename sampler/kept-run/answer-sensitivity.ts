/** How far the posteriors of a kept run depend on its priors, for the results page. */
import { sensitivityOfRun } from '../predict/sensitivity/sensitivity-of-run.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';

type Answer = Extract<RunAnswer<never>, { readonly kind: 'sensitivity' | 'unavailable' }>;

export function answerSensitivity(folder: string, shouldStop: () => boolean): Promise<Answer> {
  return answerOfPosterior(
    folder,
    shouldStop,
    (model, run, pace) => sensitivityOfRun(model, run, null, pace),
    (sensitivity): Answer => ({ kind: 'sensitivity', sensitivity }),
  );
}
