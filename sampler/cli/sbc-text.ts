/** A calibration for people. */
import type { CalibrationReport, CalibrationRow } from '../report/calibration-report.ts';
import { calibrationVerdict, shapeWords } from '../report/calibration-words.ts';
import { plainTable, tableText } from './plain-table.ts';
import { SHOWN_ROWS } from './report-text.ts';

interface CalibrationTextOptions {
  readonly allRows: boolean;
  /** Name of the model's file. */
  readonly file: string;
}

export function calibrationText(
  report: CalibrationReport,
  { allRows, file }: CalibrationTextOptions,
): string {
  const { model, simulations, draws, seed, rows, warnings } = report;
  const failing = rows.filter(({ passes }) => !passes);
  return [
    `${model}: simulation-based calibration, ${simulations} simulations, ranks among ${draws} draws, seed ${seed}\n`,
    [
      `${calibrationVerdict(report)}\n`,
      ...failing.map((row) => `  - ${place(row, file)}${row.name}: ${shapeWords(row)}\n`),
    ].join(''),
    warnings.map((text) => `Warning: ${text}.\n`).join(''),
    rowsText(rows, draws, allRows),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function place({ line }: CalibrationRow, file: string): string {
  return line === null ? '' : `${file}:${line + 1}: `;
}

function rowsText(rows: readonly CalibrationRow[], draws: number, allRows: boolean): string {
  if (rows.length === 0) return '';
  const table = plainTable(['', 'mean rank', 'sd of ranks', 'p-value', 'adjusted'], 1);
  const sorted = allRows ? rows : rows.toSorted((a, b) => a.p_value - b.p_value);
  const shown = allRows ? sorted : sorted.slice(0, SHOWN_ROWS);
  for (const { name, ranks, passes, p_value, p_adjusted } of shown) {
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    const square = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0) / ranks.length;
    table.push([
      `${name}${passes ? '' : ' ⚠'}`,
      mean.toFixed(1),
      Math.sqrt(square).toFixed(1),
      probabilityText(p_value),
      probabilityText(p_adjusted),
    ]);
  }
  const uniform = `Uniform ranks have mean ${(draws / 2).toFixed(1)} and sd ${Math.sqrt(((draws + 1) ** 2 - 1) / 12).toFixed(1)}.\n`;
  const rest = rows.length - shown.length;
  const more = rest > 0 ? `… and ${rest} more rows (--all-rows shows them, --format json has them)\n` : '';
  return `${tableText(table)}${more}${uniform}`;
}

function probabilityText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}
