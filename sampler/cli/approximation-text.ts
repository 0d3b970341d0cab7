/** An approximation for people: the verdict by Pareto k-hat, the ELBO as a line, and only then the numbers. */
import Table from 'cli-table3';
import { methodWords } from '../diagnose/approximation/verdict.ts';
import type {
  ApproximationProgress,
  ApproximationReport,
  ApproximationRow,
  ApproximationVerdict,
} from '../protocol.ts';
import { durationText, statText } from '../stats/number-text.ts';
import type { ApproximationView } from './progress-view.ts';
import { plainLines, type ReportTextOptions, SHOWN_ROWS } from './report-text.ts';
import { sparkline } from './sparkline.ts';

const LINE_WIDTH = 40;

export function approximationText(report: ApproximationReport, options: ReportTextOptions): string {
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
  const paths =
    settings.method === 'pathfinder'
      ? ` of ${settings.paths} ${settings.paths === 1 ? 'path' : 'paths'}`
      : '';
  const lines = [
    `${model}: ${drawn} draws by ${methodWords[method]}${paths}, seed ${seed}`,
    `compiled in ${durationText(timing.compile_ms)}, fitted in ${durationText(timing.fit_ms)} with ${timing.gradients} gradients`,
    ...(draws === null ? [] : [`kept in ${draws}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The verdict, the reasons against it, and what is true of the method whatever the verdict. */
export function approximationVerdictText({ pass, message, reasons, warnings }: ApproximationVerdict): string {
  const lines = [
    `${pass ? '' : 'PROVISIONAL: '}${message}.`,
    ...reasons.flatMap((reason) => [`  - ${reason.message}`, `    next: ${reason.nextStep}`]),
    ...warnings.map((warning) => `Warning: ${warning}.`),
  ];
  return `${lines.join('\n')}\n`;
}

/** `ELBO ▁▃▆█████ from −312.4 to −268.1 in 1200 iterations, converged`, or nothing where there is none. */
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
  const line = `ELBO ${sparkline(elbo, LINE_WIDTH)} from ${nats(first)} to ${nats(last)}`;
  const rule = `  converged when ${convergence_rule}`;
  return method === 'pathfinder'
    ? `${line}, path after path\n${rule}\n`
    : `${line} in ${elbo_iterations.at(-1) ?? 0} iterations, ${converged ? 'converged' : 'not converged'}\n${rule}\n`;
}

function tableText({ summary, drawn }: ApproximationReport, allRows: boolean): string {
  if (summary.length === 0) return 'No draws were kept.\n';
  const shown = allRows ? summary : summary.slice(0, SHOWN_ROWS);
  const table = new Table({
    head: ['', 'mean', 'sd', 'hdi_3', 'hdi_97'],
    colAligns: ['left', ...Array.from({ length: 4 }, () => 'right' as const)],
    chars: plainLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
  for (const row of shown) table.push(cells(row, drawn));
  const lines = table.toString().split('\n');
  const rest = summary.length - shown.length;
  if (rest > 0) lines.push(`… and ${rest} more rows (--all-rows shows them, --format json has them)`);
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Digits as far as independent draws support them. */
function cells({ name, mean, sd, hdi_3, hdi_97 }: ApproximationRow, draws: number): string[] {
  const error = sd / Math.sqrt(draws);
  return [
    name,
    statText(mean, error),
    statText(sd, error / Math.SQRT2),
    statText(hdi_3, error),
    statText(hdi_97, error),
  ];
}

/** The live line: how far, the ELBO, and its trace. */
export function approximationLine({ method, iteration, iterations, elbo }: ApproximationProgress): string {
  const last = elbo.at(-1);
  return [
    `${methodWords[method]} · iteration ${iteration} of at most ${iterations}`,
    ...(last === undefined ? [] : [`ELBO ${nats(last)} ${sparkline(elbo, LINE_WIDTH / 2)}`]),
  ].join(' · ');
}

const LOG_EVERY_MS = 10_000;

/** A log line at the first estimate of the ELBO, and then every ten seconds. */
export function approximationLogView(write: (line: string) => void, now: () => number): ApproximationView {
  let last: number | null = null;
  return {
    update({ method, iteration, elbo }) {
      const value = elbo.at(-1);
      if (value === undefined || (last !== null && now() - last < LOG_EVERY_MS)) return;
      last = now();
      write(`${methodWords[method]}: iteration ${iteration}, ELBO ${nats(value)}\n`);
    },
    finish() {},
  };
}

function nats(value: number | null): string {
  if (value === null) return 'not finite';
  return (
    Math.abs(value) >= 1e6 ? value.toExponential(3) : value.toFixed(Math.abs(value) < 1000 ? 2 : 1)
  ).replace('-', '−');
}
