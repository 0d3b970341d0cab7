/**
 * The columns of a summary and how their numbers are written: in the terminal, the editor, the results page
 * and the HTML report. Keys are those of the JSON, in the order of ArviZ's `summary`.
 */
import { errorText, essText, rHatText, statText } from '../stats/number-text.ts';
import type { SummaryRow } from './sample-report.ts';

export type SummaryKey = Exclude<keyof SummaryRow, 'name'>;

interface SummaryColumn {
  readonly key: SummaryKey;
  /** Where a heading may hold spaces. */
  readonly title: string;
  text(row: SummaryRow): string;
}

export const summaryColumns = [
  { key: 'mean', title: 'mean', text: (row) => statText(row.mean, row.mcse_mean) },
  { key: 'sd', title: 'sd', text: (row) => statText(row.sd, row.mcse_sd) },
  { key: 'hdi_3', title: 'hdi 3%', text: (row) => statText(row.hdi_3, row.mcse_mean) },
  { key: 'hdi_97', title: 'hdi 97%', text: (row) => statText(row.hdi_97, row.mcse_mean) },
  { key: 'mcse_mean', title: 'mcse mean', text: (row) => errorText(row.mcse_mean) },
  { key: 'mcse_sd', title: 'mcse sd', text: (row) => errorText(row.mcse_sd) },
  { key: 'ess_bulk', title: 'ess bulk', text: (row) => essText(row.ess_bulk) },
  { key: 'ess_tail', title: 'ess tail', text: (row) => essText(row.ess_tail) },
  { key: 'r_hat', title: 'R-hat', text: (row) => rHatText(row.r_hat) },
] as const satisfies readonly SummaryColumn[];

const byKey = new Map<SummaryKey, SummaryColumn>(summaryColumns.map((column) => [column.key, column]));

export function summaryColumn(key: SummaryKey): SummaryColumn {
  const column = byKey.get(key);
  if (column === undefined) throw new Error(`a summary has no column ${key}`);
  return column;
}
