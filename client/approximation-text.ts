/** Approximations and comparisons of widths as text for the output channel. Pure. */
import { madeBy } from '../grammar/methods/index.ts';
import type {
  ApproximateResult,
  ApproximationFailure,
  ApproximationReport,
  ApproximationVerdict,
  WidthsReport,
} from '../sampler/protocol.ts';
import { approximationDigits, natsText, widthDigits } from '../sampler/report/approximation-digits.ts';
import { plainText } from '../sampler/report/code-in-text.ts';
import { durationText } from '../sampler/stats/number-text.ts';
import { type Model, placeOf } from './report-text.ts';
import { unreachable } from './unreachable.ts';

/** Rows of a table; the number of those left out is printed below. */
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
function approximationText(report: ApproximationReport): string {
  const { model, method, drawn, seed, timing, draws, summary } = report;
  const rows = summary.map((row) => {
    const { mean, sd, hdi_3, hdi_97 } = approximationDigits(row, drawn);
    return [row.name, mean, sd, hdi_3, hdi_97];
  });
  return [
    `${model}: ${drawn} draws by ${madeBy(method)}, seed ${seed}, in ${durationText(timing.fit_ms)}.` +
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
  const rows = widths.rows.map((row) => {
    const digits = widthDigits(row);
    const { ratio, sd_mcmc, sd_advi, interval_mcmc, interval_advi } = digits;
    const goesWith = row.correlation === null ? '' : `${row.correlation.with} ${digits.correlation}`;
    return [row.name, ratio, sd_mcmc, sd_advi, interval_mcmc, interval_advi, goesWith];
  });
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
    ...reasons.flatMap((reason) => [
      `  • ${plainText(reason.message)}`,
      `    → ${plainText(reason.nextStep)}`,
    ]),
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
  return [
    `ELBO from ${natsText(elbo[0])} to ${natsText(elbo.at(-1) ?? null)} in ${elbo_iterations.at(-1) ?? 0} iterations, ${converged ? 'converged' : 'not converged'}.`,
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
