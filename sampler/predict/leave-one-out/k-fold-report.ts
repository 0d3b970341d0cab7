/** The report of K-fold cross-validation: what the command prints as JSON, and the page shows. */
import type { KFoldReport } from '../../report/loo-report.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { KFold } from './k-fold.ts';
import { finiteOrNull, placedRow } from './loo-report.ts';

/** @param run name given by the user. @param seed of the assignment to folds */
export function kFoldReport(run: string, { info }: PosteriorModel, result: KFold, seed: number): KFoldReport {
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
