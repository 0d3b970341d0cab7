/** Predictive checks: for each observed datum, plots and p-values. */

import type {
  PredictiveAnswer,
  PredictiveData,
  PredictiveStatistic,
  PriorRemark,
} from '../../sampler/protocol.ts';
import { plainText } from '../../sampler/report/code-in-text.ts';
import { statText } from '../../sampler/stats/number-text.ts';
import type { PageContext, View } from '../context.ts';
import { button, dropdown } from '../controls.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
import { codeText } from '../parts/code-text.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { lineLink } from '../parts/line-link.ts';
import { linkButton } from '../parts/link-button.ts';
import { sentence } from '../parts/sentence.ts';
import { predictivePlots, predictiveStatistic, predictorLines } from '../plots/predictive-plots.ts';
import { canPlotStatistic, isExtreme, pValueText } from '../plots/predictive-statistic.ts';

type From = PredictiveAnswer['from'];

const explanations: Readonly<Record<From, string>> = {
  posterior:
    'New data sets, drawn from the fitted model, beside the observed one. A p-value near 0 or 1 says that the model does not reproduce this side of the data.',
  prior:
    'Data sets drawn from the model before it saw the data. They should be possible, not alike to the observed one.',
};

export function createPredictiveView(context: PageContext): View {
  const figures: Figure<never>[] = [];
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Predictions' },
  });
  const explanation = h('p', { class: 'explanation' });
  let from: From = 'posterior';
  let shown: unknown = null;
  const chooser = dropdown<From>(
    'Predictions from',
    [
      { value: 'posterior', text: 'From the posterior' },
      { value: 'prior', text: 'From the prior' },
    ],
    (next) => {
      from = next;
      void load();
    },
  );
  chooser.set('posterior');
  const { editor } = context.source;
  const elsewhere = editor === null ? null : button('Predict at new data…', editor.predict);

  async function load(): Promise<void> {
    const asked = from;
    explanation.textContent = explanations[asked];
    for (const figure of figures.splice(0)) figure.dispose();
    const of = shown;
    const answer = await awaited(content, {
      waiting: 'Drawing predictions…',
      canCancel: editor !== null,
      ask: (signal) => context.source.ask<'predictive'>({ kind: 'predictive', from: asked }, signal),
      again: () => void load(),
      isCurrent: () => from === asked && shown === of,
    });
    if (answer === null) return;
    if (answer.data.length === 0) {
      content.replaceChildren(h('p', { class: 'empty', text: 'The model observes no data.' }));
    } else {
      content.replaceChildren(
        ...(answer.remarks === undefined ? [] : remarksElements(context, answer.remarks)),
        ...answer.data.map((data) => datumElement(data, asked)),
      );
    }
  }

  function datumElement(data: PredictiveData, asked: From): HTMLElement {
    const own = (figure: Figure<never>): HTMLElement => {
      figures.push(figure);
      return figure.element;
    };
    const section = h(
      'section',
      { class: 'datum', attrs: { 'aria-label': data.datum } },
      h('h3', { text: data.datum }),
    );
    const given = { observed: data, from: asked };
    const row = predictivePlots[data.kind];
    section.append(own(figureOf(context, row, given)), ...legend(row.explanation(given)));
    for (const lines of data.lines ?? []) {
      const along = { ...given, lines };
      section.append(
        own(figureOf(context, predictorLines, along)),
        ...legend(predictorLines.explanation(along)),
      );
    }
    section.append(
      h(
        'div',
        { class: 'statistics' },
        ...data.statistics.map((statistic) => {
          if (!canPlotStatistic(statistic)) return statisticElement(data, statistic, asked, null);
          const figure = figureOf(context, predictiveStatistic, { ...given, statistic });
          return statisticElement(data, statistic, asked, own(figure));
        }),
      ),
    );
    return section;
  }

  return {
    element: h(
      'div',
      { class: 'predictive' },
      h('div', { class: 'toolbar' }, chooser.element, elsewhere),
      explanation,
      content,
    ),
    update(state) {
      chooser.element.hidden = state.run.kind === 'prior';
      if (elsewhere !== null) elsewhere.hidden = state.run.kind === 'prior';
      if (state.run.kind === 'prior') {
        if (state.run === shown) return;
        shown = state.run;
        from = 'prior';
        chooser.set(from);
        void load();
        return;
      }
      if (state.run.kind !== 'ended' || state.run.report === shown) return;
      shown = state.run.report;
      void load();
    },
  };
}

const legend = (text: string | null): readonly HTMLElement[] =>
  text === null ? [] : [h('p', { class: 'explanation', text })];

/** Remarks on the prior, above all plots. */
function remarksElements(context: PageContext, remarks: readonly PriorRemark[]): HTMLElement[] {
  if (remarks.length === 0)
    return [
      h('p', {
        class: 'good-prior',
        text: 'Nothing in the data that the prior implies is out of the ordinary.',
      }),
    ];
  return [
    h(
      'ul',
      { class: 'remarks' },
      ...remarks.map((remark) => {
        const { message, line } = remark;
        const places = [lineLink(context, line), fixLink(context, remark)];
        return h(
          'li',
          {},
          ...codeText(sentence(message.charAt(0).toUpperCase() + message.slice(1))),
          ...places.flatMap((place) => (place === null ? [] : [' ', place])),
        );
      }),
    ),
  ];
}

/** Null without an editor, or once the model has another text. */
function fixLink(context: PageContext, { fix, line }: PriorRemark): HTMLElement | null {
  const { editor } = context.source;
  const { staleness } = context.store.state;
  if (fix === undefined || editor === null || (staleness !== null && staleness.model !== 'same')) return null;
  return linkButton(plainText(fix.title), () => editor.applyFix(fix, line));
}

function statisticElement(
  data: PredictiveData,
  statistic: PredictiveStatistic,
  from: From,
  figure: HTMLElement | null,
): HTMLElement {
  const { observed, predicted_mean } = statistic;
  const extreme = isExtreme({ data, statistic });
  const number = (value: number) => statText(value, 0);
  return h(
    'div',
    { class: 'statistic' },
    h('h4', { text: statistic.statistic }),
    figure,
    h('p', { class: 'statistic-words' }, `observed ${number(observed)}, predicted ${number(predicted_mean)}`),
    h('p', {
      class: `p-value ${extreme && from === 'posterior' ? 'bad' : ''}`,
      text: pValueText({ data, statistic }, from),
    }),
  );
}
