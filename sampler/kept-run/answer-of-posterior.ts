/** What is computed from the posterior of a kept run, as an answer to the results page. */
import { basename } from 'node:path';
import type { AnswerAboutRun } from '../predict/answer-about-run.ts';
import { CANCELLED, createPace, type Pace } from '../predict/fit/pace.ts';
import { openPosterior } from '../predict/open-posterior.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { unreachable } from '../unreachable.ts';

type Unavailable = Extract<RunAnswer<never>, { readonly kind: 'unavailable' }>;

/** @param compute from the model and its draws, the run's name, and a pace that gives way to other requests */
export async function answerOfPosterior<R, A>(
  folder: string,
  shouldStop: () => boolean,
  compute: (model: PosteriorModel, run: string, pace: Pace) => Promise<AnswerAboutRun<R>>,
  answer: (report: R) => A,
): Promise<A | Unavailable> {
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
  const found =
    opened.kind === 'invalid'
      ? opened
      : await compute(opened.model, basename(folder), createPace(shouldStop));
  switch (found.kind) {
    case 'ok':
      return answer(found.report);
    case 'problem':
      return { kind: 'unavailable', message: found.message };
    case 'invalid':
      return { kind: 'unavailable', message: found.diagnostics.map(({ message }) => message).join('. ') };
    case 'stopped':
      return { kind: 'unavailable', message: CANCELLED };
    default:
      return unreachable(found);
  }
}
