/** `bayes loo RUN`: leave-one-out predictive accuracy of a kept run's model. */
import type { LooOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { looOfRun } from '../predict/leave-one-out/loo-of-run.ts';
import { looReport, matchedPoints, refittedPoints } from '../predict/leave-one-out/loo-report.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { Console } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { looText } from './loo-text.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';
import { withRefits } from './with-refits.ts';

export interface LooOptions {
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
  /** Leaves out the points of each label of this dimension together. */
  readonly by?: string;
  /** Moves the draws for each point whose Pareto k is too high. */
  readonly momentMatch: boolean;
  /** Fits the model again without each point whose Pareto k is too high. */
  readonly reloo: boolean;
}

export async function loo(
  run: string,
  { format, allRows, allReasons, by, momentMatch, reloo }: LooOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const asked = { momentMatch, ...(by === undefined ? {} : { by }) };
  const opened = reloo
    ? await withRefits(format, console, (refits) => openLoo(run, json, console, { ...asked, refits }))
    : await openLoo(run, json, console, asked);
  if (typeof opened === 'number') return opened;
  const { model, result, source } = opened;
  const report = {
    ...looReport(run, model, result, by),
    ...(momentMatch ? { matched: matchedPoints(result) } : {}),
    ...(reloo ? { refitted: refittedPoints(result) } : {}),
  };
  if (json) console.out(`${JSON.stringify(report)}\n`);
  else
    console.out(
      looText(report, { trust: trustText(model, source.name, allReasons), allRows, cwd: console.cwd }),
    );
  return report.provisional ? exitCodes.provisional : exitCodes.done;
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
  options: Parameters<typeof looOfRun>[2] = {},
): Promise<OpenLoo | ExitCode> {
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const found = await looOfRun(model, run, options);
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  return { model, source, result: found.result };
}
