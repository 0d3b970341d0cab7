/** One row of plots per quantity of the list, drawn only near the viewport. */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import type { PageContext, View } from '../context.ts';
import { dropdown } from '../controls.ts';
import { h } from '../dom.ts';
import { isApproximation } from '../method-of-report.ts';
import { createFigure } from '../parts/figure.ts';
import { createFilterBar } from '../parts/filter-bar.ts';
import { quantityData } from '../parts/quantity-data.ts';
import { sentence } from '../parts/sentence.ts';
import { createVirtualItems, type Item } from '../parts/virtual-items.ts';
import { defaultPlot, type PlotKind, quantityPlot, quantityPlots } from '../plots/quantity-plots.ts';
import { createRowSelector } from '../table/select-rows.ts';

const ITEM_HEIGHT = 196;
const PLOT_HEIGHT = 150;

const choices = quantityPlots.map(({ kind, title }) => ({ value: kind, text: title }));
const choicesOfIndependent = quantityPlots
  .filter(({ ofIndependentDraws }) => ofIndependentDraws !== null)
  .map(({ kind, title }) => ({ value: kind, text: title }));

export function createPlotsView(context: PageContext): View {
  const select = createRowSelector();
  const kind = dropdown<PlotKind>('Kind of plot', choices, (plot) => context.change({ plot }));
  kind.element.classList.add('plot-kind');
  const bar = createFilterBar(context, kind.element);
  const explanation = h('p', { class: 'explanation' });
  const holder = h('div', { class: 'items-holder' });
  let shownKind: PlotKind | null = null;
  let isApproximate = false;
  let names: readonly string[] = [];
  let rows: readonly SummaryRow[] = [];
  let list = createVirtualItems('Plots', ITEM_HEIGHT, () => ({ element: h('div'), dispose() {} }));

  return {
    element: h('div', { class: 'plots' }, bar.element, explanation, holder),
    update(state) {
      if (state.run.kind !== 'ended') return;
      const { report } = state.run;
      const { layout } = state;
      const selected = select(report, layout);
      if (selected !== rows) {
        rows = selected;
        names = rows.map(({ name }) => name);
      }
      bar.update(layout, rows.length, report);
      if (isApproximation(report) !== isApproximate) {
        isApproximate = isApproximation(report);
        kind.setChoices(isApproximate ? choicesOfIndependent : choices);
      }
      const says = (shown: PlotKind) => {
        const { explanation: words, ofIndependentDraws } = quantityPlot(shown);
        return isApproximate ? ofIndependentDraws : words;
      };
      const plot = says(layout.plot) === null ? defaultPlot : layout.plot;
      kind.set(plot);
      if (shownKind !== plot) {
        shownKind = plot;
        explanation.textContent = says(plot);
        list.update([]);
        list.dispose();
        list = createVirtualItems('Plots', ITEM_HEIGHT, (name) => {
          const row = report.summary.find((candidate) => candidate.name === name);
          return row === undefined
            ? { element: h('div'), dispose() {} }
            : createItem(context, row, plot, report.settings.chains);
        });
        holder.replaceChildren(list.element);
        if (layout.selected !== null) list.reveal(names.indexOf(layout.selected));
      }
      list.update(names);
    },
  };
}

function createItem(context: PageContext, row: SummaryRow, kind: PlotKind, chains: number): Item {
  let isOver = false;
  const needed = quantityData(context, { row, chains });
  const element = h('div', { class: `plot-row ${kind}` }, h('h3', { class: 'item-title', text: row.name }));
  const opened = quantityPlot(kind).figures.map((figure) => {
    const { place, fill } = figure.open((plot) =>
      createFigure(context, plot, { height: PLOT_HEIGHT, caption: false }),
    );
    element.append(place.element);
    void needed(figure.needs).then((data) => {
      if (isOver) return;
      if (data.kind === 'unavailable') place.say(sentence(data.message));
      else fill(data.data);
    });
    return place;
  });
  return {
    element,
    dispose() {
      isOver = true;
      for (const figure of opened) figure.dispose();
    },
  };
}
