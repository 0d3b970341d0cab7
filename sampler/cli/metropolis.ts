/** `bayes sample --method metropolis`: a random walk for teaching, its effective draws beside those of NUTS. */
import { methods, type NameIn } from '../../grammar/methods/index.ts';
import type { SampleResult } from '../protocol.ts';
import { PROTOCOL_VERSION } from '../protocol.ts';
import type { SampleReport } from '../report/sample-report.ts';
import { essText } from '../stats/number-text.ts';
import { type Console, complaint } from './console.ts';
import type { Source } from './diagnostics-text.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type Fit, fitModel } from './fit-model.ts';
import type { HostClient } from './host-client.ts';
import type { HostProcess } from './host-process.ts';
import { plainTable } from './plain-table.ts';
import { progressView } from './progress-view.ts';
import { fitText, reportText, SHOWN_ROWS } from './report-text.ts';
import { bothParts, type SampleOptions, showSample } from './sample.ts';
import { showResult } from './show-result.ts';
import { type Ended, untilDone } from './wait-for-run.ts';

export async function metropolis(
  name: string,
  options: SampleOptions,
  console: Console,
  started: HostProcess | null,
): Promise<ExitCode> {
  if (options.drawsAsJson) {
    console.err(complaint('--draws-format needs NUTS; keep the draws of Metropolis with --out'));
    return exitCodes.usage;
  }
  const both = async ({ host, source, out }: Fit) => {
    const run = { host, source, options, console };
    const walked = await sampleWith(run, 'metropolis', out);
    if (walked.killed) return exitCodes.interrupted;
    const { result } = walked;
    if (result.kind !== 'done') {
      return await showSample(result, source, options, console, { draws: out, isScratch: false });
    }
    // NUTS gets the same number of draws, for a fair comparison; its default would be `enough`.
    const { seed, draws } = result.report.settings;
    const beside = await sampleWith(
      { ...run, options: { ...options, settings: { ...options.settings, seed, draws } } },
      'nuts',
      null,
    );
    const nuts = beside.result.kind === 'done' ? beside.result.report : null;
    const json = options.format === 'json';
    return await showResult(result, source, json, console, ({ report }, failure) => {
      if (json) console.out(`${JSON.stringify({ ...bothParts(report), nuts, ...failure })}\n`);
      else {
        console.out(reportText(report, { ...options, name }));
        const fit = fitText(report.diagnostics, name);
        if (fit !== '') console.out(`\n${fit}`);
        if (nuts !== null) console.out(`\n${besideText(report, nuts, options.allRows)}`);
      }
      return report.diagnostics.pass;
    });
  };
  return fitModel(name, options.out, console, both, started);
}

interface Run {
  readonly host: HostClient;
  readonly source: Source;
  readonly options: SampleOptions;
  readonly console: Console;
}

async function sampleWith(
  { host, source, options, console }: Run,
  method: NameIn<'chains'>,
  out: string | null,
): Promise<Ended<SampleResult>> {
  const view = await progressView(options, console);
  const { method: _, ...settings } = options.settings;
  const params = {
    version: PROTOCOL_VERSION,
    runId: method,
    modelText: source.text,
    modelPath: source.path,
    settings: method === 'metropolis' ? { ...settings, method } : settings,
    out,
    reuse: method === 'metropolis' && options.reuse,
  } as const;
  const run = host.sample(params, view);
  return untilDone(run, host).finally(() => view.finish());
}

/** Effective draws of both methods, starting with the quantities in which Metropolis is worst. */
function besideText(walk: SampleReport, nuts: SampleReport, allRows: boolean): string {
  const others = new Map(nuts.summary.map((row) => [row.name, row.ess_bulk]));
  const rows = walk.summary
    .map(({ name, ess_bulk }) => ({ name, walk: ess_bulk, nuts: others.get(name) ?? Number.NaN }))
    .sort((a, b) => a.walk - b.walk);
  if (rows.length === 0) return '';
  const draws = walk.settings.draws * walk.settings.chains;
  const least = (values: readonly number[]) => values.reduce((low, x) => Math.min(low, x), draws);
  const [worst, worstNuts] = [least(rows.map((row) => row.walk)), least(rows.map((row) => row.nuts))];
  const per = (ess: number, report: SampleReport) =>
    (1000 * ess) / Math.max(1, report.timing.gradients_sample);
  const table = plainTable(['effective draws', methods.metropolis.title, methods.nuts.title], 1);
  for (const row of allRows ? rows : rows.slice(0, SHOWN_ROWS))
    table.push([row.name, essText(row.walk), essText(row.nuts)]);
  return [
    `Beside NUTS with the same settings: of ${draws} draws Metropolis is worth ${essText(worst)} at the worst, NUTS ${essText(worstNuts)}.`,
    `A step of NUTS costs more; for each 1000 evaluations of the density that is ${per(worst, walk).toFixed(1)} against ${per(worstNuts, nuts).toFixed(1)}.`,
    '',
    ...table.lines(),
    '',
  ].join('\n');
}
