/** Leave-one-out cross-validation: the estimates, k of each point, and the rows of the data file, worst k first. */

import type { LooPointRow, LooReport } from '../../sampler/report/loo-report.ts';
import { atMostText, errorText, statText } from '../../sampler/stats/number-text.ts';
import type { PageContext, View } from '../context.ts';
import { unavailable } from '../data/unavailable.ts';
import { h } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { linkButton } from '../parts/link-button.ts';
import { type Cell, rowTable } from '../parts/row-table.ts';
import { sentence } from '../parts/sentence.ts';
import { viewPlots } from '../plots/view-plots.ts';

/** Points in the table; the rest is in the JSON. */
const MOST_ROWS = 100;

export function createLooView(context: PageContext): View {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Leave-one-out cross-validation' },
  });
  let figure: Figure<never> | null = null;
  let shown: unknown = null;

  async function load(of: unknown): Promise<void> {
    figure?.dispose();
    figure = null;
    content.replaceChildren(
      h('p', { class: 'waiting', text: 'Weighing the draws without each point…', attrs: { role: 'status' } }),
    );
    const answer = await context.source.ask<'loo'>({ kind: 'loo' }).catch(unavailable);
    if (shown !== of) return;
    if (answer.kind === 'unavailable') {
      content.replaceChildren(h('p', { class: 'empty' }, ...codeText(sentence(answer.message))));
      return;
    }
    const { loo } = answer;
    figure = figureOf(context, viewPlots.paretoK, { loo });
    content.replaceChildren(
      ...wordsOf(loo),
      h(
        'div',
        { class: 'loo-parts' },
        h('section', {}, h('h3', { text: 'Estimates' }), estimates(loo)),
        h(
          'section',
          {},
          h('h3', { text: viewPlots.paretoK.title }),
          figure.element,
          h('p', { class: 'explanation', text: viewPlots.paretoK.explanation({ loo }) ?? '' }),
        ),
      ),
      h('h3', { text: 'Points, highest k first' }),
      pointsTable(context, loo),
      ...more(loo.points.length - MOST_ROWS),
    );
  }

  return {
    element: h('div', { class: 'loo' }, content),
    update({ run }) {
      if (run.kind !== 'ended' || run.isFitPending || run.report === shown) return;
      shown = run.report;
      void load(shown);
    },
  };
}

function wordsOf({ warnings, notes, n_bad, k_threshold }: LooReport): readonly HTMLElement[] {
  const fine = `Pareto k is at most ${k_threshold.toFixed(2)} at every point: the weights can be relied on.`;
  return [
    h(
      'div',
      { class: 'widths-words' },
      h('p', {
        class: 'explanation',
        text: 'How well the model predicts each observed value from all the others, estimated from the draws without a refit (PSIS-LOO). A higher elpd_loo is better, and comparable between models of the same data.',
      }),
      ...warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(text)))),
      ...(n_bad === 0 ? [h('p', { text: fine })] : []),
      ...notes.map((text) => h('p', {}, ...codeText(sentence(text.charAt(0).toUpperCase() + text.slice(1))))),
    ),
  ];
}

function estimates({ elpd_loo, se, p_loo, mcse, r2, rmse, mae, brier, crps }: LooReport): HTMLElement {
  // Digits follow the Monte Carlo error or, where it is unknown, a fraction of the standard error.
  const error = mcse ?? (se ?? 1) / 20;
  const score = (name: string, value: number | null) =>
    value === null ? [] : [[name, value.toPrecision(3), '']];
  return rowTable(
    ['Score', 'Estimate', 'se'],
    [
      ['elpd_loo', statText(elpd_loo, error), errorText(se)],
      ['p_loo', statText(p_loo, error), ''],
      ...(r2 === null ? [] : [['LOO-R²', r2.toFixed(2), '']]),
      ...score('LOO-RMSE', rmse),
      ...score('LOO-MAE', mae),
      ...score('Brier', brier),
      ...score('CRPS', crps),
    ],
  );
}

function pointsTable(
  context: PageContext,
  { points, pareto_k, pointwise, k_threshold }: LooReport,
): HTMLElement {
  const k = (i: number) => pareto_k[i] ?? Number.POSITIVE_INFINITY;
  const order = [...points.keys()].sort((a, b) => k(b) - k(a) || a - b).slice(0, MOST_ROWS);
  return rowTable(
    ['Point', 'Pareto k', 'elpd', 'In the data'],
    order.map((i) => [
      points[i].name,
      `${k(i) > k_threshold ? '▲ ' : ''}${Number.isFinite(k(i)) ? atMostText(k(i), k_threshold, 2) : '∞'}`,
      statText(pointwise[i], 0.005),
      placeLink(context, points[i]),
    ]),
  );
}

function placeLink({ source: { editor } }: PageContext, { file, line, row }: LooPointRow): Cell {
  if (file === undefined) return '';
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const text = line !== undefined ? `${name}:${line}` : row === undefined ? name : `${name}, row ${row}`;
  return editor === null ? text : linkButton(text, () => editor.revealData(file, line));
}

function more(rest: number): readonly HTMLElement[] {
  if (rest <= 0) return [];
  return [
    h('p', {}, `… and ${rest} more in the output of `, h('code', { text: 'bayes loo RUN --format json' })),
  ];
}
