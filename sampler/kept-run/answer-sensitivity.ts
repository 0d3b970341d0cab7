/** How far the posteriors of a kept run depend on its priors, for the results page. */
import { basename } from 'node:path';
import { createPace } from '../predict/fit/pace.ts';
import { openPosterior } from '../predict/posterior-model.ts';
import { sensitivityOfRun } from '../predict/sensitivity/sensitivity-of-run.ts';
import type { RunAnswer } from '../report/run-questions.ts';
import { unreachable } from '../unreachable.ts';

export async function answerSensitivity(
  folder: string,
  shouldStop: () => boolean,
): Promise<Extract<RunAnswer<never>, { kind: 'sensitivity' | 'unavailable' }>> {
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
  const found =
    opened.kind === 'invalid'
      ? opened
      : await sensitivityOfRun(opened.model, basename(folder), null, createPace(shouldStop));
  switch (found.kind) {
    case 'ok':
      return { kind: 'sensitivity', sensitivity: found.report };
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
