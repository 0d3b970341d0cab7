/** Sensitivities for people. */

import type { PriorSensitivity, SensitivityReport } from '../report/sensitivity-report.ts';
import {
  diagnosisText,
  findingWords,
  nothingFoundText,
  sensitivityNumber,
  togetherText,
} from '../report/sensitivity-words.ts';
import { plainTable, tableText } from './plain-table.ts';
import { SHOWN_ROWS } from './report-text.ts';

interface SensitivityTextOptions {
  /** Whether the draws can be trusted. */
  readonly trust: string;
  readonly allRows: boolean;
  /** Name of the model's file. */
  readonly model: string;
}

export function sensitivityText(
  report: SensitivityReport,
  { trust, allRows, model }: SensitivityTextOptions,
): string {
  const { run, draws, warnings, notes } = report;
  return [
    `${report.model}: power-scaling sensitivity of ${run}, ${draws} draws\n`,
    trust,
    findingsText(report, model),
    parametersText(report, allRows),
    priorsText(report, model),
    [...warnings.map((text) => `Warning: ${text}.\n`), ...notes.map((text) => `Note: ${text}.\n`)].join(''),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function findingsText(report: SensitivityReport, model: string): string {
  const found = report.priors.flatMap((prior) => {
    const text = diagnosisText(prior);
    return text === null ? [] : [`  ${at(prior, model)}: ${text}\n`];
  });
  const others = [togetherText(report), nothingFoundText(report)].flatMap((text) =>
    text === null ? [] : [`${text.charAt(0).toUpperCase()}${text.slice(1)}.\n`],
  );
  return [...found, ...others].join('');
}

function parametersText({ parameters, threshold }: SensitivityReport, allRows: boolean): string {
  const table = plainTable(['', 'prior', 'likelihood', 'diagnosis'], 1, 1);
  const sorted = allRows
    ? parameters
    : parameters.toSorted((a, b) => Number(b.diagnosis !== null) - Number(a.diagnosis !== null));
  const shown = allRows ? sorted : sorted.slice(0, SHOWN_ROWS);
  for (const { name, prior, likelihood, diagnosis } of shown) {
    const word = diagnosis === null ? '' : findingWords[diagnosis];
    table.push([name, sensitivityNumber(prior, threshold), sensitivityNumber(likelihood, threshold), word]);
  }
  const rest = parameters.length - shown.length;
  const more = rest > 0 ? `… and ${rest} more rows (--all-rows shows them, --format json has them)\n` : '';
  return `${tableText(table)}${more}`;
}

function priorsText({ priors, threshold }: SensitivityReport, model: string): string {
  const scaled = priors.filter((prior) => prior.scaled);
  if (scaled.length === 0) return '';
  const table = plainTable(['prior of', 'sensitivity', 'of', 'k', 'at'], 1, 1);
  for (const prior of scaled) {
    table.push([
      prior.name,
      sensitivityNumber(prior.sensitivity, threshold),
      prior.parameter ?? '',
      prior.pareto_k === null ? '' : prior.pareto_k.toFixed(2),
      at(prior, model),
    ]);
  }
  return tableText(table);
}

function at({ line }: PriorSensitivity, model: string): string {
  return `${model}:${line}`;
}
