/** A point estimate as plain text, for the terminal and the editor: the verdict first, then the numbers. */
import { madeBy } from '../../grammar/methods/index.ts';
import { durationText, statText } from '../stats/number-text.ts';
import type { EstimateReport, EstimateRow } from './estimate-report.ts';

interface EstimateText {
  readonly text: string;
  /** Number of rows left out. */
  readonly hidden: number;
}

export function estimateText(report: EstimateReport, rows: number): EstimateText {
  const { model, method, seed, verdict, summary, log_density, timing } = report;
  const shown = summary.filter(({ mode }) => mode !== null).slice(0, rows);
  const lines = [
    `${model}: ${madeBy(method)}, seed ${seed}`,
    `compiled in ${durationText(timing.compile_ms)}, found in ${durationText(timing.fit_ms)} with ${timing.gradients} gradients`,
    '',
    `${verdict.pass ? '' : 'PROVISIONAL: '}${verdict.message}.`,
    ...verdict.reasons.flatMap((reason) => [`  - ${reason.message}`, `    next: ${reason.nextStep}`]),
    ...(log_density === null ? [] : [`log density ${statText(log_density, 0.01)}`]),
    ...(shown.length === 0 ? [] : ['', ...table(shown)]),
  ];
  return { text: `${lines.join('\n')}\n`, hidden: shown.length === 0 ? 0 : summary.length - shown.length };
}

function table(rows: readonly EstimateRow[]): readonly string[] {
  const cells = [['', 'mode', 'sd'], ...rows.map(cellsOf)];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column].length)));
  return cells.map((row) =>
    row
      .map((text, k) => (k === 0 ? text.padEnd(widths[k]) : text.padStart(widths[k])))
      .join('  ')
      .trimEnd(),
  );
}

/** As many decimals as a hundredth of the sd. */
function cellsOf({ name, mode, sd }: EstimateRow): readonly string[] {
  const step = (sd === null || sd === 0 ? Math.abs(mode ?? 0) : sd) / 100;
  return [name, mode === null ? '–' : statText(mode, step), sd === null ? '–' : statText(sd, step)];
}
