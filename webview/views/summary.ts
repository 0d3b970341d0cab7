/** The table of all quantities, next to the plots of the selected one. */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import type { PageContext, View } from '../context.ts';
import { button, dropdown } from '../controls.ts';
import { h, setAttributes } from '../dom.ts';
import { isApproximation } from '../method-of-report.ts';
import { createFilterBar } from '../parts/filter-bar.ts';
import type { PageState } from '../state.ts';
import { type Column, type ColumnKey, columns, columnsOf } from '../table/columns.ts';
import { type CopyFormat, tableText } from '../table/copy.ts';
import { createGrid } from '../table/grid.ts';
import { createRowSelector } from '../table/select-rows.ts';
import { createDetail } from './detail.ts';
import { createModeWeights } from './mode-weights.ts';

export function createSummaryView(context: PageContext): View {
  const select = createRowSelector();
  let rows: readonly SummaryRow[] = [];
  let shownColumns: readonly Column[] = [];
  const help = button('Explain columns', () =>
    context.change({ helpOpen: !context.store.state.layout.helpOpen }),
  );
  const copy = dropdown<'none' | CopyFormat>(
    'Copy the table',
    [
      { value: 'none', text: 'Copy table…' },
      { value: 'csv', text: 'as CSV' },
      { value: 'markdown', text: 'as Markdown' },
      { value: 'latex', text: 'as LaTeX' },
    ],
    (format) => {
      copy.set('none');
      if (format !== 'none') void copyRows(context, rows, shownColumns, format);
    },
  );
  copy.set('none');
  const bar = createFilterBar(context, help, copy.element);
  const glossary = h('dl', {
    class: 'glossary',
    attrs: { tabindex: 0, 'aria-label': 'What the columns mean' },
  });
  const grid = createGrid({
    sort: (column) => context.change({ sort: nextSort(context.store.state, column) }),
    select: (selected) => context.change({ selected }),
    open: (selected) => context.change({ selected, view: 'plots' }),
  });
  const detail = createDetail(context);
  const weights = createModeWeights();
  const empty = h('p', {
    class: 'empty',
    text: 'No quantity has this name. Change the filter above.',
    attrs: { hidden: true },
  });
  let revealed: string | null = null;
  return {
    element: h(
      'div',
      { class: 'summary' },
      weights.element,
      bar.element,
      glossary,
      h(
        'div',
        { class: 'summary-main' },
        h('div', { class: 'grid-holder' }, grid.element, empty),
        detail.element,
      ),
    ),
    update(state) {
      if (state.run.kind !== 'ended') return;
      const { report } = state.run;
      const { layout } = state;
      weights.update(report);
      rows = select(report, layout);
      const { summary, settings } = report;
      bar.update(layout, rows.length, report);
      setAttributes(help, { 'aria-expanded': String(layout.helpOpen) });
      if (shownColumns !== columnsOf(report)) {
        shownColumns = columnsOf(report);
        glossary.replaceChildren(
          ...shownColumns.flatMap(({ title, help: text }) => [h('dt', { text: title }), h('dd', { text })]),
        );
      }
      glossary.hidden = !layout.helpOpen;
      const shown = summary.find((row) => row.name === layout.selected) ?? rows[0] ?? summary[0] ?? null;
      grid.update({
        rows,
        total: summary.length,
        chains: settings.chains,
        columns: shownColumns,
        sort: layout.sort,
        selected: shown?.name ?? null,
      });
      empty.hidden = rows.length > 0 || summary.length === 0;
      if (layout.selected !== null && layout.selected !== revealed) grid.reveal(layout.selected);
      revealed = layout.selected;
      detail.update(shown, settings.chains, isApproximation(report));
    },
  };
}

/** Cycles through the column's preferred direction, the other one, and the model's order. */
function nextSort(state: PageState, column: ColumnKey): PageState['layout']['sort'] {
  const { sort } = state.layout;
  const first = columns.find(({ key }) => key === column)?.descendingFirst ?? false;
  if (sort?.column !== column) return { column, descending: first };
  return sort.descending === first ? { column, descending: !first } : null;
}

async function copyRows(
  context: PageContext,
  rows: readonly SummaryRow[],
  shown: readonly Column[],
  format: CopyFormat,
): Promise<void> {
  try {
    await navigator.clipboard.writeText(tableText(rows, shown, format));
    context.announce(`Copied ${rows.length} rows`);
  } catch {
    const extension = { csv: 'csv', markdown: 'md', latex: 'tex' }[format];
    const saved = await context.source.save(`summary.${extension}`, tableText(rows, shown, format));
    if (saved !== null) context.announce(`The clipboard is not available; saved ${saved}`);
  }
}
