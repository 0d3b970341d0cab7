/** How a comparison with simpler methods is written, in the terminal and on the page. */
import type { BaselineMethod, BaselineReport } from './baseline-report.ts';

export function heldOutText({ outcome, points, folds }: BaselineReport): string {
  return `${points.length} values of ${outcome}, each predicted by fits without its fold of ${folds.length}`;
}

/** MSE, MAE, coverage, width and seconds. */
export function methodTexts({ mse, mae, coverage, width, seconds }: BaselineMethod): readonly string[] {
  return [
    digits(mse),
    digits(mae),
    coverage === null ? '' : `${(100 * coverage).toFixed(1)} %`,
    width === null ? (coverage === null ? '' : 'infinite') : digits(width),
    seconds < 0.1 ? seconds.toFixed(3) : seconds.toFixed(1),
  ];
}

export function penaltyText({ columns, folds }: BaselineReport): string {
  const penalties = folds.map(({ penalty }) => penalty);
  const [low, high] = [Math.min(...penalties), Math.max(...penalties)].map((value) =>
    Number(value.toPrecision(2)),
  );
  const range = low === high ? `${low}` : `${low} to ${high}`;
  const count = columns.length;
  return `ridge has ${count} ${count === 1 ? 'column' : 'columns'} (${listed(columns)}), and the penalty that cross-validation without the fold chose: ${range}`;
}

const LISTED = 5;

function listed(names: readonly string[]): string {
  const rest = names.length - LISTED;
  return `${names.slice(0, LISTED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Four significant digits. */
function digits(value: number): string {
  return value >= 1e6 || (value > 0 && value < 1e-4) ? value.toExponential(3) : value.toPrecision(4);
}
