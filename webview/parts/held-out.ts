/** K-fold and leave-future-out cross-validation on the page: estimates, parts or windows, and rows of the data file. */
import type { FutureReport } from '../../sampler/report/future-report.ts';
import type { KFoldReport } from '../../sampler/report/loo-report.ts';
import { errorText, statText } from '../../sampler/stats/number-text.ts';
import type { PageContext } from '../context.ts';
import { h } from '../dom.ts';
import { codeText } from './code-text.ts';
import { MOST_ROWS, moreRows } from './more-rows.ts';
import { placeLink } from './place-link.ts';
import { rowTable } from './row-table.ts';
import { sentence } from './sentence.ts';

export function kFoldElements(context: PageContext, report: KFoldReport): readonly HTMLElement[] {
  const { folds, points, pointwise, by } = report;
  const order = [...points.keys()].sort((a, b) => pointwise[a] - pointwise[b]).slice(0, MOST_ROWS);
  return [
    h(
      'div',
      { class: 'widths-words' },
      h('p', {
        class: 'explanation',
        text: `How well fits without each of ${folds.length} parts of the points${by === undefined ? '' : `, each ${by} in one part,`} predict that part. A higher elpd_kfold is better.`,
      }),
      ...wordsOf(report),
    ),
    h('h3', { text: 'Estimates' }),
    scores('elpd_kfold', report.elpd_kfold, report),
    h('h3', { text: 'Folds' }),
    rowTable(
      ['Fold', 'Points', 'elpd', 'Diagnostics of its fit'],
      folds.map(({ fold, points: count, elpd, pass }) => [
        String(fold),
        String(count),
        statText(elpd, 0.05),
        pass ? 'pass' : '▲ fail',
      ]),
    ),
    h('h3', { text: 'Points, worst predicted first' }),
    rowTable(
      ['Point', 'Fold', 'elpd', 'In the data'],
      order.map((i) => [
        points[i].name,
        String(points[i].fold),
        statText(pointwise[i], 0.005),
        placeLink(context, points[i]),
      ]),
    ),
    ...moreRows(
      points.length,
      `bayes loo RUN --folds ${folds.length}${by === undefined ? '' : ` --by ${by}`} --format json`,
    ),
  ];
}

export function futureElements(
  context: PageContext,
  report: FutureReport,
  plot: HTMLElement,
): readonly HTMLElement[] {
  const { future, from, windows, pareto_k, pointwise, refitted, k_threshold } = report;
  const isRefit = new Set(refitted.map(({ index }) => index));
  return [
    h(
      'div',
      { class: 'widths-words' },
      h('p', {
        class: 'explanation',
        text: `How well the model predicts each ${future === 1 ? 'step' : `${future} steps`} of the series from all before, after the first ${from}. Where k was above ${k_threshold.toFixed(2)}, it was fitted again to the past. A higher elpd_lfo is better.`,
      }),
      ...wordsOf(report),
    ),
    h(
      'div',
      { class: 'loo-parts' },
      h('section', {}, h('h3', { text: 'Estimates' }), scores('elpd_lfo', report.elpd_lfo, report)),
      h('section', {}, h('h3', { text: 'Pareto k of each step' }), plot),
    ),
    h('h3', { text: 'Steps' }),
    rowTable(
      ['First step', 'Last step', 'Pareto k', 'elpd', 'In the data'],
      windows
        .slice(0, MOST_ROWS)
        .map((window, i) => [
          window.name,
          window.to,
          isRefit.has(i) ? 'fitted again' : pareto_k[i].toFixed(2),
          statText(pointwise[i], 0.005),
          placeLink(context, window),
        ]),
    ),
    ...moreRows(windows.length, `bayes loo RUN --future ${future} --format json`),
  ];
}

function wordsOf({ warnings, notes }: Pick<KFoldReport, 'warnings' | 'notes'>): readonly HTMLElement[] {
  return [
    ...warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(text)))),
    ...notes.map((text) => h('p', {}, ...codeText(sentence(capitalized(text))))),
  ];
}

type Scores = Pick<KFoldReport, 'se' | 'r2' | 'rmse' | 'mae' | 'brier' | 'crps'>;

function scores(name: string, elpd: number, { se, r2, rmse, mae, brier, crps }: Scores): HTMLElement {
  const score = (title: string, value: number | null) =>
    value === null ? [] : [[title, value.toPrecision(3), '']];
  return rowTable(
    ['Score', 'Estimate', 'se'],
    [
      [name, statText(elpd, (se ?? 1) / 20), errorText(se)],
      ...(r2 === null ? [] : [['R²', r2.toFixed(2), '']]),
      ...score('RMSE', rmse),
      ...score('MAE', mae),
      ...score('Brier', brier),
      ...score('CRPS', crps),
    ],
  );
}

/** A name keeps its case. */
function capitalized(text: string): string {
  return /^\p{L}+ /u.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}
