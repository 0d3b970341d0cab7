/**
 * The columns of a summary and the format of their numbers, for the terminal, the editor, the results page and the
 * HTML report. Keys are those of the JSON, in the order of ArviZ's `summary`.
 */
import { NO_MEAN_K } from '../stats/diagnostic-limits.ts';
import { atLeastText, errorText, essText, rHatText, statText } from '../stats/number-text.ts';
import type { SummaryRow } from './sample-report.ts';

export type SummaryKey = Exclude<keyof SummaryRow, 'name' | 'element' | 'label' | 'position' | 'unreliable'>;

interface SummaryColumn {
  readonly key: SummaryKey;
  /** Heading that may contain spaces. */
  readonly title: string;
  /** Shown only where a row has an estimate that its tail makes unreliable. */
  readonly ofTails?: true;
  text(row: SummaryRow): string;
}

export const summaryColumns = [
  { key: 'mean', title: 'mean', text: (row) => estimateText(row, 'mean') },
  { key: 'sd', title: 'sd', text: (row) => ofNumber(row, estimateText(row, 'sd')) },
  { key: 'hdi_3', title: 'hdi 3%', text: (row) => locationText(row, row.hdi_3) },
  { key: 'hdi_97', title: 'hdi 97%', text: (row) => locationText(row, row.hdi_97) },
  { key: 'mcse_mean', title: 'mcse mean', text: (row) => mcseText(row, 'mean') },
  { key: 'mcse_sd', title: 'mcse sd', text: (row) => ofNumber(row, mcseText(row, 'sd')) },
  { key: 'ess_bulk', title: 'ess bulk', text: (row) => essText(row.ess_bulk) },
  { key: 'ess_tail', title: 'ess tail', text: (row) => essText(row.ess_tail) },
  { key: 'r_hat', title: 'R-hat', text: (row) => rHatText(row.r_hat) },
  { key: 'q3', title: '3%', ofTails: true, text: (row) => locationText(row, row.q3) },
  { key: 'q50', title: 'median', ofTails: true, text: (row) => locationText(row, row.q50) },
  { key: 'q97', title: '97%', ofTails: true, text: (row) => locationText(row, row.q97) },
  {
    key: 'pareto_k_mean',
    title: 'k mean',
    ofTails: true,
    text: (row) => ofNumber(row, shapeText(row.pareto_k_mean)),
  },
  {
    key: 'pareto_k_sd',
    title: 'k sd',
    ofTails: true,
    text: (row) => ofNumber(row, shapeText(row.pareto_k_sd)),
  },
] as const satisfies readonly SummaryColumn[];

/** The columns with content for these rows. */
export function columnsFor(rows: readonly SummaryRow[]): readonly SummaryColumn[] {
  const all: readonly SummaryColumn[] = summaryColumns;
  return rows.some(isUnreliable) ? all : all.filter(({ ofTails }) => ofTails !== true);
}

/** Footnote of a table with marked estimates; else empty. */
export function unreliableNote(rows: readonly SummaryRow[]): string {
  if (!rows.some(isUnreliable)) return '';
  return `Estimates with ? are unreliable, and ${NONE} stands where there seems to be none: the tail is heavy (k: Pareto k). Read the median and the quantiles instead.`;
}

export function isUnreliable({ unreliable = [] }: SummaryRow): boolean {
  return unreliable.length > 0;
}

const NONE = '–';

type Estimate = 'mean' | 'sd';

/** The number, marked if the tail makes it unreliable; a dash if the moment does not seem to exist. */
function estimateText(row: SummaryRow, key: Estimate): string {
  const text = statText(row[key], row[`mcse_${key}`]);
  if (!(row.unreliable ?? []).includes(key)) return text;
  const { pareto_k_mean: kMean = 0, pareto_k_sd: kSd = 0 } = row;
  const isNone = kMean >= NO_MEAN_K || (key === 'sd' && kSd >= NO_MEAN_K);
  return isNone ? NONE : `${text}?`;
}

/** A dash for label rows, whose probability has no spread. */
function ofNumber({ label }: SummaryRow, text: string): string {
  return label === undefined ? text : '';
}

/** A dash if the estimate is unreliable, since its error is even more so. */
function mcseText(row: SummaryRow, key: Estimate): string {
  return (row.unreliable ?? []).includes(key) ? NONE : errorText(row[`mcse_${key}`]);
}

/** With the digits of the mean or, where that is unreliable, three digits. */
function locationText(row: SummaryRow, value: number | undefined): string {
  if (row.label !== undefined) return '';
  if (value === undefined) return 'nan';
  if (!Number.isFinite(value) || !isUnreliable(row)) return statText(value, row.mcse_mean);
  return String(Number(value.toPrecision(3)));
}

function shapeText(k: number | undefined): string {
  return Number.isFinite(k) ? atLeastText(k as number, NO_MEAN_K, 2) : NONE;
}

const byKey = new Map<SummaryKey, SummaryColumn>(summaryColumns.map((column) => [column.key, column]));

export function summaryColumn(key: SummaryKey): SummaryColumn {
  const column = byKey.get(key);
  if (column === undefined) throw new Error(`a summary has no column ${key}`);
  return column;
}
