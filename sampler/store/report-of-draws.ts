/** The report of a run that is opened: the one it ended with, or, where draws are missing, one of those that are there. */
import { parse } from '../../grammar/syntax/parse.ts';
import { summary } from '../diagnose/summary.ts';
import { verdict } from '../diagnose/verdict.ts';
import type { Collected } from '../draws/collector.ts';
import { createLineIndex } from '../model/line-index.ts';
import type { Reason, SampleReport, Timing } from '../report/sample-report.ts';
import type { InspectedRun } from './inspect-run.ts';
import { readJson } from './json-file.ts';
import { type RunInfo, reportFile } from './run-folder.ts';
import { lockHolder } from './run-lock.ts';

/** Null if it is missing or damaged. */
function storedReport(folder: string): SampleReport | null {
  const found = readJson(reportFile(folder)) as Partial<SampleReport> | null;
  const isReport =
    Array.isArray(found?.summary) &&
    typeof found.diagnostics?.pass === 'boolean' &&
    Array.isArray(found.diagnostics.reasons);
  return isReport ? (found as SampleReport) : null;
}

/** Null where the draws are of an approximation whose report is missing. `collect` reads all draws. */
export function reportOfFolder(
  folder: string,
  run: InspectedRun,
  collect: () => Collected,
): SampleReport | null {
  const { info, chains, damage } = run;
  const stored = storedReport(folder);
  const isWhole = damage.length === 0 && chains.every(({ rows }) => rows >= info.settings.draws);
  if (info.method !== undefined) return stored === null ? null : withReasons(stored, damageReasons(damage));
  const faults = faultReasons(run);
  if (isWhole && info.state === 'done') return stored ?? reportOfDraws(folder, run, collect(), faults);
  // The report of a stopped run has it already.
  if (damage.length === 0 && info.state === 'interrupted' && stored?.diagnostics.pass === false)
    return stored;
  const reasons = [...damageReasons(damage), ...endReason(folder, info), ...faults];
  return reportOfDraws(folder, run, collect(), reasons, stored?.timing);
}

const unknownTiming: Timing = {
  compile_ms: 0,
  warmup_ms: 0,
  sample_ms: 0,
  gradients_warmup: 0,
  gradients_sample: 0,
  us_per_gradient: 0,
};

function reportOfDraws(
  folder: string,
  { info }: InspectedRun,
  { draws, stats, counts }: Collected,
  first: readonly Reason[],
  timing = unknownTiming,
): SampleReport {
  const { settings, model, seed, modelText } = info;
  const rows = draws.drawsPerChain === 0 ? [] : summary(draws, new Map(info.labels));
  const lines = linesOf(modelText);
  const diagnostics = verdict({
    rows,
    stats,
    chains: draws.chains,
    drawsPerChain: draws.drawsPerChain,
    counts,
    settings,
    lineOf: (name) => lines.get(name.split('[')[0]),
  });
  const report = { model, seed, settings, summary: rows, diagnostics, timing, draws: folder };
  return withReasons(report, first);
}

/** 0-based line of each statement that gives a quantity its name. */
function linesOf(modelText: string): ReadonlyMap<string, number> {
  const locate = createLineIndex(modelText);
  const lines = new Map<string, number>();
  for (const statement of parse(modelText).program.statements) {
    if (statement.kind === 'param' || statement.kind === 'let')
      lines.set(statement.name.name, locate(statement.span.start).line);
  }
  return lines;
}

/** The reasons come first: they are why others follow. */
function withReasons(report: SampleReport, first: readonly Reason[]): SampleReport {
  if (first.length === 0) return report;
  const { diagnostics } = report;
  return {
    ...report,
    diagnostics: { ...diagnostics, pass: false, reasons: [...first, ...diagnostics.reasons] },
  };
}

function damageReasons(damage: readonly string[]): Reason[] {
  if (damage.length === 0) return [];
  return [
    {
      code: 'damaged',
      message: `Files of this run are damaged, and only the draws before the damage are used: ${damage.join('; ')}`,
      nextStep: 'Make the missing draws again from the seed: `bayes resume`, or Resume in the view Runs',
      names: [],
    },
  ];
}

/** Draws at fault, by the words of the first of them. */
function faultReasons({ chains }: InspectedRun): Reason[] {
  const faults = chains.flatMap(({ committed }) => committed?.faults ?? []);
  if (faults.length === 0) return [];
  const { first }: { readonly first?: { readonly words?: unknown } } = faults[0];
  return [
    {
      code: 'values',
      message: `Among the draws a computed value is not what it must be: ${String(first?.words ?? 'its words are missing')}`,
      nextStep: 'Fix the statement that computes it, and sample again',
      names: [],
    },
  ];
}

/** Why an incomplete run ended; the verdict has the number of its draws. */
function endReason(folder: string, info: RunInfo): Reason[] {
  if (info.state === 'done' || info.state === 'interrupted') return [];
  const holder = info.state === 'running' ? lockHolder(folder) : null;
  const [message, nextStep] =
    info.state === 'failed'
      ? ['The run failed before its end', 'Fix what it failed at and sample again']
      : holder !== null
        ? [`The run is still being sampled, by process ${holder.pid}`, 'Wait for its end']
        : ['The run was killed before its end', '`bayes resume`, or Resume in the view Runs, goes on to it'];
  return [{ code: 'interrupted', message, nextStep, names: [] }];
}
