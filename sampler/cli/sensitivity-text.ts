/** Sensitivities for people. */

import type { PriorSensitivity, SensitivityReport } from '../report/sensitivity-report.ts';
import { diagnosisText } from '../report/sensitivity-words.ts';
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

function findingsText(
  { priors, parameters, likelihood, threshold }: SensitivityReport,
  model: string,
): string {
  const found = priors.flatMap((prior) => {
    const text = diagnosisText(prior);
    return text === null ? [] : [`  ${at(prior, model)}: ${text}\n`];
  });
  if (found.length > 0) return found.join('');
  const together = parameters.filter(({ diagnosis }) => diagnosis !== null).map(({ name }) => name);
  if (together.length > 0)
    return `No prior by itself moves a posterior by ${threshold} or more, but all together move ${together.slice(0, SHOWN_ROWS).join(', ')}.\n`;
  if (likelihood === null || !priors.some(({ scaled }) => scaled)) return '';
  return `No posterior is sensitive to the priors: all values are below ${threshold}.\n`;
}

function parametersText({ parameters, threshold }: SensitivityReport, allRows: boolean): string {
  const table = plainTable(['', 'prior', 'likelihood', 'diagnosis'], 1, 1);
  const sorted = allRows
    ? parameters
    : parameters.toSorted((a, b) => Number(b.diagnosis !== null) - Number(a.diagnosis !== null));
  const shown = allRows ? sorted : sorted.slice(0, SHOWN_ROWS);
  for (const { name, prior, likelihood, diagnosis } of shown) {
    const word =
      diagnosis === 'prior_data_conflict'
        ? 'prior–data conflict'
        : diagnosis === 'strong_prior'
          ? 'strong prior / weak likelihood'
          : '';
    table.push([name, numberText(prior, threshold), numberText(likelihood, threshold), word]);
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
      numberText(prior.sensitivity, threshold),
      prior.parameter ?? '',
      prior.pareto_k === null ? '' : prior.pareto_k.toFixed(2),
      at(prior, model),
    ]);
  }
  return tableText(table);
}

/** With a digit more where two would hide on which side of the threshold it is. */
function numberText(value: number | null, threshold: number): string {
  if (value === null) return '';
  const two = value.toFixed(2);
  return Number(two) >= threshold === value >= threshold ? two : value.toFixed(4);
}

function at({ line }: PriorSensitivity, model: string): string {
  return `${model}:${line}`;
}
