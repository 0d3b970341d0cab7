/** `bayes loo RUN --future H`: approximate leave-future-out cross-validation of a kept run's model. */
import { futureOfRun } from '../predict/leave-future-out/future-of-run.ts';
import { futureReport } from '../predict/leave-future-out/future-report.ts';
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
  const report = { ...futureReport(run, model, found.result, future), ...(by === undefined ? {} : { by }) };
  console.out(
    json ? `${JSON.stringify(report)}\n` : futureText(report, trustText(model, source.name, allReasons)),
  );
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}
