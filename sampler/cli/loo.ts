/** `bayes loo RUN`: leave-one-out predictive accuracy of a kept run's model. */
import type { LooOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { looOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { LooPointRow, LooReport } from '../report/loo-report.ts';
import { type Console, complaint } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';
import { looText } from './loo-text.ts';
import { openRunOf, trustText } from './ppc.ts';

export interface LooOptions {
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
  /** Leaves out the points of each label of this dimension together. */
  readonly by?: string;
}

export async function loo(
  run: string,
  { format, allRows, allReasons, by }: LooOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const opened = await openLoo(run, json, console, by);
  if (typeof opened === 'number') return opened;
  const { model, result, source } = opened;
  const report = reportOf(run, model, result, by);
  if (json) console.out(`${JSON.stringify(report)}\n`);
  else
    console.out(
      looText(report, { trust: trustText(model, source.name, allReasons), allRows, cwd: console.cwd }),
    );
  return result.provisional ? exitCodes.provisional : exitCodes.done;
}

export interface OpenLoo {
  readonly model: PosteriorModel;
  readonly source: Source;
  readonly result: LooOfRun;
}

/** The run with its leave-one-out estimate, or the exit code after an error message. */
export async function openLoo(
  run: string,
  json: boolean,
  console: Console,
  by?: string,
): Promise<OpenLoo | ExitCode> {
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const found = await looOfRun(model, run, by);
  if (found.kind === 'problem') {
    console.err(complaint(found.message));
    return exitCodes.usage;
  }
  if (found.kind === 'invalid') return showInvalid(found.diagnostics, source, json, console);
  return { model, source, result: found.result };
}

function reportOf(run: string, { info }: PosteriorModel, result: LooOfRun, by?: string): LooReport {
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
      const point = one;
      const { file, row, line } = place(point);
      return {
        name: point.name,
        ...(file === undefined ? {} : { file }),
        ...(row === undefined ? {} : { row }),
        ...(line === undefined ? {} : { line }),
      };
    }),
    r2,
    rmse,
    mae,
    brier,
    crps,
    ...(by === undefined ? {} : { by }),
  };
}

export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
