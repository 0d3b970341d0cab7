/** Leave-one-out cross-validation: the estimates, k of each point, and the rows of the data file, worst k first. */

import type { RunQuestion } from '../../sampler/protocol.ts';
import type { FutureReport } from '../../sampler/report/future-report.ts';
import { listed } from '../../sampler/report/listed.ts';
import type { KFoldReport, LooReport } from '../../sampler/report/loo-report.ts';
import { atMostText, errorText, statText } from '../../sampler/stats/number-text.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
import { codeText } from '../parts/code-text.ts';
import { dimensionsIn } from '../parts/dimensions-in.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { futureElements, kFoldElements } from '../parts/held-out.ts';
import { createLooWays, waitingText } from '../parts/loo-ways.ts';
import { MOST_ROWS, moreRows } from '../parts/more-rows.ts';
import { placeLink } from '../parts/place-link.ts';
import { rowTable } from '../parts/row-table.ts';
import { sentence } from '../parts/sentence.ts';
import { viewPlots } from '../plots/view-plots.ts';
import { unreachable } from '../unreachable.ts';

type Question = Extract<RunQuestion, { readonly kind: 'loo' | 'k-fold' | 'future' }>;
type Report =
  | { readonly kind: 'loo'; readonly loo: LooReport }
  | { readonly kind: 'k-fold'; readonly kFold: KFoldReport }
  | { readonly kind: 'future'; readonly future: FutureReport };

const FROM_DRAWS: Question = { kind: 'loo' };

export function createLooView(context: PageContext): View {
  const content = h('div');
  const ways = createLooWays((question) => void load(question));
  const scroll = h(
    'div',
    {
      class: 'scroll',
      attrs: { tabindex: 0, role: 'region', 'aria-label': 'Leave-one-out cross-validation' },
    },
    content,
    ...(context.source.editor === null ? [] : [ways.element]),
  );
  let figure: Figure<never> | null = null;
  let shown: unknown = null;
  /** What is on the page, to come back to where a question is cancelled. */
  let last: Report | null = null;
  /** The last question: answers to earlier ones are dropped. */
  let asked: object = {};

  async function load(question: Question): Promise<void> {
    const own = {};
    asked = own;
    ways.element.hidden = true;
    const before = last;
    const { source } = context;
    const answer = await awaited(content, {
      waiting: waitingText(question),
      canCancel: source.editor !== null,
      ask: (signal) => source.ask<Question['kind']>(question, signal),
      again: () => void load(question),
      ...(before === null ? {} : { back: () => show(before) }),
      isCurrent: () => asked === own,
    });
    if (asked !== own) return;
    ways.element.hidden = answer === null && before === null;
    if (answer !== null) show(answer);
  }

  function show(report: Report): void {
    last = report;
    figure?.dispose();
    figure = null;
    switch (report.kind) {
      case 'loo': {
        figure = figureOf(context, viewPlots.paretoK, report);
        content.replaceChildren(...looElements(context, report.loo, figure.element));
        if (report.loo.by === undefined && report.loo.refitted === undefined)
          ways.offer(report.loo.n_bad, dimensionsIn(modelTextOf(context)));
        return;
      }
      case 'k-fold':
        content.replaceChildren(...kFoldElements(context, report.kFold));
        return;
      case 'future': {
        const { pareto_k, k_threshold, n_bad, windows } = report.future;
        const loo = { pareto_k, k_threshold, n_bad, points: windows };
        figure = figureOf(context, viewPlots.paretoK, { loo });
        content.replaceChildren(...futureElements(context, report.future, figure.element));
        return;
      }
      default:
        unreachable(report);
    }
  }

  return {
    element: h('div', { class: 'loo' }, scroll),
    update({ run }) {
      if (run.kind !== 'ended' || run.isFitPending || run.report === shown) return;
      shown = run.report;
      last = null;
      void load(FROM_DRAWS);
    },
  };
}

function modelTextOf({ store }: PageContext): string {
  const { run } = store.state;
  return run.kind === 'ended' ? (run.header?.modelText ?? '') : '';
}

function looElements(context: PageContext, loo: LooReport, plot: HTMLElement): readonly HTMLElement[] {
  return [
    ...wordsOf(loo),
    h(
      'div',
      { class: 'loo-parts' },
      h(
        'section',
        {},
        h('h3', { text: 'Estimates' }),
        estimates(loo),
        loo.mcse === null
          ? null
          : h('p', {
              class: 'explanation',
              text: `Monte Carlo error of elpd_loo: ${errorText(loo.mcse)}. The se is that of other points, however many draws there are.`,
            }),
      ),
      h(
        'section',
        {},
        h('h3', { text: viewPlots.paretoK.title }),
        plot,
        h('p', { class: 'explanation', text: viewPlots.paretoK.explanation({ loo }) ?? '' }),
      ),
    ),
    h('h3', { text: loo.by === undefined ? 'Points, highest k first' : 'Groups, highest k first' }),
    pointsTable(context, loo),
    ...moreRows(loo.points.length, 'bayes loo RUN --format json'),
  ];
}

function wordsOf({
  warnings,
  notes,
  n_bad,
  k_threshold,
  by,
  matched,
  refitted,
}: LooReport): readonly HTMLElement[] {
  const fine = `Pareto k is at most ${k_threshold.toFixed(2)} at every point: the weights can be relied on.`;
  return [
    h(
      'div',
      { class: 'widths-words' },
      h('p', {
        class: 'explanation',
        text: `How well the model predicts ${by === undefined ? 'each observed value from all the others' : `the values of each ${by} from those of all the others`}, estimated from the draws${refitted === undefined ? ' without a refit' : ''} (PSIS-LOO). A higher elpd_loo is better, and comparable between models of the same data.`,
      }),
      ...movedText(matched, refitted),
      ...warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(text)))),
      ...(n_bad === 0 ? [h('p', { text: fine })] : []),
      ...notes.map((text) => h('p', {}, ...codeText(sentence(text.charAt(0).toUpperCase() + text.slice(1))))),
    ),
  ];
}

/** Points whose score is not of the draws as they are. */
function movedText(matched: LooReport['matched'], refitted: LooReport['refitted']): readonly HTMLElement[] {
  const names = (points: readonly { readonly name: string }[]) =>
    points.length === 0 ? 'none was needed' : listed(points.map(({ name }) => name));
  return [
    ...(matched === undefined
      ? []
      : [`Draws moved to where the model without it has them: ${names(matched)}`]),
    ...(refitted === undefined ? [] : [`Fitted again without: ${names(refitted)}`]),
  ].map((text) => h('p', { class: 'loo-moved', text: sentence(text) }));
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
