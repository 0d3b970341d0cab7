/** Effects of a kept run's predictors, and the probabilities of hypotheses, for the results page. */
import { basename } from 'node:path';
import { effectsOfRun } from '../predict/effects/effects-of-run.ts';
import { createPace } from '../predict/fit/pace.ts';
import { openPosterior } from '../predict/posterior-model.ts';
import type { EffectsAsk } from '../report/effects-ask.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { unreachable } from '../unreachable.ts';

export async function answerEffects(
  folder: string,
  ask: EffectsAsk,
  shouldStop: () => boolean,
): Promise<Extract<RunAnswer<never>, { kind: 'effects' | 'unavailable' }>> {
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
  const found =
    opened.kind === 'invalid'
      ? opened
      : await effectsOfRun(opened.model, basename(folder), ask, createPace(shouldStop));
  switch (found.kind) {
    case 'ok':
      return { kind: 'effects', effects: found.report };
    case 'problem':
      return { kind: 'unavailable', message: found.message };
    case 'invalid':
      return { kind: 'unavailable', message: found.diagnostics.map(({ message }) => message).join('. ') };
    case 'stopped':
      return { kind: 'unavailable', message: 'Cancelled' };
    default:
      return unreachable(found);
  }
}
