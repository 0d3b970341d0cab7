/** All quantities of the list on one scale, in parts of which only those near the screen are drawn. */
import type { SampleReport, SummaryRow } from '../../sampler/report/sample-report.ts';
import { extent } from '../../sampler/stats/argsort.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { createFilterBar } from '../parts/filter-bar.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import { FOREST_ROW, type ForestRow, forestPlot } from '../plots/forest.ts';
import { isFlagged } from '../table/columns.ts';
import { createRowSelector } from '../table/select-rows.ts';

const ROWS = 20;
const AXIS = 34;
const PART_HEIGHT = ROWS * FOREST_ROW + AXIS + 36;
const MAX_WIDTH = 900;

export function createForestView(context: PageContext): View {
  const select = createRowSelector();
  const bar = createFilterBar(context);
  const holder = h('div', { class: 'items-holder' });
  let shown: readonly SummaryRow[] = [];
  let list = createVirtualItems('Forest plot', PART_HEIGHT, emptyItem);
  holder.append(list.element);

  return {
    element: h(
      'div',
      { class: 'forest' },
      bar.element,
      h('p', {
        class: 'explanation',
        text: 'Mean, one standard deviation to each side (thick) and 94 % interval (thin), all on one scale. Filter to compare quantities of one kind. Quantities marked ⚠ fail a diagnostic.',
      }),
      holder,
    ),
    update(state) {
      if (state.run.kind !== 'ended') return;
      const { report } = state.run;
      const rows = select(report, state.layout);
      bar.update(state.layout, rows.length, report);
      if (rows === shown) return;
      shown = rows;
      const parts = partsOf(rows, report);
      const domain = domainOf(rows);
      const labelWidth = Math.min(260, 24 + 7 * Math.max(6, ...rows.map(({ name }) => name.length)));
      list.dispose();
      list = createVirtualItems('Forest plot', PART_HEIGHT, (_key, index) => {
        const part = parts[index];
        const height = part.length * FOREST_ROW + AXIS;
        const figure = createFigure(context, forestPlot, { height, maxWidth: MAX_WIDTH, caption: false });
        figure.show({ rows: part, domain, labelWidth, axis: true });
        return { element: figure.element, dispose: figure.dispose };
      });
      holder.replaceChildren(list.element);
      list.update(parts.map((part) => part[0].name));
    },
  };
}

const emptyItem = () => ({ element: h('div'), dispose() {} });

function partsOf(rows: readonly SummaryRow[], report: SampleReport): readonly (readonly ForestRow[])[] {
  const finite = rows.filter(({ hdi_3, hdi_97 }) => Number.isFinite(hdi_3) && Number.isFinite(hdi_97));
  return Array.from({ length: Math.ceil(finite.length / ROWS) }, (_, i) =>
    finite.slice(i * ROWS, (i + 1) * ROWS).map((row) => ({ ...row, isBad: isFlagged(row, report) })),
  );
}

function domainOf(rows: readonly SummaryRow[]): readonly [number, number] {
  const [low, high] = extent(rows.flatMap(({ hdi_3, hdi_97 }) => [hdi_3, hdi_97])) ?? [0, 1];
  const margin = 0.03 * (high - low || 1);
  return [low - margin, high + margin];
}
