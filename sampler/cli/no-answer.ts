/** Why a question about a run has no answer. */
import type { NoAnswerAboutRun } from '../predict/answer-about-run.ts';
import { type Console, complaint } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { showInvalid } from './fit-model.ts';

/** Prints it. @returns the exit code. */
export function showNoAnswer(
  found: NoAnswerAboutRun,
  source: Source,
  json: boolean,
  console: Console,
): ExitCode {
  if (found.kind === 'invalid') return showInvalid(found.diagnostics, source, json, console);
  console.err(complaint(found.message));
  return exitCodes.usage;
}
