/** A comparison of widths for people: both verdicts, the sentences, and only then the numbers. */
import Table from 'cli-table3';
import { meanFieldWarning, methodWords } from '../diagnose/approximation/verdict.ts';
import type { WidthRow, WidthsReport } from '../protocol.ts';
import { statText } from '../stats/number-text.ts';
import { approximationVerdictText, elboText } from './approximation-text.ts';
import { plainLines, type ReportTextOptions, SHOWN_ROWS, verdictText } from './report-text.ts';

export function widthsText(widths: WidthsReport, options: ReportTextOptions): string {
  const { model, method, seed, draws } = widths;
  const head = [
    `${model}: NUTS against ${methodWords[method]}, seed ${seed}`,
    ...(draws === null ? [] : [`kept in ${draws}`]),
  ];
  return [
    `${head.join('\n')}\n`,
    `NUTS. ${verdictText(widths.diagnostics, options.name)}`,
    `ADVI. ${approximationVerdictText({ ...widths.verdict, warnings: [] })}${elboText(widths)}`,
    // What the verdicts above have said already need not be said again.
    ...(method === 'meanfield' ? [`Warning: ${meanFieldWarning}.\n`] : []),
    `${widths.sentences.join('\n')}\n`,
    tableText(widths.rows, options.allRows),
  ].join('\n');
}

function tableText(rows: readonly WidthRow[], allRows: boolean): string {
  if (rows.length === 0) return '';
  const shown = allRows ? rows : rows.slice(0, SHOWN_ROWS);
  const table = new Table({
    head: [
      '',
      'ratio',
      'sd_mcmc',
      'sd_advi',
      'mean_mcmc',
      'mean_advi',
      '94 % mcmc',
      '94 % advi',
      'goes with',
    ],
    colAligns: ['left', ...Array.from({ length: 7 }, () => 'right' as const), 'left'],
    chars: plainLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of shown) table.push(cells(row));
  const lines = table.toString().split('\n');
  const rest = rows.length - shown.length;
  if (rest > 0) lines.push(`… and ${rest} more rows (--all-rows shows them, --format json has them)`);
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Three digits of an sd: the error of a ratio of widths is about one in fifty. */
function cells(row: WidthRow): string[] {
  const { name, ratio, sd_mcmc, sd_advi, mean_mcmc, mean_advi, interval_mcmc, interval_advi } = row;
  const at = (value: number, sd: number) => statText(value, sd / 50);
  const interval = ([low, high]: readonly [number, number], sd: number) => `${at(low, sd)} … ${at(high, sd)}`;
  return [
    name,
    ratio < 1000 ? ratio.toFixed(2) : ratio.toExponential(1),
    statText(sd_mcmc, sd_mcmc / 200),
    statText(sd_advi, sd_advi / 200),
    at(mean_mcmc, sd_mcmc),
    at(mean_advi, sd_advi),
    interval(interval_mcmc, sd_mcmc),
    interval(interval_advi, sd_advi),
    row.correlation === null
      ? ''
      : `${row.correlation.with} ${row.correlation.value.toFixed(2).replace('-', '−')}`,
  ];
}
