/** The density of each quantity in all runs, drawn only near the viewport. */
import { h } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import { createVirtualItems, type Item } from '../parts/virtual-items.ts';
import { runsPlots } from '../plots/runs-plots.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { createQuantityFilter } from './quantity-filter.ts';
import { runLetter } from './run-letter.ts';

const { density } = runsPlots;
const ITEM_HEIGHT = 176;
const PLOT_HEIGHT = 130;

export function createDensitiesView(context: ComparisonContext): ComparisonView {
  const filter = createQuantityFilter(context);
  const list = createVirtualItems(density.title, ITEM_HEIGHT, (name) => createItem(context, name));
  const letters = h('span', { class: 'run-letters' }, ...context.runs.map((_, k) => runLetter(context, k)));
  filter.element.append(letters);
  return {
    element: h(
      'div',
      { class: 'densities' },
      filter.element,
      h('div', { class: 'items-holder' }, list.element),
    ),
    show() {
      const shown = filter.changed();
      if (shown !== null) list.update(shown.map(({ name }) => name));
    },
  };
}

function createItem({ runs, draws, ...context }: ComparisonContext, name: string): Item {
  let isOver = false;
  const { place, fill } = density.figure.open((plot) =>
    createFigure(context, plot, { height: PLOT_HEIGHT, maxWidth: 640, caption: false }),
  );
  void Promise.all(draws.map((cache) => cache.get(name))).then((found) => {
    if (isOver) return;
    const own = found.map((result) => (result.kind === 'ok' ? result.draws : null));
    const refused = found.find((result) => result.kind === 'unavailable');
    if (own.every((one) => one === null)) place.say(sentence(refused?.message ?? ''));
    else fill({ densityOfRuns: { name, runs: runs.map(({ letter }) => letter), draws: own } });
  });
  return {
    element: h('div', { class: 'plot-row' }, h('h3', { class: 'item-title', text: name }), place.element),
    dispose() {
      isOver = true;
      place.dispose();
    },
  };
}
