/** `bayes compare RUN RUN…`: compares models of the same data by predictive accuracy. */
import { resolve } from 'node:path';
import { compareReport } from '../predict/leave-one-out/compare-report.ts';
import type { RunToCompare } from '../predict/leave-one-out/compare-runs.ts';
import type { NamedRun, RunsAnswer } from '../report/runs-questions.ts';
import { reportOfComparison } from '../report-html/report-of-comparison.ts';
import { type Console, complaint } from './console.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { openLoo } from './loo.ts';
import { compareText } from './loo-text.ts';
import { canWrite, pageScript, writeHtml } from './write-report.ts';

export interface CompareOptions {
  readonly format: 'text' | 'json';
  /** HTML file to write. */
  readonly report: string | null;
}

interface Candidate extends RunToCompare {
  readonly model: string;
}

export async function compare(
  runs: readonly string[],
  { format, report: html }: CompareOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const wrong = wrongArguments(runs, console.cwd);
  if (wrong !== null) {
    console.err(complaint(wrong));
    return exitCodes.usage;
  }
  if (html !== null && !canWrite(html, console)) return exitCodes.usage;
  const candidates: Candidate[] = [];
  for (const run of runs) {
    const opened = await openLoo(run, json, console);
    if (typeof opened === 'number') return opened;
    const { model, result } = opened;
    candidates.push({ run, result, data: model.data, model: model.info.model });
  }
  const compared = compareReport(candidates);
  if (compared.kind === 'problem') {
    console.err(complaint(compared.message));
    return exitCodes.usage;
  }
  const { report } = compared;
  console.out(json ? `${JSON.stringify(report)}\n` : compareText(report, candidates[0].result.points.length));
  if (html !== null) {
    const folders = runs.map((run) => resolve(console.cwd, run));
    const made = await reportOfComparison(folders, pageScript(), async (named) =>
      namedAnswer(candidates, named),
    );
    if (!writeHtml(made, html, console)) return exitCodes.usage;
  }
  return candidates.some(({ result }) => result.provisional) ? exitCodes.provisional : exitCodes.done;
}

/** The same comparison by the names of the page. */
function namedAnswer(candidates: readonly Candidate[], named: readonly NamedRun[]): RunsAnswer {
  const compared = compareReport(candidates.map((one, k) => ({ ...one, run: named[k].name })));
  return compared.kind === 'problem'
    ? { kind: 'unavailable', message: compared.message }
    : { kind: 'compare', compared: compared.report, points: candidates[0].result.points.length };
}

function wrongArguments(runs: readonly string[], cwd: string): string | null {
  if (runs.length < 2)
    return `expected at least two runs to compare, found ${runs.length}; \`bayes loo ${runs[0] ?? 'RUN'}\` is for one`;
  return namedTwice(runs, cwd);
}

/** In words, or null. */
export function namedTwice(runs: readonly string[], cwd: string): string | null {
  const folders = runs.map((run) => resolve(cwd, run));
  const twice = runs.find((_, i) => folders.indexOf(folders[i]) < i);
  return twice === undefined ? null : `${twice} is named twice: expected different runs`;
}
