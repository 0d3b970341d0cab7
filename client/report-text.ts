/** Results as text for the output channel. Pure functions of the report. */
import type { SampleResult } from '../sampler/protocol.ts';
import { plainText } from '../sampler/report/code-in-text.ts';
import { enoughText } from '../sampler/report/enough-draws.ts';
import type { Fit } from '../sampler/report/fit.ts';
import { fitFailsText, fitPassText } from '../sampler/report/fit-text.ts';
import { notStoredText } from '../sampler/report/not-stored.ts';
import {
  failingDiagnostics,
  type ReasonGroup,
  reasonGroups,
  titleOf,
} from '../sampler/report/reason-groups.ts';
import type { Diagnostics, SampleReport, SummaryRow } from '../sampler/report/sample-report.ts';
import { columnsFor, unreliableNote } from '../sampler/report/summary-text.ts';
import { ALL_DISCRETE, targetAcceptText, thinText, tuneDrawsText } from '../sampler/report/tuning.ts';
import { upperFirst } from '../sampler/report/upper-first.ts';
import { durationText, essText, rHatText } from '../sampler/stats/number-text.ts';
import { unreachable } from './unreachable.ts';

export interface Model {
  readonly modelPath: string;
  readonly modelText: string;
}

/** The text of a finished run: the verdict first, then the numbers. */
export function resultText(result: SampleResult, model: Model): string {
  switch (result.kind) {
    case 'done':
      return reportText(result.report);
    case 'interrupted':
      return `Stopped before the end; what was drawn is kept.\n\n${reportText(result.report)}`;
    case 'invalid': {
      const errors = result.diagnostics.filter((d) => d.severity === 'error');
      const lines = errors.map((d) => `  ${placeOf(model, d.span.start)}: ${d.code}: ${d.message}`);
      return `The model cannot be sampled:\n${lines.join('\n')}`;
    }
    case 'failed':
      return failureText(result.failure, model.modelPath);
    default:
      return unreachable(result);
  }
}

function failureText(
  failure: Extract<SampleResult, { kind: 'failed' }>['failure'],
  modelPath: string,
): string {
  switch (failure.kind) {
    case 'bad-start':
      return [
        `The sampler could not start: ${failure.message}`,
        `  ${failure.term}`,
        `  value ${failure.value}`,
        `  ${modelPath}:${failure.line + 1}:${failure.column + 1}`,
      ].join('\n');
    case 'crash': {
      const tail = failure.stderrTail.trim();
      return [`The sampler stopped unexpectedly: ${failure.message}`, ...(tail === '' ? [] : [tail])].join(
        '\n',
      );
    }
    case 'out-of-memory':
      return `The sampler ran out of memory: ${failure.message}`;
    default:
      return unreachable(failure);
  }
}

/** `path:line:column`, which the editor turns into a link. */
export function placeOf({ modelPath, modelText }: Model, offset: number): string {
  const before = modelText.slice(0, offset).split('\n');
  return `${modelPath}:${before.length}:${before[before.length - 1].length + 1}`;
}

/** Settings, verdict, numbers; and the verdict again, since an output panel scrolls to the end. */
function reportText(report: SampleReport): string {
  const { diagnostics } = report;
  const last = diagnostics.pass
    ? diagnostics.fit?.pass === false
      ? 'Every diagnostic passes, but the model does not reproduce its data, see above.'
      : 'Every diagnostic passes.'
    : `PROVISIONAL: ${count(failingDiagnostics(diagnostics.reasons).length)}, see above.`;
  return [
    settingsText(report),
    '',
    verdictText(diagnostics),
    '',
    summaryTable(report.summary),
    '',
    ...(diagnostics.fit === undefined ? [] : [fitText(diagnostics.fit, diagnostics.pass), '']),
    last,
  ].join('\n');
}

/** Whether the model reproduces its data, and what to try where it does not. */
function fitText(fit: Fit, isSampled: boolean): string {
  if (fit.pass) return `${plainText(fitPassText(fit))}.`;
  const lines = fit.reasons.flatMap(({ message, nextStep, line }) => [
    `  • ${plainText(message)} (line ${line + 1})`,
    `    → ${plainText(nextStep)}`,
  ]);
  return [`MISFIT: ${fitFailsText(isSampled)}.`, ...lines].join('\n');
}

function count(reasons: number): string {
  return reasons === 1 ? 'one diagnostic fails' : `${reasons} diagnostics fail`;
}

/** `converged` in one line, or why the numbers are provisional and what to do next. */
export function verdictText(diagnostics: Diagnostics): string {
  const left = notStoredText(diagnostics);
  const notStored = left === null ? '' : `\n  ${plainText(left)}.`;
  if (diagnostics.pass) {
    return (
      'Every diagnostic passes: the numbers below can be used.\n' +
      `  R-hat at most ${rHatText(diagnostics.max_r_hat)}, ` +
      `effective draws at least ${essText(diagnostics.min_ess_per_chain)} per chain, no divergences.${notStored}`
    );
  }
  const lines = reasonGroups(diagnostics.reasons).flatMap(reasonLines);
  return `${['PROVISIONAL: do not rely on the numbers below yet.', ...lines].join('\n')}${notStored}`;
}

function reasonLines({ reason, consequences }: ReasonGroup): string[] {
  const where = reason.line === undefined ? '' : ` (line ${reason.line + 1})`;
  const lines = [`  • ${plainText(reason.message)}${where}`, `    → ${plainText(reason.nextStep)}`];
  return consequences.length === 0
    ? lines
    : [...lines, `    so ${consequences.length} more: ${consequences.map(titleOf).join(', ')}`];
}

/** The summary as an aligned table of at most `limit` rows, with the number of rows left out. */
export function summaryTable(rows: readonly SummaryRow[], limit = 200): string {
  const shown = rows.slice(0, limit);
  const columns = columnsFor(shown);
  const cells = [
    ['', ...columns.map(({ title }) => title)],
    ...shown.map((r) => [r.name, ...columns.map(({ text }) => text(r))]),
  ];
  const widths = cells[0].map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  const lines = cells.map((line) =>
    line
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
  if (rows.length > limit) lines.push(`… and ${rows.length - limit} more`);
  const note = unreliableNote(shown);
  if (note !== '') lines.push(note);
  return lines.join('\n');
}

function settingsText(report: SampleReport): string {
  const { settings, timing, enough, all_discrete = false } = report;
  const tuning = ` after ${tuneDrawsText(report)} of tuning, ${targetAcceptText(report)}`;
  return (
    `${settings.chains} chains of ${settings.draws} draws${thinText(report)}${all_discrete ? '' : tuning}, seed ${report.seed}.\n` +
    (all_discrete ? `${upperFirst(ALL_DISCRETE)}.\n` : '') +
    `Compiled in ${durationText(timing.compile_ms)}, ${all_discrete ? '' : `tuned in ${durationText(timing.warmup_ms)}, `}` +
    `sampled in ${durationText(timing.sample_ms)}.` +
    (enough === undefined ? '' : `\n${upperFirst(enoughText(enough))}.`) +
    (report.draws === null ? '' : `\nKept in ${report.draws}`)
  );
}
