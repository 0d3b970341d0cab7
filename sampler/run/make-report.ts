/** From the draws of a run to its report. */
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import { faultInWords } from '../compile/value-checks.ts';
import { explainVerdict } from '../diagnose/causes/explain-verdict.ts';
import type { Parameters } from '../diagnose/parameter-reasons.ts';
import { summaryRows } from '../diagnose/summary.ts';
import { type FaultyDraws, verdict } from '../diagnose/verdict.ts';
import type { Collected } from '../draws/collector.ts';
import type { Draws } from '../draws/draws.ts';
import type { ChainTotals } from '../methods/nuts/chain.ts';
import { modelName } from '../model/check-model.ts';
import { createLineIndex } from '../model/line-index.ts';
import type { CentringRow } from '../report/centring.ts';
import type { DivergentPoint } from '../report/divergent-point.ts';
import type { EnoughDraws } from '../report/enough-draws.ts';
import type { SampleReport, StartValues, SummaryRow, Timing, TunedChain } from '../report/sample-report.ts';
import type { ChainFault } from './run-chains.ts';
import { type RunSettings, settingsOfReport } from './sample-settings.ts';

interface ReportInput {
  readonly program: Program;
  readonly data: LoadedData;
  readonly modelText: string;
  readonly modelPath: string;
  readonly out: string | null;
  readonly settings: RunSettings;
  /** Draws per chain requested, or reached by `draws = enough`. */
  readonly draws: number;
  readonly ir: IrProgram;
  readonly collected: Collected;
  /** Of `summarise`. */
  readonly rows: readonly SummaryRow[];
  /** Starting values that were given. */
  readonly start: StartValues | null;
  /** Of a run of `draws = enough`. */
  readonly enough: EnoughDraws | null;
  readonly timing: Timing;
  /** In the order of the chains; null for one that did not finish tuning. */
  readonly tuned: readonly (TunedChain | null)[];
  /** Empty where every parameter was sampled as written. */
  readonly centring: readonly CentringRow[];
  /** Kept draws with an invalid value. */
  readonly faults: readonly ChainFault[];
  /** Where some of the draws diverged. */
  readonly divergent: readonly DivergentPoint[];
}

/** Summarising many quantities takes a while: progress, and an end to it. */
interface SummaryWatch {
  progress(done: number, total: number): void;
  /** True ends the summary; the rows made until then are reported, as provisional. */
  shouldStop(): boolean;
}

/** How long the process may hear and say nothing. */
const PAUSE_EVERY_MS = 50;

export function makeReport(run: ReportInput): SampleReport {
  const { rows } = run;
  const { draws, stats } = run.collected;
  const settings = settingsOfReport(run.settings, run.draws);
  const locate = createLineIndex(run.modelText);
  const lines = new Map(run.ir.quantities.map(({ name, origin }) => [name, locate(origin.span.start).line]));
  const judged = verdict({
    rows,
    stats,
    chains: draws.chains,
    drawsPerChain: draws.drawsPerChain,
    counts: run.collected.counts,
    quantities: draws.drawsPerChain === 0 ? 0 : draws.names.length,
    settings,
    isOutOfMemory: run.enough?.stopped_by === 'memory',
    parameters: parametersOf(run.ir),
    lineOf: (name) => lines.get(name.split('[')[0]),
    faults: faultsOf(run, (offset) => locate(offset).line),
  });
  const diagnostics = explainVerdict(judged, {
    program: run.program,
    data: run.data,
    ir: run.ir,
    rows,
    draws,
    stats,
    divergent: run.divergent,
  });
  return {
    model: modelName(run.program, run.modelPath),
    seed: settings.seed,
    settings,
    summary: rows,
    diagnostics,
    timing: run.timing,
    ...(run.start === null ? {} : { started_from: run.start.from }),
    ...(run.enough === null ? {} : { enough: run.enough }),
    ...(run.tuned.some((chain) => chain !== null) ? { tuned: run.tuned } : {}),
    ...(run.centring.length === 0 ? {} : { centring: run.centring }),
    draws: run.out,
  };
}

/** An element has a coordinate of its own where the coordinate has its name, or that with the transform's. */
function parametersOf(ir: IrProgram): Parameters {
  const names = new Set(ir.quantities.flatMap(({ name, kind }) => (kind === 'param' ? [name] : [])));
  return {
    free: new Set(ir.unconstrainedNames.map((name) => name.replace(/__\w+(?=\[|$)/, ''))),
    isParameter: (name) => names.has(name.split('[')[0]),
  };
}

/** The draws at fault, by the place in the model that they are at fault at, with the worst of each. */
function faultsOf({ faults, ir }: ReportInput, lineAt: (offset: number) => number): readonly FaultyDraws[] {
  return (ir.checks ?? []).flatMap((check, at) => {
    const found = faults.filter(({ worst }) => worst.check === at);
    if (found.length === 0) return [];
    const { worst, chain } = found.reduce((a, b) => (b.worst.amount > a.worst.amount ? b : a));
    return [
      {
        words: `at draw ${worst.draw + 1} of chain ${chain + 1}, ${faultInWords(check, worst)}`,
        line: lineAt(check.span.start),
        draws: found.reduce((sum, { draws }) => sum + draws, 0),
      },
    ];
  });
}

/** A row for each quantity; none where there are no draws. */
export async function summarise(draws: Draws, watch: SummaryWatch): Promise<readonly SummaryRow[]> {
  const rows: SummaryRow[] = [];
  if (draws.drawsPerChain === 0) return rows;
  let paused = performance.now();
  for (const row of summaryRows(draws)) {
    rows.push(row);
    if (performance.now() - paused < PAUSE_EVERY_MS) continue;
    watch.progress(rows.length, draws.names.length);
    await new Promise((resolve) => setImmediate(resolve));
    if (watch.shouldStop()) break;
    paused = performance.now();
  }
  return rows;
}

/** Phases last as long as their slowest chain; gradients are of all chains together. */
export function timingOf(compileMs: number, totals: readonly ChainTotals[]): Timing {
  const sum = (pick: (chain: ChainTotals) => number) =>
    totals.reduce((total, chain) => total + pick(chain), 0);
  const longest = (pick: (chain: ChainTotals) => number) =>
    totals.reduce((most, chain) => Math.max(most, pick(chain)), 0);
  const gradients = sum(({ gradientsTune, gradientsDraws }) => gradientsTune + gradientsDraws);
  return {
    compile_ms: compileMs,
    warmup_ms: longest(({ tuneMs }) => tuneMs),
    sample_ms: longest(({ drawsMs }) => drawsMs),
    gradients_warmup: sum(({ gradientsTune }) => gradientsTune),
    gradients_sample: sum(({ gradientsDraws }) => gradientsDraws),
    us_per_gradient:
      gradients === 0 ? 0 : (1000 * sum(({ tuneMs, drawsMs }) => tuneMs + drawsMs)) / gradients,
  };
}
