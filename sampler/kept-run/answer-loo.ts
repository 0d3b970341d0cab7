/** Leave-one-out cross-validation of a kept run, for the results page. */
import { looOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { looReport } from '../predict/leave-one-out/loo-report.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { answerOfPosterior } from './answer-of-posterior.ts';

type Answer = Extract<RunAnswer<never>, { readonly kind: 'loo' | 'unavailable' }>;

export function answerLoo(folder: string): Promise<Answer> {
  return answerOfPosterior(
    folder,
    () => false,
    async (model, run) => {
      const found = await looOfRun(model, `the run of ${model.info.model}`);
      return found.kind === 'ok' ? { kind: 'ok', report: looReport(run, model, found.result) } : found;
    },
    (loo): Answer => ({ kind: 'loo', loo }),
  );
}
