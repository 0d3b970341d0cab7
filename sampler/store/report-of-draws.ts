/** The report of an opened run: the stored one or, where draws are missing, a new one from the draws present. */
import { existsSync } from 'node:fs';
import { parse } from '../../grammar/syntax/parse.ts';
import { FIX_VALUES } from '../diagnose/fix-values.ts';
import { judgeDraws, type KeptFault } from '../diagnose/judge-draws.ts';
import { summary } from '../diagnose/summary.ts';
import { timingOf } from '../diagnose/timing.ts';
import { verdict } from '../diagnose/verdict.ts';
import type { Collected } from '../draws/collector.ts';
import type { ChainTotals } from '../methods/nuts/chain-contract.ts';
import { checkModel } from '../model/check-model.ts';
import { lowerModel } from '../model/compile-model.ts';
import { createLineIndex } from '../model/line-index.ts';
import { type DivergentPoint, type KeptPoint, pointsOf } from '../report/divergent-point.ts';
import type { Diagnostics, Reason, SampleReport, SummaryRow, Timing } from '../report/sample-report.ts';
import { readCheckpoint } from './checkpoint-file.ts';
import type { InspectedRun } from './inspect-run.ts';
import { readJson } from './json-file.ts';
import { checkpointFile, type RunInfo, reportFile, unwrittenFile } from './run-folder.ts';
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
  if (isWhole && info.state === 'done') return stored ?? reportOfDraws(folder, run, collect(), []);
  // The stored report of an interrupted run is already provisional.
  if (damage.length === 0 && info.state === 'interrupted' && stored?.diagnostics.pass === false)
    return stored;
  const reasons = [...damageReasons(damage), ...endReason(folder, info)];
  return reportOfDraws(folder, run, collect(), reasons, stored?.timing);
}

function reportOfDraws(
  folder: string,
  run: InspectedRun,
  collected: Collected,
  first: readonly Reason[],
  known?: Timing,
): SampleReport {
  const { info } = run;
  const { settings, model, seed } = info;
  const { draws } = collected;
  const labels = new Map(info.labels);
  const rows = draws.drawsPerChain === 0 ? [] : summary(draws, labels);
  const states = statesOf(folder, info);
  const totals = states.map((state) => state?.totals ?? null);
  const tuned = totals.map((chain) => chain?.tuned ?? null);
  const divergent = divergentOf(states);
  const made = { tuned, transitions: totals.map((chain) => chain?.transitions ?? null) };
  const diagnostics =
    judged(run, collected, rows, made, divergent) ?? judgedByDraws(run, collected, rows, made);
  const report = {
    model,
    seed,
    settings,
    summary: rows,
    diagnostics,
    timing:
      known ??
      timingOf(
        info.compileMs ?? 0,
        totals.flatMap((chain) => chain ?? []),
      ),
    ...(tuned.some((chain) => chain !== null) ? { tuned } : {}),
    draws: folder,
  };
  return withReasons(report, first);
}

/** The part of a chain's last checkpoint that a report needs. */
interface ChainState {
  readonly totals?: ChainTotals;
  readonly divergent?: readonly KeptPoint[];
}

/** What chains say of their tuning and of their transitions. */
type Made = Pick<Parameters<typeof judgeDraws>[0], 'tuned' | 'transitions'>;

/** Null for a chain without a checkpoint. */
function statesOf(folder: string, { settings }: RunInfo): readonly (ChainState | null)[] {
  return Array.from({ length: settings.chains }, (_, chain) => readCheckpoint(checkpointFile(folder, chain)));
}

/** Null where one of the chains does not have them. */
function divergentOf(states: readonly (ChainState | null)[]): readonly DivergentPoint[] | null {
  const kept = states.map((state, chain) => state?.divergent && pointsOf(state.divergent, chain));
  return kept.every((points) => points !== undefined) ? kept.flat() : null;
}

/** Judges with the causes in model and data; null where these have changed since the run. */
function judged(
  { info, chains }: InspectedRun,
  collected: Collected,
  rows: readonly SummaryRow[],
  made: Made,
  divergent: readonly DivergentPoint[] | null,
): Diagnostics | null {
  const { modelText, modelPath, settings } = info;
  const checked = checkModel(modelText, modelPath);
  const { program, data } = checked;
  if (info.data.some(({ name, hash }) => data.sources.get(name)?.hash !== hash)) return null;
  const lowered = lowerModel(checked, 'sample');
  if (lowered.kind === 'invalid') return null;
  const faults = chains.flatMap(({ chain, committed }) =>
    (committed?.faults ?? []).map((fault) => ({ ...(fault as Omit<KeptFault, 'chain'>), chain })),
  );
  const { ir } = lowered;
  const labels = new Map(info.labels);
  return judgeDraws({
    program,
    data,
    modelText,
    ir,
    collected,
    rows,
    labels,
    settings,
    ...made,
    faults,
    divergent,
  });
}

const NO_CAUSES =
  'The data are no longer those of the run, or its model is not accepted any more, so causes in them are not looked for';

function judgedByDraws(
  { info, chains }: InspectedRun,
  { draws, stats, counts }: Collected,
  rows: readonly SummaryRow[],
  made: Made,
): Diagnostics {
  const lines = linesOf(info.modelText);
  const diagnostics = verdict({
    rows,
    stats,
    chains: draws.chains,
    drawsPerChain: draws.drawsPerChain,
    counts,
    settings: info.settings,
    ...made,
    lineOf: (name) => lines.get(name.split('[')[0]),
  });
  const faults = chains.flatMap(({ committed }) => committed?.faults ?? []);
  const reasons = diagnostics.reasons.map((reason, i) =>
    i === 0 ? { ...reason, message: `${reason.message}. ${NO_CAUSES}` } : reason,
  );
  if (faults.length === 0) return { ...diagnostics, reasons };
  const invalid: Reason = {
    code: 'values',
    message: 'Among the draws a computed value is not what it must be',
    nextStep: FIX_VALUES,
    names: [],
  };
  return { ...diagnostics, pass: false, reasons: [invalid, ...reasons] };
}

/** 0-based line of each statement that declares a quantity. */
function linesOf(modelText: string): ReadonlyMap<string, number> {
  const locate = createLineIndex(modelText);
  const lines = new Map<string, number>();
  for (const statement of parse(modelText).program.statements) {
    if (statement.kind === 'param' || statement.kind === 'let')
      lines.set(statement.name.name, locate(statement.span.start).line);
  }
  return lines;
}

/** The given reasons come first, since they cause the others. */
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

/** Why an incomplete run ended; the number of draws is in the verdict. */
function endReason(folder: string, info: RunInfo): Reason[] {
  if (info.state === 'done' || info.state === 'interrupted') return [];
  const holder = info.state === 'running' ? lockHolder(folder) : null;
  if (holder !== null)
    return [ended(`The run is still being sampled, by process ${holder.pid}`, 'Wait for its end')];
  const { unwritten = existsSync(unwrittenFile(folder)) ? 'its disk is full, or was' : undefined } = info;
  if (unwritten !== undefined)
    return [
      ended(
        `The run could not be kept to its end: ${unwritten}`,
        'Make room for it; then `bayes resume`, or Resume in the view Runs, goes on to its end',
      ),
    ];
  return [
    info.state === 'failed'
      ? ended('The run failed before its end', 'Fix what it failed at and sample again')
      : ended(
          'The run was killed before its end',
          '`bayes resume`, or Resume in the view Runs, goes on to it',
        ),
  ];
}

function ended(message: string, nextStep: string): Reason {
  return { code: 'interrupted', message, nextStep, names: [] };
}
