/** `bayes loo RUN --folds K`: K-fold cross-validation of a kept run's model, by refits. */
import { kFoldOfRun } from '../predict/leave-one-out/k-fold.ts';
import { kFoldReport } from '../predict/leave-one-out/k-fold-report.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { kFoldText } from './loo-text.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';
import { withRefits } from './with-refits.ts';

export interface KFoldOptions {
  readonly format: 'text' | 'json';
  readonly allReasons: boolean;
  readonly folds: number;
  readonly by?: string;
  /** By default that of the run. */
  readonly seed?: number;
}

export async function kFold(
  run: string,
  { format, allReasons, folds, by, seed: asked }: KFoldOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const seed = asked ?? model.info.seed;
  const grouping = by === undefined ? {} : { by };
  const found = await withRefits(format, console, (refits) =>
    kFoldOfRun(model, run, { folds, seed, refits, ...grouping }),
  );
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  const report = { ...kFoldReport(run, model, found.result, seed), ...grouping };
  console.out(
    json ? `${JSON.stringify(report)}\n` : kFoldText(report, trustText(model, source.name, allReasons)),
  );
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}
