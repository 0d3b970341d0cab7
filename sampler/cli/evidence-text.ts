/** Evidence and Bayes factors for people. */
import type { EvidenceReport, EvidenceRow } from '../report/evidence-report.ts';
import { FACTORS_EXPLAINED, factorText, shareText } from '../report/evidence-words.ts';
import { statText } from '../stats/number-text.ts';
import { probabilityText } from '../stats/probability-text.ts';
import { comparedTrust } from './loo-text.ts';
import { plainTable, tableText } from './plain-table.ts';

interface EvidenceTextOptions {
  readonly points: number;
  /** Whether the draws of the only run can be trusted. */
  readonly trust: string;
}

export function evidenceText(report: EvidenceReport, { points, trust }: EvidenceTextOptions): string {
  const { rows, warnings } = report;
  const alone = rows.length === 1;
  const of = `${points} ${points === 1 ? 'point' : 'points'}`;
  const [{ model, run, draws }] = rows;
  return [
    alone
      ? `${model}: evidence of ${run} by bridge sampling, ${draws} draws, ${of}\n`
      : `Evidence of ${rows.length} models on ${of} by bridge sampling, best first\n`,
    alone ? trust : comparedTrust(rows),
    alone ? aloneText(rows[0]) : factorsText(rows),
    warnings.map((warning) => `Warning: ${warning}.\n`).join(''),
  ].join('\n');
}

function aloneText({ log_evidence, relative_error }: EvidenceRow): string {
  const table = plainTable(['log evidence', 'relative error'], 0);
  table.push([statText(log_evidence, relative_error), shareText(relative_error)]);
  return tableText(table);
}

function factorsText(rows: readonly EvidenceRow[]): string {
  const table = plainTable(['', 'log evidence', 'relative error', 'Bayes factor', 'error', 'probability'], 1);
  for (const row of rows) {
    const { run, log_evidence, relative_error, log_bayes_factor, bayes_factor_error, probability } = row;
    table.push([
      run,
      statText(log_evidence, relative_error),
      shareText(relative_error),
      factorText(log_bayes_factor ?? 0),
      row === rows[0] ? '' : shareText(bayes_factor_error),
      probabilityText(probability ?? 1),
    ]);
  }
  return `${tableText(table)}${FACTORS_EXPLAINED.map((line) => `${line}\n`).join('')}`;
}
