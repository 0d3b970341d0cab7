/** `bayes report RUN -o report.html`: the results page as one file that needs no network. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { reportOfRun } from '../report-html/report-of-run.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

export interface ReportOptions {
  readonly output: string;
}

export async function report(run: string, { output }: ReportOptions, console: Console): Promise<ExitCode> {
  const result = await reportOfRun(resolve(console.cwd, run), new URL('./webview.js', import.meta.url));
  if (result.kind === 'problem') {
    console.err(complaint(result.message));
    return exitCodes.usage;
  }
  try {
    writeFileSync(resolve(console.cwd, output), result.html);
  } catch (error) {
    console.err(
      complaint(`cannot write ${output}: ${error instanceof Error ? error.message : String(error)}`),
    );
    return exitCodes.usage;
  }
  console.err(`wrote ${output} (${(result.html.length / 1e6).toFixed(1)} MB)\n`);
  return result.pass ? exitCodes.done : exitCodes.provisional;
}
