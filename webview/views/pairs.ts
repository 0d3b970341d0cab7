/** Pairs plot with divergences marked; the page proposes quantities, the user chooses. */
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import type { PageContext, View } from '../context.ts';
import { button, checkbox, textField } from '../controls.ts';
import { h, setText } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import { pairsPlot } from '../plots/pairs.ts';
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
  const figure = createFigure(context, pairsPlot, {
    height: () => Math.max(340, scroll.clientHeight - 24),
    caption: false,
  });

  scroll.append(figure.element);
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
    if (quantities.length < 2) {
      figure.say(
        problem?.kind === 'unavailable' ? sentence(problem.message) : 'Choose two quantities or more.',
      );
      return;
    }
    const count = quantities[0].values.length;
    const divergent = sampler?.divergent ?? new Float64Array(count);
    const divergences = divergent.reduce((sum, value) => sum + value, 0);
    setText(
      words,
      divergences === 0
        ? 'Each point is a draw. No draw diverged.'
        : `Each point is a draw; red crosses are the ${divergences} divergences. Where they gather, the sampler could not follow the posterior: often at the neck of a funnel, next to a scale near zero.`,
    );
    figure.show({ quantities, divergent, log: pairLog });
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
        all = report.summary.map(({ name }) => name);
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
