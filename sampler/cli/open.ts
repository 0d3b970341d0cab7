/** `bayes open FILES`: verdict and summary of draws that another program made. */
import { judgeOutside, type OutsideReport } from '../exchange/judge-outside.ts';
import { readOutside } from '../exchange/read-outside.ts';
import { notJudgedWords } from '../report/not-judged.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { summaryText, verdictText } from './report-text.ts';

export interface OpenOptions {
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
}

export async function open(
  files: readonly string[],
  { format, allRows, allReasons }: OpenOptions,
  console: Console,
): Promise<ExitCode> {
  const found = await readOutside(files, console.cwd);
  if (found.kind === 'problem') {
    console.err(complaint(found.message));
    return exitCodes.usage;
  }
  const report = judgeOutside(files, found.outside);
  if (format === 'json') console.out(`${JSON.stringify(withNulls(report))}\n`);
  else
    console.out(
      [
        `${files.join(', ')}: ${report.chains} ${report.chains === 1 ? 'chain' : 'chains'} of ${report.draws} draws\n`,
        verdictText(report.diagnostics, files[0], allReasons, !report.not_judged.includes('divergences')),
        ...notJudgedText(report),
        summaryText(report.summary, allRows),
      ].join('\n'),
    );
  return report.diagnostics.pass ? exitCodes.done : exitCodes.provisional;
}

function notJudgedText({ not_judged: missing }: OutsideReport): readonly string[] {
  if (missing.length === 0) return [];
  return [
    `Not judged, since the draws come without the sampler's statistics for it: ${missing.map((key) => notJudgedWords[key]).join(', ')}.\n`,
  ];
}

/** Diagnostics that were not judged are null, so that nobody takes zeros for a result. */
function withNulls(report: OutsideReport): object {
  const nulls = Object.fromEntries(report.not_judged.map((key) => [key, null]));
  return { ...report, diagnostics: { ...report.diagnostics, ...nulls } };
}
