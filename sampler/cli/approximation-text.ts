/** An approximation for people: the verdict by Pareto k-hat, the ELBO as a line, and only then the numbers. */
import { madeBy, methodOfVariant } from '../../grammar/methods/index.ts';
import { wordsOf } from '../diagnose/approximation/words.ts';
import type { ApproximationProgress, ApproximationReport, ApproximationVerdict } from '../protocol.ts';
import { approximationDigits, natsText } from '../report/approximation-digits.ts';
import { plainText } from '../report/code-in-text.ts';
import { durationText } from '../stats/number-text.ts';
import { plainTable } from './plain-table.ts';
import type { ApproximationView } from './progress-view.ts';
import { type ReportTextOptions, SHOWN_ROWS } from './report-text.ts';
import { sparkline } from './sparkline.ts';

const LINE_WIDTH = 40;

export function approximationText(
  report: ApproximationReport,
  options: Omit<ReportTextOptions, 'allReasons'>,
): string {
  return [
    headText(report),
    approximationVerdictText(report.verdict),
    elboText(report),
    tableText(report, options.allRows),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function headText({ model, method, seed, settings, drawn, timing, draws }: ApproximationReport): string {
  const extent = wordsOf(method).extent?.(settings) ?? '';
  const lines = [
    `${model}: ${drawn} draws by ${madeBy(method)}${extent}, seed ${seed}`,
    `compiled in ${durationText(timing.compile_ms)}, fitted in ${durationText(timing.fit_ms)} with ${timing.gradients} gradients`,
    ...(draws === null ? [] : [`kept in ${draws}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The verdict, the failed diagnostics, and the method's standing caveat. */
export function approximationVerdictText({ pass, message, reasons, warnings }: ApproximationVerdict): string {
  const lines = [
    `${pass ? '' : 'PROVISIONAL: '}${message}.`,
    ...reasons.flatMap((reason) => [
      `  - ${plainText(reason.message)}`,
      `    next: ${plainText(reason.nextStep)}`,
    ]),
    ...warnings.map((warning) => `Warning: ${warning}.`),
  ];
  return `${lines.join('\n')}\n`;
}

/** `ELBO ▁▃▆█████ from −312.4 to −268.1 in 1200 iterations, converged`, or nothing without an ELBO. */
export function elboText({
  elbo,
  elbo_iterations,
  converged,
  convergence_rule,
  method,
}: Pick<
  ApproximationReport,
  'elbo' | 'elbo_iterations' | 'converged' | 'convergence_rule' | 'method'
>): string {
  if (elbo.length === 0) return '';
  const first = elbo.find((value) => value !== null) ?? null;
  const last = elbo.at(-1) ?? null;
  const line = `ELBO ${sparkline(elbo, LINE_WIDTH)} from ${natsText(first)} to ${natsText(last)}`;
  const rule = `  converged when ${convergence_rule}`;
  return methodOfVariant(method)?.has.elbo === 'paths'
    ? `${line}, path after path\n${rule}\n`
    : `${line} in ${elbo_iterations.at(-1) ?? 0} iterations, ${converged ? 'converged' : 'not converged'}\n${rule}\n`;
}

function tableText({ summary, drawn }: ApproximationReport, allRows: boolean): string {
  if (summary.length === 0) return 'No draws were kept.\n';
  const shown = allRows ? summary : summary.slice(0, SHOWN_ROWS);
  const table = plainTable(['', 'mean', 'sd', 'hdi_3', 'hdi_97'], 1);
  for (const row of shown) {
    const { mean, sd, hdi_3, hdi_97 } = approximationDigits(row, drawn);
    table.push([row.name, mean, sd, hdi_3, hdi_97]);
  }
  const lines = [...table.lines()];
  const rest = summary.length - shown.length;
  if (rest > 0) lines.push(`… and ${rest} more rows (--all-rows shows them, --format json has them)`);
  return `${lines.join('\n')}\n`;
}

/** The live line: iteration, ELBO and its trace. */
export function approximationLine(progress: ApproximationProgress): string {
  const { method, iteration, iterations, elbo, isScouting } = progress;
  if (isScouting) return `${madeBy(method)} · looking for other modes`;
  const last = elbo.at(-1);
  return [
    `${madeBy(method)} · iteration ${iteration} of at most ${iterations}`,
    ...(last === undefined ? [] : [`ELBO ${natsText(last)} ${sparkline(elbo, LINE_WIDTH / 2)}`]),
  ].join(' · ');
}

const LOG_EVERY_MS = 10_000;

/** A log line at the first estimate of the ELBO, and then every ten seconds. */
export function approximationLogView(write: (line: string) => void, now: () => number): ApproximationView {
  let last: number | null = null;
  return {
    update({ method, iteration, elbo, isScouting }) {
      if (isScouting) {
        write(`${madeBy(method)}: looking for other modes\n`);
        return;
      }
      const value = elbo.at(-1);
      if (value === undefined || (last !== null && now() - last < LOG_EVERY_MS)) return;
      last = now();
      write(`${madeBy(method)}: iteration ${iteration}, ELBO ${natsText(value)}\n`);
    },
    finish() {},
  };
}
