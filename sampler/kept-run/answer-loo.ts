/** Leave-one-out cross-validation of a kept run, for the results page. */
import type { AnswerAboutRun } from '../predict/answer-about-run.ts';
import { looOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { looReport, matchedPoints, refittedPoints } from '../predict/leave-one-out/loo-report.ts';
import type { LooReport } from '../report/loo-report.ts';
import type { RunAnswer, RunQuestion } from '../report/run-questions.ts';
import { NO_REFITS } from './answer-held-out.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';
import type { Refitting } from './answer-question.ts';

type Answer = Extract<RunAnswer<never>, { readonly kind: 'loo' | 'unavailable' }>;
type Question = Extract<RunQuestion, { readonly kind: 'loo' }>;

export async function answerLoo(
  folder: string,
  { way, by }: Question,
  refitting: Refitting | null,
): Promise<Answer> {
  if (way === 'refit' && refitting === null) return NO_REFITS;
  const isStopped = () => refitting?.signal?.aborted === true;
  const refits = way === 'refit' && refitting !== null ? { ...refitting, progress: () => {} } : undefined;
  return answerOfPosterior(
    folder,
    isStopped,
    async (model, run, pace): Promise<AnswerAboutRun<LooReport>> => {
      const found = await looOfRun(model, `the run of ${model.info.model}`, {
        momentMatch: way === 'moment-match',
        pace,
        ...(by === undefined ? {} : { by }),
        ...(refits === undefined ? {} : { refits }),
      });
      if (isStopped()) return { kind: 'stopped' };
      if (found.kind !== 'ok') return found;
      const { result } = found;
      const report = {
        ...looReport(run, model, result, by),
        ...(way === 'moment-match' ? { matched: matchedPoints(result) } : {}),
        ...(way === 'refit' ? { refitted: refittedPoints(result) } : {}),
      };
      return { kind: 'ok', report };
    },
    (loo): Answer => ({ kind: 'loo', loo }),
  );
}
