/** `bayes loo RUN --future H`: approximate leave-future-out cross-validation of a kept run's model. */
import { type FutureOfRun, futureOfRun } from '../predict/leave-future-out/future-of-run.ts';
import { finiteOrNull, placedRow } from '../predict/leave-one-out/loo-report.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { FutureReport } from '../report/future-report.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { futureText } from './loo-future-text.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';
import { withRefits } from './with-refits.ts';

export interface LooFutureOptions {
  readonly format: 'text' | 'json';
  readonly allReasons: boolean;
  /** Steps ahead. */
  readonly future: number;
  /** Steps that are past at first; by default half of them. */
  readonly from?: number;
  /** A dimension, or a number of the rows, that is time. */
  readonly by?: string;
}

export async function looFuture(
  run: string,
  { format, allReasons, future, from, by }: LooFutureOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const order = { ...(from === undefined ? {} : { from }), ...(by === undefined ? {} : { by }) };
  const found = await withRefits(
    format,
    console,
    (refits) => futureOfRun(model, run, { ahead: future, refits, ...order }),
    'predictions',
  );
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  const report = { ...reportOf(run, model, found.result, future), ...(by === undefined ? {} : { by }) };
  console.out(
    json ? `${JSON.stringify(report)}\n` : futureText(report, trustText(model, source.name, allReasons)),
  );
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}

function reportOf(run: string, { info }: PosteriorModel, result: FutureOfRun, future: number): FutureReport {
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
