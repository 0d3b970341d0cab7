/** `bayes sample FILE`: NUTS in a process of its own; the verdict on the diagnostics, then the table. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AskedSettings, PROTOCOL_VERSION, type SampleResult } from '../protocol.ts';
import { unreachable } from '../unreachable.ts';
import { type Console, complaint, readModel } from './console.ts';
import { diagnosticsJson, diagnosticsText, type Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { failureText } from './failure-text.ts';
import { type HostClient, startHost } from './host-client.ts';
import { makeFolder } from './make-folder.ts';
import { progressView } from './progress-view.ts';
import { untilDone } from './until-done.ts';

export interface SampleOptions {
  readonly settings: AskedSettings;
  readonly out: string | null;
  readonly format: 'text' | 'json';
  /** Also print every draw, by name, with `--format json`. */
  readonly drawsAsJson: boolean;
  readonly allRows: boolean;
}

export async function sample(name: string, options: SampleOptions, console: Console): Promise<ExitCode> {
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
  const { out } = folder;
  // Draws on standard output come from a run folder too; without --out it is a passing one.
  const scratch = out === null && options.drawsAsJson ? mkdtempSync(join(tmpdir(), 'bayes-')) : null;
  const host = startHost(new URL('./host.js', import.meta.url));
  try {
    const { result, killed } = await runWithProgress(
      host,
      { name: file.path, text: file.text, out: out ?? scratch },
      options,
      console,
    );
    // Asked twice to stop, the host was ended before it could report.
    if (killed) return exitCodes.interrupted;
    const source: Source = { ...file, name, cwd: console.cwd };
    const draws = scratch ?? out;
    return await showSample(result, source, options, console, { draws, isScratch: scratch !== null });
  } finally {
    host.close();
    if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
  }
}

async function runWithProgress(
  host: HostClient,
  model: { readonly name: string; readonly text: string; readonly out: string | null },
  options: SampleOptions,
  console: Console,
): Promise<{ readonly result: SampleResult; readonly killed: boolean }> {
  const view = await progressView(options, console);
  const params = {
    version: PROTOCOL_VERSION,
    runId: 'cli',
    modelText: model.text,
    modelPath: model.name,
    settings: options.settings,
    out: model.out,
  } as const;
  const run = host.sample(params, (chains) => view.update(chains));
  try {
    return await untilDone(run, host);
  } finally {
    view.finish();
  }
}

export async function showSample(
  result: SampleResult,
  source: Source,
  options: SampleOptions,
  console: Console,
  run: { readonly draws: string | null; readonly isScratch: boolean },
): Promise<ExitCode> {
  const json = options.format === 'json';
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
      if (result.warnings !== undefined && result.warnings.length > 0) {
        console.err(diagnosticsText(result.warnings, source));
      }
      const report = run.isScratch ? { ...result.report, draws: null } : result.report;
      if (json) {
        const byName = options.drawsAsJson && run.draws !== null ? await drawsByName(run.draws) : {};
        console.out(`${JSON.stringify({ ...report, ...byName })}\n`);
      } else {
        const { reportText } = await import('./report-text.ts');
        if (result.kind === 'interrupted') console.out('Interrupted: what was drawn until then is below.\n');
        console.out(reportText(report, { name: source.name, allRows: options.allRows }));
      }
      if (result.kind === 'interrupted') return exitCodes.interrupted;
      return report.diagnostics.pass ? exitCodes.done : exitCodes.provisional;
    }
    default:
      return unreachable(result);
  }
}

/** Each element's draws, chain by chain. */
async function drawsByName(folder: string): Promise<object> {
  const { openRun } = await import('../store/open-run.ts');
  const opened = openRun(folder);
  if (opened.kind === 'problem') return {};
  const { names, chains, drawsPerChain, values } = opened.run.draws;
  const ofChain = (k: number, chain: number) =>
    Array.from(
      { length: drawsPerChain },
      (_, draw) => values[(chain * drawsPerChain + draw) * names.length + k],
    );
  const draws_by_name = Object.fromEntries(
    names.map((name, k) => [name, Array.from({ length: chains }, (_, chain) => ofChain(k, chain))]),
  );
  return { draws_by_name };
}
