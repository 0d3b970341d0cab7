/** Effects of a kept run's predictors, and the probabilities of hypotheses, for the results page. */
import { effectsOfRun } from '../predict/effects/effects-of-run.ts';
import type { EffectsAsk } from '../report/effects-ask.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';

type Answer = Extract<RunAnswer<never>, { readonly kind: 'effects' | 'unavailable' }>;

export function answerEffects(folder: string, ask: EffectsAsk, shouldStop: () => boolean): Promise<Answer> {
  return answerOfPosterior(
    folder,
    shouldStop,
    (model, run, pace) => effectsOfRun(model, run, ask, pace),
    (effects): Answer => ({ kind: 'effects', effects }),
  );
}
