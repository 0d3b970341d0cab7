/** The quantities of all runs on one scale, in parts that are drawn only near the viewport. */
import { h } from '../dom.ts';
import { figureOf } from '../parts/figure.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import { runsPlots } from '../plots/runs-plots.ts';
import type { SideBySide } from './agreement.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { createQuantityFilter } from './quantity-filter.ts';

const { forest } = runsPlots;
const ROWS = 12;
const MARGIN = 36;

export function createForestView(context: ComparisonContext): ComparisonView {
  const filter = createQuantityFilter(context);
  const holder = h('div', { class: 'items-holder' });
  const words = h('p', { class: 'explanation' });
  const runs = context.runs.map(({ letter }) => letter);
  let list: ReturnType<typeof createVirtualItems> | null = null;
  return {
    element: h('div', { class: 'forest' }, filter.element, words, holder),
    show() {
      const shown = filter.changed();
      if (shown === null) return;
      const all = shown.filter(({ cells }) => cells.some((cell) => Number.isFinite(cell?.hdi_3)));
      const parts = Array.from({ length: Math.ceil(all.length / ROWS) }, (_, i) =>
        all.slice(i * ROWS, (i + 1) * ROWS),
      );
      const given = (part: readonly SideBySide[]) => ({ forestOfRuns: { part, all, runs } });
      words.textContent = forest.explanation(given([]));
      list?.dispose();
      const height = forest.room(given(parts[0] ?? [])).height + MARGIN;
      list = createVirtualItems(forest.title, height, (_key, index) => {
        const { element, dispose } = figureOf(context, forest, given(parts[index]));
        return { element, dispose };
      });
      holder.replaceChildren(list.element);
      list.update(parts.map(([{ name }]) => name));
    },
  };
}
