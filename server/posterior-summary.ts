/** The last run's summary of one quantity, for hints and hovers. Provisional numbers are marked first. */
import type { SymbolInfo } from '../grammar/scope/symbol.ts';
import {
  isUnreliable,
  type SummaryKey,
  summaryColumn,
  unreliableNote,
} from '../sampler/report/summary-text.ts';
import type { ModelDocument } from './documents.ts';
import type { RunRow, RunSummary } from './protocol.ts';

interface Posterior {
  readonly rows: readonly RunRow[];
  readonly pass: boolean;
  readonly reasons: readonly string[];
  /** Whether the numbers are of an earlier model or of earlier data; null if current. */
  readonly earlier: 'text' | 'data' | null;
  /** Names of data files that have changed since. */
  readonly changedData: readonly string[];
}

export function posteriorOf(
  { text }: ModelDocument,
  symbol: SymbolInfo,
  run: RunSummary | undefined,
): Posterior | undefined {
  if (run === undefined) return undefined;
  const rows = run.rows.filter(
    ({ name, element = name }) => element === symbol.name || element.startsWith(`${symbol.name}[`),
  );
  if (rows.length === 0) return undefined;
  const { pass, reasons, changedData = [] } = run;
  // Every estimate depends on the whole model, so also on statements other than its own.
  const isEdited = normalized(run.modelText) !== normalized(text.getText());
  const earlier = isEdited ? 'text' : changedData.length > 0 ? 'data' : null;
  return { rows, pass, reasons, earlier, changedData };
}

/** Ignores line endings, which may differ between editor and file. */
const normalized = (text: string): string => text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');

const earlierText = { text: 'of an earlier text', data: 'of earlier data' } as const;

/** For inlay hints: `≈ 0.831 ± 0.052`; for an array the range of means (of medians where a mean is unreliable). */
export function posteriorText({ rows, pass, earlier }: Posterior): string {
  if (rows.some(({ label }) => label !== undefined))
    return `≈ ${labelsText(rows)}${marksText(pass, earlier)}`;
  const key = rows.some(isUnreliable) ? 'q50' : 'mean';
  const ordered = rows.toSorted((a, b) => (a[key] ?? a.mean) - (b[key] ?? b.mean));
  const [lowest] = ordered;
  const highest = ordered[ordered.length - 1];
  const numbers = rows.length === 1 ? oneText(lowest) : `${digits(key, lowest)} to ${digits(key, highest)}`;
  return `≈ ${numbers}${marksText(pass, earlier)}`;
}

function marksText(pass: boolean, earlier: Posterior['earlier']): string {
  const marks = [...(pass ? [] : ['provisional']), ...(earlier === null ? [] : [earlierText[earlier]])];
  return marks.length === 0 ? '' : ` (${marks.join(', ')})`;
}

/** Labels shown with their probabilities. */
const SHOWN_LABELS = 2;

/** `wolf 0.831, bear 0.120`: the most probable first; for an array the range of the probabilities. */
function labelsText(rows: readonly RunRow[]): string {
  const ordered = rows.toSorted((a, b) => b.mean - a.mean);
  if (new Set(rows.map(({ element }) => element)).size === 1)
    return ordered
      .slice(0, SHOWN_LABELS)
      .map((row) => `${row.label} ${digits('mean', row)}`)
      .join(', ');
  return `P ${digits('mean', ordered[ordered.length - 1])} to ${digits('mean', ordered[0])}`;
}

/** Where the tail makes the estimates unreliable, the median and an interval. */
function oneText(row: RunRow): string {
  return isUnreliable(row)
    ? `${digits('q50', row)} (${digits('q3', row)} to ${digits('q97', row)})`
    : `${digits('mean', row)} ± ${digits('sd', row)}`;
}

/** The shared number format, with a true minus sign as in all hints. */
function digits(key: SummaryKey, row: RunRow): string {
  return summaryColumn(key).text(row).replace(/^-/, '−');
}

const SHOWN = 8;
const tableKeys = ['mean', 'sd', 'hdi_3', 'hdi_97', 'ess_bulk', 'ess_tail', 'r_hat'] as const;
const tailKeys = ['q3', 'q50', 'q97'] as const;

/** The summary of a quantity as a Markdown table, with the verdict above it. */
export function posteriorTable({ rows, pass, reasons, earlier, changedData }: Posterior): string {
  const verdict = pass
    ? '**Posterior** (every diagnostic passes)'
    : `**Posterior, provisional**: ${reasons.length === 0 ? 'a diagnostic fails' : reasons.join('; ')}`;
  const worst = [...rows].sort((a, b) => b.r_hat - a.r_hat);
  const shown = rows.length <= SHOWN ? rows : worst.slice(0, SHOWN);
  const keys: readonly SummaryKey[] = shown.some(isUnreliable) ? [...tableKeys, ...tailKeys] : tableKeys;
  const note = unreliableNote(shown);
  const line = (row: RunRow): string =>
    `| ${[escapeCell(row.name), ...keys.map((key) => digits(key, row))].join(' | ')} |`;
  return [
    verdict,
    ...(earlier === 'text' ? ['', 'The model has changed since this run: sample it again.'] : []),
    ...(changedData.length === 0
      ? []
      : [
          '',
          `The data have changed since this run (${changedData.map(escapeCell).join(', ')}): sample again.`,
        ]),
    '',
    `| | ${keys.map((key) => summaryColumn(key).title).join(' | ')} |`,
    `|:--|${keys.map(() => '--:|').join('')}`,
    ...shown.map(line),
    ...(note === '' ? [] : ['', note]),
    ...(rows.length > SHOWN ? ['', `The ${SHOWN} of ${rows.length} elements with the largest R-hat.`] : []),
  ].join('\n');
}

/** Labels come from data files, so Markdown and HTML in them are escaped. */
export function escapeCell(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|~]/g, '\\$&')
    .replace(/[&<>]/g, (character) => entities[character] ?? character)
    .replace(/\s+/g, ' ');
}
