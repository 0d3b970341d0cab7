/** `bayes advi`, `bayes pathfinder` and `bayes laplace`: the verdict on the approximation, then its numbers. */
import { type ApproximateResult, type AskedApproximation, PROTOCOL_VERSION } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsJson, diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { failureText } from './failure-text.ts';
import { startHost } from './host-client.ts';
import { makeFolder } from './make-folder.ts';
import { approximationView } from './progress-view.ts';
import { untilDone } from './until-done.ts';

export interface ApproximateOptions {
  readonly asked: AskedApproximation;
  readonly out: string | null;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
}

export async function approximate(
  name: string,
  options: ApproximateOptions,
  console: Console,
): Promise<ExitCode> {
  const file = readModel(name, console.cwd);
  if (file.kind === 'problem') {
    console.err(complaint(file.message));
    return exitCodes.usage;
  }
  const folder = makeFolder(options.out, console.cwd);
  if (folder.kind === 'problem') {
    console.err(complaint(folder.message));
    return exitCodes.usage;
  }
  const host = startHost(new URL('./host.js', import.meta.url));
  try {
    const view = await approximationView(options, console);
    const params = {
      version: PROTOCOL_VERSION,
      runId: 'cli',
      modelText: file.text,
      modelPath: file.path,
      asked: options.asked,
      out: folder.out,
    } as const;
    const run = host.approximate(params, (progress) => view.update(progress));
    const { result, killed } = await untilDone(run, host).finally(() => view.finish());
    if (killed) return exitCodes.interrupted;
    return await show(result, { ...file, name, cwd: console.cwd }, options, console);
  } finally {
    host.close();
  }
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
      console.err(diagnosticsText(result.diagnostics, source));
      if (json)
        console.out(`${JSON.stringify({ diagnostics: diagnosticsJson(result.diagnostics, source) })}\n`);
      return exitCodes.invalid;
    case 'failed':
      console.err(failureText(result.failure, source.name));
      if (json) console.out(`${JSON.stringify({ failure: result.failure })}\n`);
      return exitCodes.failed;
    case 'done':
    case 'interrupted': {
      const { report, warnings = [] } = result;
      if (warnings.length > 0) console.err(diagnosticsText(warnings, source));
      if (json) console.out(`${JSON.stringify(report)}\n`);
      else {
        const { approximationText } = await import('./approximation-text.ts');
        console.out(approximationText(report, { name: source.name, allRows }));
      }
      if (result.kind === 'interrupted') return exitCodes.interrupted;
      return report.verdict.pass ? exitCodes.done : exitCodes.provisional;
    }
    default:
      return unreachable(result);
  }
}
