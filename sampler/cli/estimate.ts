/** A command whose result is a point estimate: the verdict, then the numbers. */
import {
  type AskedEstimate,
  type EstimateReport,
  type EstimateResult,
  PROTOCOL_VERSION,
} from '../protocol.ts';
import { estimateText } from '../report/estimate-text.ts';
import { unreachable } from '../unreachable.ts';
import type { Console } from './console.ts';
import { diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { fitModel, showFailure, showInvalid } from './fit-model.ts';
import { SHOWN_ROWS } from './report-text.ts';
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
): ExitCode {
  const json = format === 'json';
  switch (result.kind) {
    case 'invalid':
      return showInvalid(result.diagnostics, source, json, console);
    case 'failed':
      return showFailure(result.failure, source, json, console);
    case 'done':
    case 'interrupted': {
      const { report, warnings } = result;
      if (warnings.length > 0) console.err(diagnosticsText(warnings, source));
      console.out(json ? `${JSON.stringify(report)}\n` : textOf(report, allRows));
      if (result.kind === 'interrupted') return exitCodes.interrupted;
      return report.verdict.pass ? exitCodes.done : exitCodes.provisional;
    }
    default:
      return unreachable(result);
  }
}

function textOf(report: EstimateReport, allRows: boolean): string {
  const { text, hidden } = estimateText(report, allRows ? report.summary.length : SHOWN_ROWS);
  return hidden === 0
    ? text
    : `${text}… and ${hidden} more rows (--all-rows shows them, --format json has them)\n`;
}
