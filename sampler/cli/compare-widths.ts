/** `bayes compare-widths`: NUTS and ADVI on one model, and how the widths of their posteriors compare. */
import { type AdviSettings, type AskedSettings, PROTOCOL_VERSION, type WidthsResult } from '../protocol.ts';
import type { Console } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { failureText } from './failure-text.ts';
import { fitModel } from './fit-model.ts';
import { approximationView, progressView } from './progress-view.ts';
import type { ReportTextOptions } from './report-text.ts';
import { showResult } from './show-result.ts';
import { untilDone } from './wait-for-run.ts';

export interface CompareWidthsOptions {
  readonly settings: AskedSettings;
  readonly advi: Partial<Omit<AdviSettings, 'seed'>>;
  readonly out: string | null;
  readonly format: 'text' | 'json';
  readonly allRows: boolean;
  readonly allReasons: boolean;
}

export function compareWidths(
  name: string,
  options: CompareWidthsOptions,
  console: Console,
): Promise<ExitCode> {
  return fitModel(name, options.out, console, async ({ host, source, out }) => {
    const chains = await progressView(options, console);
    const ascent = await approximationView(options, console);
    const params = {
      version: PROTOCOL_VERSION,
      runId: 'cli',
      modelText: source.text,
      modelPath: source.path,
      settings: options.settings,
      advi: options.advi,
      out,
    } as const;
    let ascending = false;
    const run = host.widths(params, {
      chains: (progress) => chains.update(progress),
      approximation(progress) {
        if (!ascending) chains.finish();
        ascending = true;
        ascent.update(progress);
      },
    });
    const { result, killed } = await untilDone(run, host).finally(() =>
      ascending ? ascent.finish() : chains.finish(),
    );
    if (killed) return exitCodes.interrupted;
    return await show(result, source, options, console);
  });
}

async function show(
  result: WidthsResult,
  source: Source,
  { format, allRows, allReasons }: CompareWidthsOptions,
  console: Console,
): Promise<ExitCode> {
  const json = format === 'json';
  const shown = { name: source.name, allRows, allReasons };
  if (result.kind === 'failed') {
    const { failure, report } = result;
    console.err(failureText(failure, source.name));
    if (json) console.out(`${JSON.stringify({ failure, report })}\n`);
    else if (report !== undefined) {
      const { reportText } = await import('./report-text.ts');
      console.out(`ADVI failed; what NUTS found is below.\n${reportText(report, shown)}`);
    }
    return exitCodes.failed;
  }
  return showResult(result, source, json, console, async (ended, beside) => {
    if (json)
      console.out(`${JSON.stringify({ ...(ended.widths ?? { report: ended.report }), ...beside })}\n`);
    else await print(ended, shown, console);
    return ended.kind === 'done' && ended.widths.diagnostics.pass && ended.widths.verdict.pass;
  });
}

async function print(
  { kind, widths, report }: Extract<WidthsResult, { kind: 'done' | 'interrupted' }>,
  options: ReportTextOptions,
  console: Console,
): Promise<void> {
  if (kind === 'interrupted') console.out('Interrupted: what was drawn until then is below.\n');
  if (widths !== null) {
    const { widthsText } = await import('./widths-text.ts');
    console.out(widthsText(widths, options));
  } else {
    const { reportText } = await import('./report-text.ts');
    console.out(reportText(report, options));
  }
}
