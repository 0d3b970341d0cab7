/** The comparison of a regression with simpler methods, for people. */
import type { BaselineReport } from '../report/baseline-report.ts';
import { heldOutText, methodTexts, penaltyText } from '../report/baseline-words.ts';
import { plainTable, tableText } from './plain-table.ts';

export function baselineText(report: BaselineReport): string {
  const table = plainTable(['', 'MSE', 'MAE', 'coverage', 'width', 'seconds'], 1);
  for (const method of report.methods) table.push([method.name, ...methodTexts(method)]);
  return [
    `${report.model}: ${heldOutText(report)}\n`,
    tableText(table),
    `${report.sentence}\n`,
    report.warnings.map((text) => `Warning: ${text}\n`).join(''),
    [penaltyText(report), ...report.notes].map((text) => `Note: ${text}.\n`).join(''),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
