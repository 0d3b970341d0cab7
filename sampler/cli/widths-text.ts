/** A comparison of widths for people: both verdicts, the sentences, and only then the numbers. */
import { madeBy } from '../../grammar/methods/index.ts';
import { widthWarning } from '../diagnose/approximation/width-warning.ts';
import type { WidthRow, WidthsReport } from '../protocol.ts';
import { widthDigits } from '../report/approximation-digits.ts';
import { enoughText } from '../report/enough-draws.ts';
import { approximationVerdictText, elboText } from './approximation-text.ts';
import { plainTable } from './plain-table.ts';
import { type ReportTextOptions, SHOWN_ROWS, verdictText } from './report-text.ts';

export function widthsText(widths: WidthsReport, options: ReportTextOptions): string {
  const { model, method, seed, enough, draws } = widths;
  const warning = widthWarning(widths.rows, method, widths.verdict.pass);
  const head = [
    `${model}: NUTS against ${madeBy(method)}, seed ${seed}`,
    ...(enough === undefined ? [] : [`NUTS: ${enoughText(enough)}`]),
    ...(draws === null ? [] : [`kept in ${draws}`]),
  ];
  return [
    `${head.join('\n')}\n`,
    `NUTS. ${verdictText(widths.diagnostics, options.name, options.allReasons)}`,
    `ADVI. ${approximationVerdictText({ ...widths.verdict, warnings: [] })}${elboText(widths)}`,
    // Not repeated if the verdicts above contain it.
    ...(warning === null ? [] : [`Warning: ${warning}.\n`]),
    `${widths.sentences.join('\n')}\n`,
    tableText(widths.rows, options.allRows),
  ].join('\n');
}

function tableText(rows: readonly WidthRow[], allRows: boolean): string {
  if (rows.length === 0) return '';
  const shown = allRows ? rows : rows.slice(0, SHOWN_ROWS);
  const numbers = ['ratio', 'sd_mcmc', 'sd_advi', 'mean_mcmc', 'mean_advi', '94 % mcmc', '94 % advi'];
  const table = plainTable(['', ...numbers, 'goes with'], 1, 1);
  for (const row of shown) table.push(cells(row));
  const lines = [...table.lines()];
  const rest = rows.length - shown.length;
  if (rest > 0) lines.push(`… and ${rest} more rows (--all-rows shows them, --format json has them)`);
  return `${lines.join('\n')}\n`;
}

function cells(row: WidthRow): string[] {
  const digits = widthDigits(row);
  return [
    row.name,
    digits.ratio,
    digits.sd_mcmc,
    digits.sd_advi,
    digits.mean_mcmc,
    digits.mean_advi,
    digits.interval_mcmc,
    digits.interval_advi,
    row.correlation === null ? '' : `${row.correlation.with} ${digits.correlation}`,
  ];
}
