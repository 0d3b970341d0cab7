/** Leave-one-out cross-validation of a kept run, for the results page. */
import { basename } from 'node:path';
import { looOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { looReport } from '../predict/leave-one-out/loo-report.ts';
import { openPosterior } from '../predict/posterior-model.ts';
import type { RunAnswer } from '../report/run-questions.ts';

export async function answerLoo(
  folder: string,
): Promise<Extract<RunAnswer<never>, { kind: 'loo' | 'unavailable' }>> {
  const opened = openPosterior(folder);
  if (opened.kind === 'problem') return { kind: 'unavailable', message: opened.message };
  const found =
    opened.kind === 'invalid'
      ? opened
      : await looOfRun(opened.model, `the run of ${opened.model.info.model}`);
  if (found.kind === 'problem') return { kind: 'unavailable', message: found.message };
  if (found.kind === 'invalid' || opened.kind === 'invalid') {
    const { diagnostics } = found.kind === 'invalid' ? found : { diagnostics: [] };
    return { kind: 'unavailable', message: diagnostics.map(({ message }) => message).join('. ') };
  }
  return { kind: 'loo', loo: looReport(basename(folder), opened.model, found.result) };
}
