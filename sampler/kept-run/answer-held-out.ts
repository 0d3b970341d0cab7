/** Cross-validation of a kept run by refits, for the results page: K-fold, and of the future of a series. */
import type { AnswerAboutRun } from '../predict/answer-about-run.ts';
import { futureOfRun } from '../predict/leave-future-out/future-of-run.ts';
import { futureReport } from '../predict/leave-future-out/future-report.ts';
import { kFoldOfRun } from '../predict/leave-one-out/k-fold.ts';
import { kFoldReport } from '../predict/leave-one-out/k-fold-report.ts';
import type { FutureReport } from '../report/future-report.ts';
import type { KFoldReport } from '../report/loo-report.ts';
import type { RunAnswer, RunQuestion } from '../report/run-questions.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';
import type { Refitting } from './answer-question.ts';

type Question<K> = Extract<RunQuestion, { readonly kind: K }>;
type Answer<K> = Extract<RunAnswer<never>, { readonly kind: K | 'unavailable' }>;

/** As in an HTML report. */
export const NO_REFITS = { kind: 'unavailable', message: 'Nothing is fitted again here' } as const;

export async function answerKFold(
  folder: string,
  { folds, by }: Question<'k-fold'>,
  refitting: Refitting | null,
): Promise<Answer<'k-fold'>> {
  if (refitting === null) return NO_REFITS;
  const isStopped = () => refitting.signal?.aborted === true;
  const grouping = by === undefined ? {} : { by };
  return answerOfPosterior(
    folder,
    isStopped,
    async (model, run): Promise<AnswerAboutRun<KFoldReport>> => {
      const { seed } = model.info;
      const refits = { ...refitting, progress: () => {} };
      const found = await kFoldOfRun(model, `the run of ${model.info.model}`, {
        folds,
        seed,
        refits,
        ...grouping,
      });
      if (isStopped()) return { kind: 'stopped' };
      if (found.kind !== 'ok') return found;
      return { kind: 'ok', report: { ...kFoldReport(run, model, found.result, seed), ...grouping } };
    },
    (kFold): Answer<'k-fold'> => ({ kind: 'k-fold', kFold }),
  );
}

export async function answerFuture(
  folder: string,
  { ahead, by }: Question<'future'>,
  refitting: Refitting | null,
): Promise<Answer<'future'>> {
  if (refitting === null) return NO_REFITS;
  const isStopped = () => refitting.signal?.aborted === true;
  const order = by === undefined ? {} : { by };
  return answerOfPosterior(
    folder,
    isStopped,
    async (model, run): Promise<AnswerAboutRun<FutureReport>> => {
      const refits = { ...refitting, progress: () => {} };
      const found = await futureOfRun(model, `the run of ${model.info.model}`, { ahead, refits, ...order });
      if (isStopped()) return { kind: 'stopped' };
      if (found.kind !== 'ok') return found;
      return { kind: 'ok', report: { ...futureReport(run, model, found.result, ahead), ...order } };
    },
    (future): Answer<'future'> => ({ kind: 'future', future }),
  );
}
