/** Pairs plot with divergences marked; the page proposes quantities, the user chooses. */
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import type { PageContext, View } from '../context.ts';
import { button, checkbox, textField } from '../controls.ts';
import { h, setText } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import { viewPlots } from '../plots/view-plots.ts';
import { nameFilter } from '../table/select-rows.ts';
import { choosePairs } from './default-pairs.ts';

const MOST = 6;
const SUGGESTIONS = 8;

export function createPairsView(context: PageContext): View {
  const chips = h('ul', { class: 'chips', attrs: { 'aria-label': 'Quantities shown' } });
  const suggestions = h('div', {
    class: 'suggestions',
    attrs: { role: 'group', 'aria-label': 'Quantities to add' },
  });
  const words = h('p', { class: 'explanation' });
  let typed = '';
  let names: readonly string[] = [];
  let all: readonly string[] = [];
  let shownKey = '';
  let lastReport: SampleReport | null = null;

  const add = textField('Add a quantity', 'Add a quantity…', (text) => {
    typed = text;
    suggest();
  });
  const log = checkbox('Logarithm of positive quantities', (pairLog) => context.change({ pairLog }));
  const scroll = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Pairs plot' },
  });
  const least = viewPlots.pairs.room({ pairs: { quantities: [], log: false }, sampler: null });
  const { place, fill } = viewPlots.pairs.figure.open((plot) =>
    createFigure(context, plot, {
      ...least,
      height: () => Math.max(least.height, scroll.clientHeight - 24),
    }),
  );
  scroll.append(place.element);
  const choose = (next: readonly string[]) => context.change({ pairNames: next });

  function suggest(): void {
    const text = typed.trim();
    const matches = nameFilter(text);
    const found =
      text === '' ? [] : all.filter((name) => !names.includes(name) && matches(name)).slice(0, SUGGESTIONS);
    suggestions.replaceChildren(
      ...found.map((name) =>
        button(
          `+ ${name}`,
          () => {
            typed = '';
            add.set('');
            choose([...names, name].slice(-MOST));
            add.focus();
          },
          { label: `Add ${name}` },
        ),
      ),
    );
  }

  async function show(pairLog: boolean): Promise<void> {
    const key = [pairLog, ...names].join('\n');
    shownKey = key;
    const [results, sampler] = await Promise.all([
      Promise.all(names.map((name) => context.draws.get(name))),
      context.sampler(),
    ]);
    if (shownKey !== key) return;
    const quantities = results.flatMap((result) => (result.kind === 'ok' ? [result.draws] : []));
    const problem = results.find((result) => result.kind === 'unavailable');
    if (quantities.length < 2 && problem?.kind === 'unavailable') {
      place.say(sentence(problem.message));
      return;
    }
    const given = { pairs: { quantities, log: pairLog }, sampler };
    setText(words, viewPlots.pairs.explanation(given) ?? '');
    fill(given);
  }

  return {
    element: h(
      'div',
      { class: 'pairs' },
      h('div', { class: 'toolbar' }, add.element, log.element),
      suggestions,
      chips,
      words,
      scroll,
    ),
    update(state) {
      if (state.run.kind !== 'ended') return;
      const { report } = state.run;
      const { layout } = state;
      if (report !== lastReport) {
        lastReport = report;
        all = [...new Set(report.summary.map(({ name, element = name }) => element))];
      }
      const known = new Set(all);
      const next = (layout.pairNames ?? choosePairs(report)).filter((name) => known.has(name));
      log.set(layout.pairLog);
      if ([layout.pairLog, ...next].join('\n') === shownKey) return;
      names = next;
      chips.replaceChildren(
        ...names.map((name) =>
          h(
            'li',
            { class: 'chip' },
            h('span', { text: name }),
            h('button', {
              text: '×',
              class: 'chip-remove',
              attrs: { type: 'button', 'aria-label': `Remove ${name}` },
              on: { click: () => choose(names.filter((other) => other !== name)) },
            }),
          ),
        ),
      );
      suggest();
      void show(layout.pairLog);
    },
  };
}
