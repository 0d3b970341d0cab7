/** The report of leave-one-out cross-validation: what the command prints as JSON, and the page shows. */
import type { Place } from '../../data/raw-array.ts';
import type { LooPointRow, LooReport, MatchedPoint, RefittedPoint } from '../../report/loo-report.ts';
import type { PosteriorModel } from '../posterior-model.ts';
import type { LooOfRun } from './loo-of-run.ts';

/** @param run name given by the user. @param by dimension whose groups are left out */
export function looReport(run: string, { info }: PosteriorModel, result: LooOfRun, by?: string): LooReport {
  const { loo: estimate, points, draws, notes, warnings, provisional, r2, rmse, place } = result;
  const { mae, brier, crps, groups } = result;
  const { elpd, se, pLoo, mcse, pointwise, kThreshold, unreliable } = estimate;
  return {
    model: info.model,
    run,
    draws,
    provisional,
    elpd_loo: elpd,
    se: finiteOrNull(se),
    p_loo: pLoo,
    mcse: mcse === null ? null : finiteOrNull(mcse),
    pareto_k: Array.from(pointwise.kHat, finiteOrNull),
    k_threshold: kThreshold,
    n_bad: unreliable.length,
    warnings,
    notes,
    pointwise: [...pointwise.elpd],
    points: (groups ?? points).map((one): LooPointRow => {
      if ('label' in one) return { name: one.label };
      return placedRow(one.name, place(one));
    }),
    r2,
    rmse,
    mae,
    brier,
    crps,
    ...(by === undefined ? {} : { by }),
  };
}

export function placedRow(name: string, { file, row, line }: Place): LooPointRow {
  return {
    name,
    ...(file === undefined ? {} : { file }),
    ...(row === undefined ? {} : { row }),
    ...(line === undefined ? {} : { line }),
  };
}

export function matchedPoints({ matched, points, groups }: LooOfRun): readonly MatchedPoint[] {
  return matched.map(({ index, kHat, elpd, steps }) => ({
    index,
    name: groups?.[index].label ?? points[index].name,
    pareto_k: finiteOrNull(kHat),
    elpd_psis: finiteOrNull(elpd),
    steps,
  }));
}

export function refittedPoints({ refitted, points, groups }: LooOfRun): readonly RefittedPoint[] {
  return refitted.map(({ index, kHat, elpd, reasons }) => ({
    index,
    name: groups?.[index].label ?? points[index].name,
    pareto_k: finiteOrNull(kHat),
    elpd_psis: finiteOrNull(elpd),
    pass: reasons.length === 0,
  }));
}

export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
