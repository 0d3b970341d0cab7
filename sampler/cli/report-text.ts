/** A report for people: the settings, the verdict, and only then the numbers. */
import { madeBy, methods } from '../../grammar/methods/index.ts';
import { centringText } from '../report/centring.ts';
import { plainText } from '../report/code-in-text.ts';
import { enoughText } from '../report/enough-draws.ts';
import { fitFailsText, fitPassText } from '../report/fit-text.ts';
import { notStoredText } from '../report/not-stored.ts';
import { type ReasonGroup, reasonGroups, titleOf } from '../report/reason-groups.ts';
import type { Diagnostics, SampleReport, SummaryRow } from '../report/sample-report.ts';
import { columnsFor, unreliableNote } from '../report/summary-text.ts';
import { ALL_DISCRETE, targetAcceptText, thinText, tuneDrawsText } from '../report/tuning.ts';
import { MAX_R_HAT, MIN_ESS_PER_CHAIN } from '../stats/diagnostic-limits.ts';
import { durationText, essText, rHatText } from '../stats/number-text.ts';
import { modeWeightsText } from './mode-weights-text.ts';
import { plainTable } from './plain-table.ts';

/** Default number of rows of the table. */
export const SHOWN_ROWS = 100;

export interface ReportTextOptions {
  /** The model's file as given by the user, for `file:line`. */
  readonly name: string;
  readonly allRows: boolean;
  /** Also the consequences of each cause, in full. */
  readonly allReasons: boolean;
}

export function reportText(report: SampleReport, options: ReportTextOptions): string {
  const { mode_weights: weights } = report;
  return [
    headText(report),
    verdictText(report.diagnostics, options.name, options.allReasons),
    ...(weights === undefined
      ? []
      : [modeWeightsText(weights, options.allRows ? report.summary.length : SHOWN_ROWS)]),
    summaryText(report.summary, options.allRows),
  ].join('\n');
}

function headText(report: SampleReport): string {
  const { model, seed, settings, timing, enough, centring, draws, all_discrete = false } = report;
  const { compile_ms, warmup_ms, sample_ms } = timing;
  const lines = [
    `${model}: ${settings.chains} chains of ${settings.draws} draws${thinText(report)}${wayText(report)}${tuningText(report)}, seed ${seed}`,
    ...(all_discrete ? [ALL_DISCRETE] : []),
    `compiled in ${durationText(compile_ms)}, ${all_discrete ? '' : `tuned in ${durationText(warmup_ms)}, `}sampled in ${durationText(sample_ms)}`,
    ...(enough === undefined ? [] : [enoughText(enough)]),
    ...(centring === undefined
      ? []
      : [`degrees of centring (1 as written, 0 standardised): ${centringText(centring)}`]),
    ...(draws === null ? [] : [`kept in ${draws}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function tuningText(report: SampleReport): string {
  if (report.all_discrete) return '';
  // Methods without trajectories have another target acceptance.
  const { trajectories } = methods[report.settings.method ?? 'nuts'].has;
  return ` after ${tuneDrawsText(report)} of tuning${trajectories ? `, ${targetAcceptText(report)}` : ''}`;
}

function wayText({ settings: { method, init }, started_from: start }: SampleReport): string {
  const from = start === undefined ? '' : ` from starting values of ${start}`;
  if (method !== undefined && method !== 'nuts') return ` of ${madeBy(method)}${from}`;
  if (start !== undefined) return from;
  return init === 'pathfinder' ? ' from starts of Pathfinder' : '';
}

/** The verdict: whether the numbers can be used, and if not, why and what to do next. */
export function verdictText(
  diagnostics: Diagnostics,
  name: string,
  allReasons: boolean,
  knowsDivergences = true,
): string {
  const left = notStoredText(diagnostics);
  const notStored = left === null ? '' : `${plainText(left)}.\n`;
  if (diagnostics.pass) {
    return (
      `The diagnostics pass: R-hat at most ${rHatText(diagnostics.max_r_hat)} (limit ${MAX_R_HAT}), ` +
      `effective draws at least ${essText(diagnostics.min_ess_per_chain)} per chain (limit ${MIN_ESS_PER_CHAIN})${knowsDivergences ? ', no divergences' : ''}.\n${notStored}`
    );
  }
  const reasons = reasonGroups(diagnostics.reasons).flatMap((group) => groupLines(group, name, allReasons));
  const head = 'PROVISIONAL: the diagnostics fail, so do not rely on these numbers yet.';
  return `${[head, ...reasons, ''].join('\n')}${notStored}`;
}

/** Whether the model reproduces its data, and what to try where it does not; nothing where it was not judged. */
export function fitText({ fit, pass }: Diagnostics, name: string): string {
  if (fit === undefined) return '';
  const noted = fit.notes.map((note) => `Note: ${plainText(note)}.\n`).join('');
  if (fit.pass) return `${plainText(fitPassText(fit))}.\n${noted}`;
  const reasons = fit.reasons.flatMap(({ message, nextStep, line }) => [
    `  - ${name}:${line + 1}: ${plainText(message)}`,
    `    next: ${plainText(nextStep)}`,
  ]);
  return `${[`MISFIT: ${fitFailsText(pass)}.`, ...reasons].join('\n')}\n${noted}`;
}

function groupLines({ reason, consequences }: ReasonGroup, name: string, all: boolean): string[] {
  const { message, nextStep, line } = reason;
  const lines = [
    `  - ${line === undefined ? '' : `${name}:${line + 1}: `}${plainText(message)}`,
    `    next: ${plainText(nextStep)}`,
  ];
  if (consequences.length === 0) return lines;
  if (all) return [...lines, ...consequences.map((follows) => `    so: ${plainText(follows.message)}`)];
  return [
    ...lines,
    `    and ${consequences.length} more: ${consequences.map(titleOf).join(', ')} (--all-reasons)`,
  ];
}

export function summaryText(rows: readonly SummaryRow[], allRows: boolean): string {
  if (rows.length === 0) return 'No draws were kept.\n';
  const shown = allRows ? rows : rows.slice(0, SHOWN_ROWS);
  const columns = columnsFor(shown);
  const table = plainTable(['', ...columns.map(({ key }) => key)], 1);
  for (const row of shown) table.push([row.name, ...columns.map(({ text }) => text(row))]);
  const lines = [...table.lines()];
  const rest = rows.length - shown.length;
  if (rest > 0) lines.push(`… and ${rest} more rows (--all-rows shows them, --format json has them)`);
  const note = unreliableNote(shown);
  if (note !== '') lines.push(note);
  return `${lines.join('\n')}\n`;
}
