/** A command whose result is a point estimate: the verdict, then the numbers. */
import {
  type AskedEstimate,
  type EstimateReport,
  type EstimateResult,
  PROTOCOL_VERSION,
} from '../protocol.ts';
import { estimateText } from '../report/estimate-text.ts';
import type { Console } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { fitModel } from './fit-model.ts';
import { SHOWN_ROWS } from './report-text.ts';
import { showResult } from './show-result.ts';
import { untilDone } from './wait-for-run.ts';

export interface EstimateOptions {
  readonly asked: AskedEstimate;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
}

export function estimate(name: string, options: EstimateOptions, console: Console): Promise<ExitCode> {
  return fitModel(name, null, console, async ({ host, source }) => {
    const params = {
      version: PROTOCOL_VERSION,
      runId: 'cli',
      modelText: source.text,
      modelPath: source.path,
      asked: options.asked,
    } as const;
    const { result, killed } = await untilDone(host.estimate(params), host);
    return killed ? exitCodes.interrupted : show(result, source, options, console);
  });
}

function show(
  result: EstimateResult,
  source: Source,
  { format, allRows }: EstimateOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  return showResult(result, source, json, console, ({ report }) => {
    console.out(json ? `${JSON.stringify(report)}\n` : textOf(report, allRows));
    return report.verdict.pass;
  });
}

function textOf(report: EstimateReport, allRows: boolean): string {
  const { text, hidden } = estimateText(report, allRows ? report.summary.length : SHOWN_ROWS);
  return hidden === 0
    ? text
    : `${text}… and ${hidden} more rows (--all-rows shows them, --format json has them)\n`;
}
