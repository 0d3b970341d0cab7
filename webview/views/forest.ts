/** All quantities of the list on one scale, in parts that are drawn only near the viewport. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { figureOf } from '../parts/figure.ts';
import { createFilterBar } from '../parts/filter-bar.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import type { ForestRow } from '../plots/forest.ts';
import { viewPlots } from '../plots/view-plots.ts';
import { isFlagged } from '../table/columns.ts';
import { createRowSelector } from '../table/select-rows.ts';

const { forest } = viewPlots;
const ROWS = 20;
const MARGIN = 36;

export function createForestView(context: PageContext): View {
  const select = createRowSelector();
  const bar = createFilterBar(context);
  const holder = h('div', { class: 'items-holder' });
  let shown: readonly SummaryRow[] = [];
  const words = h('p', { class: 'explanation' });
  let list: ReturnType<typeof createVirtualItems> | null = null;

  return {
    element: h('div', { class: 'forest' }, bar.element, words, holder),
    update(state) {
      if (state.run.kind !== 'ended') return;
      const { report } = state.run;
      const rows = select(report, state.layout);
      bar.update(state.layout, rows.length, report);
      if (rows === shown) return;
      shown = rows;
      const parts = partsOf(rows, report);
      const given = (part: readonly ForestRow[]) => ({ forest: { part, all: rows } });
      words.textContent = forest.explanation(given([]));
      list?.dispose();
      const partHeight = forest.room(given(parts[0] ?? [])).height + MARGIN;
      list = createVirtualItems(forest.title, partHeight, (_key, index) => {
        const { element, dispose } = figureOf(context, forest, given(parts[index]));
        return { element, dispose };
      });
      holder.replaceChildren(list.element);
      list.update(parts.map((part) => part[0].name));
    },
  };
}

function partsOf(rows: readonly SummaryRow[], report: SampleReport): readonly (readonly ForestRow[])[] {
  const finite = rows.filter(({ hdi_3, hdi_97 }) => Number.isFinite(hdi_3) && Number.isFinite(hdi_97));
  return Array.from({ length: Math.ceil(finite.length / ROWS) }, (_, i) =>
    finite.slice(i * ROWS, (i + 1) * ROWS).map((row) => ({ ...row, isBad: isFlagged(row, report) })),
  );
}
