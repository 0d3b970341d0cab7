/** What each run predicts for the statistics of the observed data, and which of them it does not reproduce. */
import type { PredictiveData } from '../../sampler/protocol.ts';
import { statText } from '../../sampler/stats/number-text.ts';
import { unavailable } from '../data/unavailable.ts';
import { h } from '../dom.ts';
import { awaited } from '../parts/awaited.ts';
import { codeText } from '../parts/code-text.ts';
import { type Cell, rowTable } from '../parts/row-table.ts';
import { sentence } from '../parts/sentence.ts';
import { isExtreme } from '../plots/predictive-statistic.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { runLetter } from './run-letter.ts';

export function createPredictiveView(context: ComparisonContext): ComparisonView {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Predictive statistics' },
  });
  let asked = false;

  async function load(): Promise<void> {
    const { source, runs } = context;
    const asked = await awaited(content, {
      waiting: 'Drawing predictions…',
      canCancel: source.editor !== null,
      ask: (signal) => predictionsOfAll(source, runs.length, signal),
      again: () => void load(),
      isCurrent: () => true,
    });
    if (asked === null) return;
    const { answers } = asked;
    const data = answers.map((answer) => (answer.kind === 'predictive' ? answer.data : []));
    const names = [...new Set(data.flatMap((own) => own.map(({ datum }) => datum)))];
    content.replaceChildren(
      h('p', {
        class: 'explanation',
        text: 'Each statistic of the observed data beside its mean over new data sets from each run, with the Bayesian p-value. ⚠ marks what a run does not reproduce.',
      }),
      ...answers.flatMap((answer, k) =>
        answer.kind === 'unavailable'
          ? [h('p', { class: 'empty' }, `${context.runs[k].letter}: `, ...codeText(sentence(answer.message)))]
          : [],
      ),
      ...names.flatMap((name) => datumElements(context, name, data)),
      ...(names.length === 0 && answers.every(({ kind }) => kind === 'predictive')
        ? [h('p', { class: 'empty', text: 'The models observe no data.' })]
        : []),
    );
  }

  return {
    element: h('div', { class: 'predictive' }, content),
    show() {
      if (asked) return;
      asked = true;
      void load();
    },
  };
}

/** Unavailable where they were cancelled; a run without predictions does not keep the others from being shown. */
async function predictionsOfAll(source: ComparisonContext['source'], count: number, signal: AbortSignal) {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, k) =>
      source.of(k).ask<'predictive'>({ kind: 'predictive', from: 'posterior' }, signal).catch(unavailable),
    ),
  );
  const cancelled = signal.aborted ? answers.find(({ kind }) => kind === 'unavailable') : undefined;
  return cancelled?.kind === 'unavailable' ? cancelled : ({ kind: 'all', answers } as const);
}

function datumElements(
  context: ComparisonContext,
  name: string,
  data: readonly (readonly PredictiveData[])[],
): readonly HTMLElement[] {
  const own = data.map((all) => all.find(({ datum }) => datum === name));
  const statistics = [
    ...new Set(own.flatMap((one) => one?.statistics.map(({ statistic }) => statistic) ?? [])),
  ];
  return [
    h('h3', { text: name }),
    rowTable(
      [
        'Statistic',
        'observed',
        ...context.runs.flatMap((_, k) => [
          h('span', { class: 'run-column' }, 'predicted ', runLetter(context, k)),
          h('span', { class: 'run-column' }, 'p ', runLetter(context, k)),
        ]),
      ],
      statistics.map((statistic) => [
        statistic,
        observedText(statistic, own),
        ...own.flatMap((one) => predictedCells(statistic, one)),
      ]),
    ),
  ];
}

function observedText(name: string, own: readonly (PredictiveData | undefined)[]): string {
  const found = own.flatMap((one) => one?.statistics.find(({ statistic }) => statistic === name) ?? []);
  const distinct = [...new Set(found.map(({ observed }) => statText(observed, 0)))];
  // Of runs with different data.
  return distinct.join(' / ');
}

function predictedCells(name: string, data: PredictiveData | undefined): readonly Cell[] {
  const statistic = data?.statistics.find((one) => one.statistic === name);
  if (data === undefined || statistic === undefined) return ['–', '–'];
  const p = statistic.p_value.toFixed(3);
  return [
    statText(statistic.predicted_mean, 0),
    isExtreme({ data, statistic }) ? h('span', { class: 'bad', text: `⚠ ${p}` }) : p,
  ];
}
