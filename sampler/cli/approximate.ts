/** A command whose result is an approximation: the verdict, then the numbers. */
import { type ApproximateResult, type AskedApproximation, PROTOCOL_VERSION } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import { type Console, complaint } from './console.ts';
import { diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { fitModel, showFailure, showInvalid } from './fit-model.ts';
import { approximationView } from './progress-view.ts';
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

async function show(
  result: ApproximateResult,
  source: Source,
  { format, allRows }: ApproximateOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  switch (result.kind) {
    case 'invalid':
      return showInvalid(result.diagnostics, source, json, console);
    case 'failed':
      return showFailure(result.failure, source, json, console);
    case 'done':
    case 'interrupted': {
      const { report, warnings = [] } = result;
      if (warnings.length > 0) console.err(diagnosticsText(warnings, source));
      const { notKept } = result;
      const failure = notKept === undefined ? {} : { failure: { kind: 'not-kept', message: notKept } };
      if (json) console.out(`${JSON.stringify({ ...report, ...failure })}\n`);
      else {
        const { approximationText } = await import('./approximation-text.ts');
        console.out(approximationText(report, { name: source.name, allRows }));
      }
      if (notKept !== undefined) {
        console.err(complaint(notKept));
        return exitCodes.failed;
      }
      if (result.kind === 'interrupted') return exitCodes.interrupted;
      return report.verdict.pass ? exitCodes.done : exitCodes.provisional;
    }
    default:
      return unreachable(result);
  }
}
