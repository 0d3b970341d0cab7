/** `bayes report RUN -o report.html`: the results page as one file that needs no network. */
import { resolve } from 'node:path';
import { reportOfRun } from '../report-html/report-of-run.ts';
import type { Console } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { canWrite, pageScript, writeHtml } from './write-report.ts';

export interface ReportOptions {
  readonly output: string;
}

export async function report(run: string, { output }: ReportOptions, console: Console): Promise<ExitCode> {
  if (!canWrite(output, console)) return exitCodes.usage;
  const result = await reportOfRun(resolve(console.cwd, run), pageScript());
  if (!writeHtml(result, output, console)) return exitCodes.usage;
  return result.kind === 'ok' && result.pass ? exitCodes.done : exitCodes.provisional;
}
