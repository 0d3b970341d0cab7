/** Complete, no and partial pooling of a kept run's groups, for the results page. */
import { poolingOfRun } from '../predict/pooling/pooling-of-run.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';

type Answer = Extract<RunAnswer<never>, { readonly kind: 'pooling' | 'unavailable' }>;

export function answerPooling(folder: string, shouldStop: () => boolean): Promise<Answer> {
  return answerOfPosterior(
    folder,
    shouldStop,
    (model, _run, pace) => poolingOfRun(model, pace),
    (pooling): Answer => ({ kind: 'pooling', pooling }),
  );
}
