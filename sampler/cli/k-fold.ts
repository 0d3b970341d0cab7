/** `bayes loo RUN --folds K`: K-fold cross-validation of a kept run's model, by refits. */
import { type KFold, kFoldOfRun } from '../predict/leave-one-out/k-fold.ts';
import { finiteOrNull, placedRow } from '../predict/leave-one-out/loo-report.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { KFoldReport } from '../report/loo-report.ts';
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
  const report = { ...reportOf(run, model, found.result, seed), ...grouping };
  console.out(
    json ? `${JSON.stringify(report)}\n` : kFoldText(report, trustText(model, source.name, allReasons)),
  );
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}

function reportOf(run: string, { info }: PosteriorModel, result: KFold, seed: number): KFoldReport {
  const { draws, provisional, elpd, se, mcse, folds, warnings, notes, pointwise, foldOf, points } = result;
  const { r2, rmse, mae, brier, crps, place } = result;
  return {
    model: info.model,
    run,
    draws,
    provisional,
    seed,
    elpd_kfold: elpd,
    se: finiteOrNull(se),
    mcse: finiteOrNull(mcse),
    folds: folds.map(({ points: count, elpd: own, reasons }, k) => ({
      fold: k + 1,
      points: count,
      elpd: own,
      pass: reasons.length === 0,
    })),
    warnings,
    notes,
    pointwise,
    points: points.map((point, i) => ({ ...placedRow(point.name, place(point)), fold: foldOf[i] + 1 })),
    r2,
    rmse,
    mae,
    brier,
    crps,
  };
}
