/** Effects of predictors, and hypotheses: fields for a question, contrasts, expected outcomes, directions. */
import { defaultEffects, type EffectsAsk } from '../../sampler/report/effects-ask.ts';
import type {
  ContrastRow,
  EffectRow,
  EffectsReport,
  HypothesisRow,
  ParameterDirection,
} from '../../sampler/report/effects-report.ts';
import {
  contrastName,
  directionText,
  heldText,
  rowsAlong,
  summaryTexts,
  valueText,
} from '../../sampler/report/effects-words.ts';
import { statText } from '../../sampler/stats/number-text.ts';
import { probabilityText } from '../../sampler/stats/probability-text.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
import { codeText } from '../parts/code-text.ts';
import { createEffectsForm } from '../parts/effects-form.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { rowTable } from '../parts/row-table.ts';
import { capitalized, sentence } from '../parts/sentence.ts';
import { viewPlots } from '../plots/view-plots.ts';

/** Parameters in the table; the rest is in the JSON. */
const MOST_ROWS = 100;

const SUMMARY = ['Mean', 'sd', '3 %', 'Median', '97 %'];

export function createEffectsView(context: PageContext): View {
  const figures: Figure<never>[] = [];
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Effects' },
  });
  let shown: unknown = null;
  let ask: EffectsAsk = defaultEffects;
  // An HTML report has the answer to the default question alone.
  const form =
    context.source.editor === null
      ? null
      : createEffectsForm((next) => {
          ask = next;
          if (shown !== null) void load(shown);
        });

  async function load(of: unknown): Promise<void> {
    const asked = ask;
    for (const figure of figures.splice(0)) figure.dispose();
    const { source } = context;
    const answer = await awaited(content, {
      waiting: 'Computing the expected outcomes at each draw…',
      canCancel: source.editor !== null,
      ask: (signal) => source.ask<'effects'>({ kind: 'effects', ask: asked }, signal),
      again: () => void load(of),
      isCurrent: () => shown === of && ask === asked,
    });
    if (answer === null) return;
    const { effects } = answer;
    content.replaceChildren(
      h('p', {
        class: 'explanation',
        text: 'What the model expects with a predictor at one value and at another. It is the effect of an action only where the model holds what both share.',
      }),
      ...hypothesesOf(effects.hypotheses),
      ...contrastsOf(effects),
      ...expectedOf(effects),
      ...parametersOf(effects),
      ...effects.notes.map((text) =>
        h('p', { class: 'explanation' }, ...codeText(sentence(capitalized(text)))),
      ),
    );
  }

  const own = (figure: Figure<never>): HTMLElement => {
    figures.push(figure);
    return figure.element;
  };

  function contrastsOf(effects: EffectsReport): readonly HTMLElement[] {
    const { contrasts, draws, rope, outcome } = effects;
    if (contrasts.length === 0) return [];
    const { contrasts: plot } = viewPlots;
    return [
      h('h3', { text: plot.title }),
      own(figureOf(context, plot, { effects })),
      h('p', { class: 'explanation', text: plot.explanation({ effects }) ?? '' }),
      rowTable(
        ['Contrast', ...SUMMARY, ...ropeHead(rope), 'Direction'],
        contrasts.map((row: ContrastRow) => [
          contrastName(row, outcome),
          ...summaryTexts(row, draws),
          ...ropeCell(row),
          directionText(row),
        ]),
      ),
    ];
  }

  function expectedOf(effects: EffectsReport): readonly HTMLElement[] {
    const { draws } = effects;
    return rowsAlong(effects).flatMap(({ of, name, rows: along }) => {
      const expected = { name, of, rows: along };
      const { expected: plot } = viewPlots;
      return [
        h('h3', { text: `${name} along ${of}` }),
        h('p', { class: 'explanation', text: sentence(capitalized(heldText(along[0]))) }),
        own(figureOf(context, plot, { expected })),
        h(
          'details',
          {},
          h('summary', { text: 'Numbers' }),
          rowTable(
            [of, ...SUMMARY],
            along.map((row: EffectRow) => [valueText(row), ...summaryTexts(row, draws)]),
          ),
        ),
      ];
    });
  }

  return {
    element: h('div', { class: 'effects' }, form, content),
    update({ run }) {
      if (run.kind !== 'ended' || run.isFitPending || run.report === shown) return;
      shown = run.report;
      void load(shown);
    },
  };
}

function hypothesesOf(hypotheses: readonly HypothesisRow[]): readonly HTMLElement[] {
  if (hypotheses.length === 0) return [];
  return [
    h('h3', { text: 'Hypotheses' }),
    rowTable(
      ['Hypothesis', 'Probability', 'MCSE', 'Odds'],
      hypotheses.map(({ hypothesis, probability, mcse, odds }) => [
        hypothesis,
        mcse === null ? `${probability}, all draws agree` : probabilityText(probability),
        mcse === null ? '' : mcse.toFixed(4),
        odds === null ? '' : String(Number(odds.toPrecision(3))),
      ]),
    ),
  ];
}

function parametersOf({ parameters, rope }: EffectsReport): readonly HTMLElement[] {
  if (parameters.length === 0) return [];
  const rest = parameters.length - MOST_ROWS;
  const command = h('code', { text: 'bayes effects RUN --format json' });
  return [
    h('h3', { text: 'Side of zero of each parameter' }),
    rowTable(
      ['Parameter', 'Mean', '3 %', '97 %', ...ropeHead(rope), 'Direction'],
      parameters
        .slice(0, MOST_ROWS)
        .map((row: ParameterDirection) => [
          row.name,
          ...[row.mean, row.q3, row.q97].map((value) => statText(value, row.sd / 50)),
          ...ropeCell(row),
          directionText(row),
        ]),
    ),
    ...(rest > 0 ? [h('p', {}, `… and ${rest} more in the output of `, command)] : []),
  ];
}

function ropeHead(rope: EffectsReport['rope']): readonly string[] {
  return rope === null ? [] : [`In [${rope[0]}, ${rope[1]}]`];
}

function ropeCell({ in_rope }: { readonly in_rope?: number }): readonly string[] {
  return in_rope === undefined ? [] : [probabilityText(in_rope)];
}
