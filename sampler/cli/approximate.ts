/** A command whose result is an approximation: the verdict, then the numbers. */
import { type ApproximateResult, type AskedApproximation, PROTOCOL_VERSION } from '../protocol.ts';
import type { Console } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { fitModel } from './fit-model.ts';
import { approximationView } from './progress-view.ts';
import { showResult } from './show-result.ts';
import { untilDone } from './wait-for-run.ts';

export interface ApproximateOptions {
  readonly asked: AskedApproximation;
  readonly out: string | null;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
}

export function approximate(name: string, options: ApproximateOptions, console: Console): Promise<ExitCode> {
  return fitModel(name, options.out, console, async ({ host, source, out }) => {
    const view = await approximationView(options, console);
    const params = {
      version: PROTOCOL_VERSION,
      runId: 'cli',
      modelText: source.text,
      modelPath: source.path,
      asked: options.asked,
      out,
    } as const;
    const run = host.approximate(params, (progress) => view.update(progress));
    const { result, killed } = await untilDone(run, host).finally(() => view.finish());
    if (killed) return exitCodes.interrupted;
    return await show(result, source, options, console);
  });
}

function show(
  result: ApproximateResult,
  source: Source,
  { format, allRows }: ApproximateOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  return showResult(result, source, json, console, async ({ report }, beside) => {
    if (json) console.out(`${JSON.stringify({ ...report, ...beside })}\n`);
    else {
      const { approximationText } = await import('./approximation-text.ts');
      console.out(approximationText(report, { name: source.name, allRows }));
    }
    return report.verdict.pass;
  });
}
