/** Leave-one-out estimates and comparisons for people. */
import type {
  CompareReport,
  KFoldReport,
  LooPointRow,
  LooReport,
  MatchedPoint,
  RefittedPoint,
} from '../report/loo-report.ts';
import { atMostText, errorText, statText } from '../stats/number-text.ts';
import { shortPath } from './diagnostics-text.ts';
import { plainTable, tableText } from './plain-table.ts';
import { SHOWN_ROWS } from './report-text.ts';

interface LooTextOptions {
  /** Whether the draws can be trusted. */
  readonly trust: string;
  readonly allRows: boolean;
  readonly cwd: string;
}

export function looText(report: LooReport, { trust, allRows, cwd }: LooTextOptions): string {
  const { model, run, draws, pointwise, warnings, notes, by } = report;
  const what = by === undefined ? 'point' : 'group';
  return [
    `${model}: leave-one-${by === undefined ? 'out' : `${by}-out`} cross-validation of ${run}, ${draws} draws, ${pointwise.length} ${pointwise.length === 1 ? what : `${what}s`}\n`,
    trust,
    estimatesText(report),
    wordsText([
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...notes.map((note) => `Note: ${note}.`),
    ]),
    badPointsText(report, allRows, cwd),
    matchedText(report, allRows, cwd),
    refittedText(report, allRows, cwd),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function estimatesText(report: LooReport): string {
  const { elpd_loo, se, p_loo, mcse, n_bad, k_threshold, by, refitted = [] } = report;
  const table = plainTable(['', 'estimate', 'se'], 1);
  // Digits follow the Monte Carlo error or, where it is unknown, a fraction of the standard error.
  const error = mcse ?? (se ?? 1) / 20;
  table.push(['elpd_loo', statText(elpd_loo, error), errorText(se)]);
  table.push(['p_loo', statText(p_loo, error), '']);
  for (const row of errorRows(report, 'LOO')) table.push(row);
  const fine =
    n_bad > 0
      ? ''
      : `\nPareto k is at most ${k_threshold.toFixed(2)} at every ${refitted.length === 0 ? '' : 'other '}${by === undefined ? 'point' : 'group'}: the weights can be relied on.\n`;
  return `${tableText(table)}${monteCarloText('elpd_loo', mcse)}${fine}`;
}

/** How far the finite draws leave the sum uncertain; the se is that of other points, however many draws there are. */
function monteCarloText(name: string, mcse: number | null): string {
  return mcse === null ? '' : `\nMonte Carlo error of ${name}: ${errorText(mcse)}.\n`;
}

type Errors = Pick<LooReport, 'r2' | 'rmse' | 'mae' | 'brier' | 'crps'>;

export function errorRows({ r2, rmse, mae, brier, crps }: Errors, of: string): readonly string[][] {
  const rows: string[][] = [];
  if (r2 !== null) rows.push([`${of}-R²`, r2.toFixed(2), '']);
  if (rmse !== null) rows.push([`${of}-RMSE`, rmse.toPrecision(3), '']);
  if (mae !== null) rows.push([`${of}-MAE`, mae.toPrecision(3), '']);
  if (brier !== null) rows.push(['Brier', brier.toPrecision(3), '']);
  if (crps !== null) rows.push(['CRPS', crps.toPrecision(3), '']);
  return rows;
}

export function kFoldText(report: KFoldReport, trust: string): string {
  const { model, run, folds, by, seed, elpd_kfold, se, mcse, warnings, notes, points } = report;
  const error = mcse ?? (se ?? 1) / 20;
  const table = plainTable(['', 'estimate', 'se'], 1);
  table.push(['elpd_kfold', statText(elpd_kfold, error), errorText(se)]);
  for (const row of errorRows(report, 'K-fold')) table.push(row);
  const foldTable = plainTable(['fold', 'points', 'elpd'], 1);
  for (const { fold, points: count, elpd, pass } of folds)
    foldTable.push([`${fold}${pass ? '' : ' ⚠'}`, String(count), statText(elpd, error)]);
  const whole = by === undefined ? '' : `, whole groups by ${by}`;
  return [
    `${model}: ${folds.length}-fold cross-validation of ${run}, ${points.length} points${whole}, seed ${seed}\n`,
    trust,
    tableText(table),
    wordsText([
      ...warnings.map((warning) => `Warning: ${warning}`),
      ...notes.map((note) => `Note: ${note}.`),
    ]),
    tableText(foldTable),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Points whose draws were moved, the worst k first. */
function matchedText(report: LooReport, allRows: boolean, cwd: string): string {
  const { matched, points, pointwise, pareto_k, refitted = [], by } = report;
  if (matched === undefined) return '';
  const exact = new Set(refitted.map(({ index }) => index));
  const own = matched.filter(({ index }) => !exact.has(index));
  if (own.length === 0)
    return `Moment matching moved the draws of no ${by === undefined ? 'point' : 'group'}.\n`;
  const k = ({ pareto_k: before }: MatchedPoint) => before ?? Number.POSITIVE_INFINITY;
  const order = [...own].sort((a, b) => k(b) - k(a) || a.index - b.index);
  const shown = allRows ? order : order.slice(0, SHOWN_ROWS);
  const table = plainTable(['draws moved without', 'k was', 'k', 'elpd was', 'elpd', 'at'], 1, 1);
  for (const one of shown) {
    table.push([
      one.name,
      kText(one.pareto_k),
      kText(pareto_k[one.index]),
      one.elpd_psis === null ? '' : statText(one.elpd_psis, 0.005),
      statText(pointwise[one.index], 0.005),
      placeText(points[one.index], cwd),
    ]);
  }
  return `${tableText(table)}${moreText(order.length - shown.length)}`;
}

function kText(k: number | null): string {
  return k === null ? '∞' : k.toFixed(2);
}

/** Points whose scores are of refits, the worst k first. */
function refittedText({ refitted, points, pointwise, by }: LooReport, allRows: boolean, cwd: string): string {
  if (refitted === undefined) return '';
  const what = by === undefined ? 'point' : 'group';
  if (refitted.length === 0) return `No ${what} needed a refit.\n`;
  const k = ({ pareto_k }: RefittedPoint) => pareto_k ?? Number.POSITIVE_INFINITY;
  const order = [...refitted].sort((a, b) => k(b) - k(a) || a.index - b.index);
  const shown = allRows ? order : order.slice(0, SHOWN_ROWS);
  const table = plainTable(['refitted without', 'k was', 'elpd was', 'elpd', 'at'], 1, 1);
  for (const one of shown) {
    const { index, name, elpd_psis, pass } = one;
    table.push([
      `${name}${pass ? '' : ' ⚠'}`,
      kText(one.pareto_k),
      elpd_psis === null ? '' : statText(elpd_psis, 0.005),
      statText(pointwise[index], 0.005),
      placeText(points[index], cwd),
    ]);
  }
  return `${tableText(table)}${moreText(order.length - shown.length)}`;
}

function moreText(rest: number): string {
  return rest > 0 ? `… and ${rest} more rows (--all-rows shows them, --format json has them)\n` : '';
}

function badPointsText(
  { pareto_k, pointwise, points, k_threshold, n_bad }: LooReport,
  allRows: boolean,
  cwd: string,
): string {
  if (n_bad === 0) return '';
  const k = (i: number) => pareto_k[i] ?? Number.POSITIVE_INFINITY;
  const bad = [...points.keys()].filter((i) => k(i) > k_threshold).sort((a, b) => k(b) - k(a) || a - b);
  const shown = allRows ? bad : bad.slice(0, SHOWN_ROWS);
  const table = plainTable(['', 'k', 'elpd', 'at'], 1, 1);
  for (const i of shown)
    table.push([
      points[i].name,
      atMostText(k(i), k_threshold, 2),
      statText(pointwise[i], 0.005),
      placeText(points[i], cwd),
    ]);
  return `${tableText(table)}${moreText(bad.length - shown.length)}`;
}

/** `file:line`, which terminals and editors open. */
function placeText({ file, line, row }: LooPointRow, cwd: string): string {
  if (file === undefined) return '';
  const name = shortPath(file, cwd);
  if (line !== undefined) return `${name}:${line}`;
  return row === undefined ? name : `${name}, row ${row}`;
}

export function compareText({ rows, warnings }: CompareReport, points: number): string {
  const table = plainTable(['', 'elpd_loo', 'se', 'elpd_diff', 'se_diff', 'weight', 'p_worse'], 1);
  for (const { run, elpd_loo, se, elpd_diff, se_diff, weight, p_worse } of rows) {
    // At least one decimal.
    const error = Math.min(0.25, (se_diff ?? 1) / 20);
    table.push([
      run,
      elpd_loo.toFixed(1),
      errorText(se),
      elpd_diff === 0 ? '0' : statText(elpd_diff, error),
      errorText(se_diff),
      weight.toFixed(2),
      p_worse === null ? '' : p_worse.toFixed(2),
    ]);
  }
  return [
    `Leave-one-out cross-validation of ${rows.length} models on ${points} ${points === 1 ? 'point' : 'points'}, best first\n`,
    comparedTrust(rows),
    tableText(table),
    wordsText(warnings.map((warning) => `Warning: ${warning}.`.replace(/\.\.$/, '.'))),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Whether the draws of all runs can be trusted. */
export function comparedTrust(
  rows: readonly { readonly run: string; readonly provisional: boolean }[],
): string {
  const provisional = rows.filter((row) => row.provisional).map(({ run }) => run);
  return provisional.length === 0
    ? 'The diagnostics of all runs pass.\n'
    : `PROVISIONAL: the diagnostics of ${provisional.join(', ')} do not pass, so do not rely on these numbers yet.\n`;
}

export function wordsText(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}
