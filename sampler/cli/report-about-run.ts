/** A command that prints one report computed from the draws of a kept run. */
import type { AnswerAboutRun } from '../predict/answer-about-run.ts';
import type { PosteriorModel } from '../predict/posterior-model.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showNoAnswer } from './no-answer.ts';
import { openRunOf, trustText } from './ppc.ts';

export interface ReportOptions {
  readonly format: 'text' | 'json';
  readonly allReasons: boolean;
}

interface ShownRun {
  /** Whether the draws can be trusted. */
  readonly trust: string;
  /** The name of the model's file. */
  readonly model: string;
}

export async function reportAboutRun<R extends { readonly provisional: boolean }>(
  run: string,
  { format, allReasons }: ReportOptions,
  console: Console,
  compute: (model: PosteriorModel) => Promise<AnswerAboutRun<R>>,
  text: (report: R, shown: ShownRun) => string,
): Promise<ExitCode> {
  const json = format === 'json';
  const opened = openRunOf(run, json, console);
  if (typeof opened === 'number') return opened;
  const { model, source } = opened;
  const found = await compute(model);
  if (found.kind === 'stopped') throw new Error('nothing stops the command but its end');
  if (found.kind !== 'ok') return showNoAnswer(found, source, json, console);
  const { report } = found;
  const shown = () => ({ trust: trustText(model, source.name, allReasons), model: source.name });
  console.out(json ? `${JSON.stringify(report)}\n` : text(report, shown()));
  return report.provisional ? exitCodes.provisional : exitCodes.done;
}
