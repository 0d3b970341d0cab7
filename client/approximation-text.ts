/** Approximations and comparisons of widths in words: what the output channel shows. Pure. */
import { madeBy } from '../grammar/methods/index.ts';
import type {
  ApproximateResult,
  ApproximationFailure,
  ApproximationReport,
  ApproximationVerdict,
  WidthsReport,
} from '../sampler/protocol.ts';
import { type Model, placeOf } from './report-text.ts';
import { unreachable } from './unreachable.ts';

/** Rows of a table; the count of the others is told. */
const SHOWN_ROWS = 200;

export function approximationResultText(result: ApproximateResult, model: Model): string {
  switch (result.kind) {
    case 'done':
      return approximationText(result.report);
    case 'interrupted':
      return `Stopped before the end; what was drawn is kept.\n\n${approximationText(result.report)}`;
    case 'invalid': {
      const errors = result.diagnostics.filter((d) => d.severity === 'error');
      const lines = errors.map((d) => `  ${placeOf(model, d.span.start)}: ${d.code}: ${d.message}`);
      return `The model cannot be approximated:\n${lines.join('\n')}`;
    }
    case 'failed':
      return approximationFailureText(result.failure, model.modelPath);
    default:
      return unreachable(result);
  }
}

export function approximationFailureText(failure: ApproximationFailure, modelPath: string): string {
  switch (failure.kind) {
    case 'bad-start':
      return `It could not start: ${failure.message}\n  ${modelPath}:${failure.line + 1}:${failure.column + 1}`;
    case 'no-approximation':
      return `There is no approximation: ${failure.message}`;
    case 'crash': {
      const tail = failure.stderrTail.trim();
      return [`The sampler stopped unexpectedly: ${failure.message}`, ...(tail === '' ? [] : [tail])].join(
        '\n',
      );
    }
    case 'out-of-memory':
      return `There was not enough memory: ${failure.message}`;
    default:
      return unreachable(failure);
  }
}

/** The verdict by Pareto k-hat first, then the numbers. */
export function approximationText(report: ApproximationReport): string {
  const { model, method, drawn, seed, timing, draws, summary } = report;
  const rows = summary.map((row) => [
    row.name,
    ...[row.mean, row.sd, row.hdi_3, row.hdi_97].map((value) => shortNumber(value, row.sd)),
  ]);
  return [
    `${model}: ${drawn} draws by ${madeBy(method)}, seed ${seed}, in ${(timing.fit_ms / 1000).toFixed(1)} s.` +
      (draws === null ? '' : `\nKept in ${draws}`),
    '',
    verdictText(report.verdict),
    ...elboLine(report),
    '',
    table(['', 'mean', 'sd', 'hdi 3%', 'hdi 97%'], rows),
  ].join('\n');
}

/** Both verdicts, the sentences, then the widths side by side, worst understatement first. */
export function widthsText(widths: WidthsReport): string {
  const rows = widths.rows.map((row) => [
    row.name,
    row.ratio < 1000 ? row.ratio.toFixed(2) : row.ratio.toExponential(1),
    shortNumber(row.sd_mcmc, row.sd_mcmc),
    shortNumber(row.sd_advi, row.sd_advi),
    row.interval_mcmc.map((value) => shortNumber(value, row.sd_mcmc)).join(' … '),
    row.interval_advi.map((value) => shortNumber(value, row.sd_advi)).join(' … '),
    row.correlation === null ? '' : `${row.correlation.with} ${row.correlation.value.toFixed(2)}`,
  ]);
  return [
    `${widths.model}: NUTS against ${madeBy(widths.method)}, seed ${widths.seed}.`,
    '',
    ...widths.warnings.map((warning) => `Warning: ${warning}.`),
    verdictText({ ...widths.verdict, warnings: [] }),
    ...elboLine(widths),
    '',
    ...widths.sentences,
    '',
    table(['', 'ratio', 'sd NUTS', 'sd ADVI', '94% NUTS', '94% ADVI', 'goes with'], rows),
  ].join('\n');
}

function verdictText({ pass, message, reasons, warnings }: ApproximationVerdict): string {
  return [
    `${pass ? '' : 'PROVISIONAL: '}${message}.`,
    ...reasons.flatMap((reason) => [`  • ${reason.message}`, `    → ${reason.nextStep}`]),
    ...warnings.map((warning) => `Warning: ${warning}.`),
  ].join('\n');
}

function elboLine({
  elbo,
  elbo_iterations,
  converged,
  convergence_rule,
}: Pick<ApproximationReport, 'elbo' | 'elbo_iterations' | 'converged' | 'convergence_rule'>): string[] {
  if (elbo.length === 0) return [];
  const nats = (value: number | null | undefined) => value?.toFixed(1) ?? 'not finite';
  return [
    `ELBO from ${nats(elbo[0])} to ${nats(elbo.at(-1))} in ${elbo_iterations.at(-1) ?? 0} iterations, ${converged ? 'converged' : 'not converged'}.`,
    `  It has converged when ${convergence_rule}.`,
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows.slice(0, SHOWN_ROWS)];
  const widths = head.map((_, i) => Math.max(...cells.map((line) => line[i].length)));
  const lines = cells.map((line) =>
    line
      .map((text, i) => (i === 0 ? text.padEnd(widths[i]) : text.padStart(widths[i])))
      .join('  ')
      .trimEnd(),
  );
  if (rows.length > SHOWN_ROWS) lines.push(`… and ${rows.length - SHOWN_ROWS} more`);
  return lines.join('\n');
}

/** As many decimals as a fiftieth of the sd needs. */
function shortNumber(value: number, sd: number): string {
  if (!Number.isFinite(value)) return '–';
  if (!(sd > 0) || !Number.isFinite(sd)) return String(Number(value.toPrecision(3)));
  const decimals = Math.max(0, -Math.floor(Math.log10(sd / 25)));
  return Math.abs(value) >= 1e7 || decimals > 8 ? value.toExponential(2) : value.toFixed(decimals);
}
