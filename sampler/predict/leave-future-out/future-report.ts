/** The report of leave-future-out cross-validation: what the command prints as JSON, and the page shows. */
import type { FutureReport } from '../../report/future-report.ts';
import { finiteOrNull, placedRow } from '../leave-one-out/loo-report.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { FutureOfRun } from './future-of-run.ts';

/** @param run name given by the user. @param future steps ahead */
export function futureReport(
  run: string,
  { info }: PosteriorModel,
  result: FutureOfRun,
  future: number,
): FutureReport {
  const { draws, provisional, from, elpd, se, steps, forecasts, kThreshold, warnings, notes, place } = result;
  const { r2, rmse, mae, brier, crps } = result;
  return {
    model: info.model,
    run,
    draws,
    provisional,
    future,
    from,
    elpd_lfo: elpd,
    se: finiteOrNull(se),
    pareto_k: forecasts.map(({ kHat, isRefit }) => (isRefit ? 0 : kHat)),
    k_threshold: kThreshold,
    n_bad: forecasts.filter(({ isRefit }) => isRefit).length - 1,
    warnings,
    notes,
    pointwise: forecasts.map((one) => one.elpd),
    windows: forecasts.map(({ past, mcse }) => ({
      ...placedRow(steps[past].name, place(steps[past].points[0])),
      after: steps[past - 1].name,
      to: steps[past + future - 1].name,
      mcse: finiteOrNull(mcse),
    })),
    refitted: forecasts.flatMap(({ past, kHat, isRefit, reasons }, index) => {
      if (!isRefit) return [];
      const pareto_k = index === 0 ? null : finiteOrNull(kHat);
      return [{ index, name: steps[past - 1].name, pareto_k, pass: reasons.length === 0 }];
    }),
    r2,
    rmse,
    mae,
    brier,
    crps,
  };
}
