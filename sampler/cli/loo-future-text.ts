/** Leave-future-out estimates for people. */
import type { FutureReport } from '../report/future-report.ts';
import { errorText, statText } from '../stats/number-text.ts';
import { errorRows, wordsText } from './loo-text.ts';
import { plainTable, tableText } from './plain-table.ts';

export function futureText(report: FutureReport, trust: string): string {
  const { model, run, future, from, elpd_lfo, se, windows, refitted, warnings, notes, k_threshold } = report;
  const table = plainTable(['', 'estimate', 'se'], 1);
  table.push(['elpd_lfo', statText(elpd_lfo, (se ?? windows.length) / 20), se === null ? '' : errorText(se)]);
  for (const row of errorRows(report, 'LFO')) table.push(row);
  const fits = plainTable(['fitted up to', 'since k was', 'predicts from'], 1, 2);
  for (const { index, name, pareto_k, pass } of refitted) {
    const k = pareto_k === null ? (index === 0 ? '' : '∞') : pareto_k.toFixed(2);
    fits.push([`${name}${pass ? '' : ' ⚠'}`, k, windows[index].name]);
  }
  const count = `${windows.length} ${windows.length === 1 ? 'prediction' : 'predictions'}`;
  const ahead = `${future} ${future === 1 ? 'step' : 'steps'} ahead`;
  return [
    `${model}: leave-future-out cross-validation of ${run}, ${ahead}, ${count} from step ${from + 1} on\n`,
    trust,
    tableText(table),
    wordsText([
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...notes.map((note) => `Note: ${note}.`),
    ]),
    `${tableText(fits)}Between fits the draws are weighted to the longer past, with Pareto k at most ${k_threshold.toFixed(2)}.\n`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
