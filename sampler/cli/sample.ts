/** `bayes sample FILE`: runs NUTS in the host process; prints the verdict, then the table. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AskedSettings, PROTOCOL_VERSION, type SampleResult } from '../protocol.ts';
import type { Console } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { fitModel } from './fit-model.ts';
import type { HostClient } from './host-client.ts';
import { progressView } from './progress-view.ts';
import { showResult } from './show-result.ts';
import { untilDone } from './wait-for-run.ts';

export interface SampleOptions {
  readonly settings: AskedSettings;
  /** A file of starting values, or the folder of a run. */
  readonly start: string | null;
  readonly out: string | null;
  readonly format: 'text' | 'json';
  /** Also print every draw, by name, with `--format json`. */
  readonly drawsAsJson: boolean;
  readonly allRows: boolean;
  readonly allReasons: boolean;
  /** Show the finished run in `out` if it has the same text, data and settings. */
  readonly reuse: boolean;
  /** Treatment of several modes. */
  readonly modes: 'report' | 'weigh';
}

export function sample(name: string, options: SampleOptions, console: Console): Promise<ExitCode> {
  return fitModel(name, options.out, console, async ({ host, source, out }) => {
    // Draws on standard output are read from a run folder; without --out it is temporary.
    const scratch = out === null && options.drawsAsJson ? mkdtempSync(join(tmpdir(), 'bayes-')) : null;
    try {
      const { result, killed } = await runWithProgress(host, source, out ?? scratch, options, console);
      // A second cancel ends the host before it can report.
      if (killed) return exitCodes.interrupted;
      const draws = scratch ?? out;
      if (result.kind === 'failed' && out !== null && hasDraws(out)) {
        console.err(
          `What was drawn until then is in ${out}: \`bayes export ${out}\` writes it as a table.\n`,
        );
      }
      return await showSample(result, source, options, console, { draws, isScratch: scratch !== null });
    } finally {
      if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
    }
  });
}

function hasDraws(folder: string): boolean {
  return readdirSync(folder).some((file) => file.endsWith('.arrows'));
}

async function runWithProgress(
  host: HostClient,
  model: Source,
  out: string | null,
  options: SampleOptions,
  console: Console,
): Promise<{ readonly result: SampleResult; readonly killed: boolean }> {
  const view = await progressView(options, console);
  const params = {
    version: PROTOCOL_VERSION,
    runId: 'cli',
    modelText: model.text,
    modelPath: model.path,
    settings: options.settings,
    ...(options.start === null ? {} : { start: resolve(console.cwd, options.start) }),
    out,
    reuse: options.reuse,
    modes: options.modes,
  } as const;
  const run = host.sample(params, view.update, view.phase);
  try {
    return await untilDone(run, host);
  } finally {
    view.finish();
  }
}

export function showSample(
  result: SampleResult,
  source: Source,
  options: Pick<SampleOptions, 'format' | 'drawsAsJson' | 'allRows' | 'allReasons'>,
  console: Console,
  run: { readonly draws: string | null; readonly isScratch: boolean },
): Promise<ExitCode> {
  const json = options.format === 'json';
  return showResult(result, source, json, console, async (ended, beside) => {
    if (ended.reused === true)
      console.err('Nothing was sampled: this run is of the same model, data and settings (--reuse).\n');
    const report = run.isScratch ? { ...ended.report, draws: null } : ended.report;
    if (json) {
      const byName = options.drawsAsJson && run.draws !== null ? await drawsByName(run.draws) : {};
      console.out(`${JSON.stringify({ ...report, ...byName, ...beside })}\n`);
    } else {
      const { reportText } = await import('./report-text.ts');
      if (ended.kind === 'interrupted') console.out('Interrupted: what was drawn until then is below.\n');
      const { allRows, allReasons } = options;
      console.out(reportText(report, { name: source.name, allRows, allReasons }));
    }
    return report.diagnostics.pass;
  });
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
