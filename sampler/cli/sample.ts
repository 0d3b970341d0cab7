/** `bayes sample FILE`: runs NUTS in the host process; prints the verdict, then the table. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type AskedSettings, PROTOCOL_VERSION, type SampleResult } from '../protocol.ts';
import type { SampleReport } from '../report/sample-report.ts';
import type { Console } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Fit, fitModel } from './fit-model.ts';
import type { HostClient, SampleListener } from './host-client.ts';
import type { HostProcess } from './host-process.ts';
import type { ProgressView } from './progress-text.ts';
import { progressView } from './progress-view.ts';
import { fitText, reportText } from './report-text.ts';
import { showResult } from './show-result.ts';
import { type Ended, untilDone } from './wait-for-run.ts';

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

export function sample(
  name: string,
  options: SampleOptions,
  console: Console,
  started: HostProcess | null,
): Promise<ExitCode> {
  const run = async ({ host, source, out }: Fit) => {
    // Draws on standard output are read from a run folder; without --out it is temporary.
    const scratch = out === null && options.drawsAsJson ? mkdtempSync(join(tmpdir(), 'bayes-')) : null;
    try {
      const folder = out ?? scratch;
      const { result, killed, isShown } = await runWithProgress(host, source, folder, options, console);
      // A second cancel ends the host before it can report.
      if (killed) return exitCodes.interrupted;
      const draws = scratch ?? out;
      if (result.kind === 'failed' && out !== null && hasDraws(out)) {
        console.err(
          `What was drawn until then is in ${out}: \`bayes export ${out}\` writes it as a table.\n`,
        );
      }
      return await showSample(result, source, options, console, {
        draws,
        isScratch: scratch !== null,
        isShown,
      });
    } finally {
      if (scratch !== null) rmSync(scratch, { recursive: true, force: true });
    }
  };
  return fitModel(name, options.out, console, run, started);
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
): Promise<Ended<SampleResult> & { readonly isShown: boolean }> {
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
  const early = earlyTable(view, model.name, options.out !== null, options, console);
  const run = host.sample(params, early.listener);
  try {
    return { ...(await untilDone(run, host)), isShown: early.isShown() };
  } finally {
    view.finish();
  }
}

/** For people the table comes before the fit is judged, which takes a while. */
export function earlyTable(
  view: ProgressView,
  name: string,
  isKept: boolean,
  { format, allRows, allReasons }: Pick<SampleOptions, 'format' | 'allRows' | 'allReasons'>,
  console: Console,
): { readonly listener: SampleListener; isShown(): boolean } {
  let isShown = false;
  const sampled = (report: SampleReport) => {
    view.finish();
    console.out(reportText(isKept ? report : { ...report, draws: null }, { name, allRows, allReasons }));
    isShown = true;
  };
  const { update, phase } = view;
  return { listener: { update, phase, ...(format === 'json' ? {} : { sampled }) }, isShown: () => isShown };
}

export function showSample(
  result: SampleResult,
  source: Source,
  options: Pick<SampleOptions, 'format' | 'drawsAsJson' | 'allRows' | 'allReasons'>,
  console: Console,
  run: {
    readonly draws: string | null;
    readonly isScratch: boolean;
    /** The table is shown already. */
    readonly isShown?: boolean;
  },
): Promise<ExitCode> {
  const json = options.format === 'json';
  return showResult(result, source, json, console, async (ended, beside) => {
    if (ended.reused === true)
      console.err('Nothing was sampled: this run is of the same model, data and settings (--reuse).\n');
    const report = run.isScratch ? { ...ended.report, draws: null } : ended.report;
    if (json) {
      const byName = options.drawsAsJson && run.draws !== null ? await drawsByName(run.draws) : {};
      console.out(`${JSON.stringify({ ...bothParts(report), ...byName, ...beside })}\n`);
    } else {
      if (ended.kind === 'interrupted') console.out('Interrupted: what was drawn until then is below.\n');
      const { allRows, allReasons } = options;
      if (run.isShown !== true) console.out(reportText(report, { name: source.name, allRows, allReasons }));
      const fit = fitText(report.diagnostics, source.name);
      if (fit !== '') console.out(`\n${fit}`);
    }
    return report.diagnostics.pass;
  });
}

/** The verdict's parts by their names; `pass` and `reasons` are those of sampling. */
export function bothParts(report: SampleReport): object {
  const { pass, reasons } = report.diagnostics;
  return { ...report, diagnostics: { ...report.diagnostics, sampling: { pass, reasons } } };
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
