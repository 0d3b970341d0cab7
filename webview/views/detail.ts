/** The quantity chosen in the table: its density, trace and ranks. */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import { type SummaryKey, summaryColumn } from '../../sampler/report/summary-text.ts';
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h, setText } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { quantityData } from '../parts/quantity-data.ts';
import { sentence } from '../parts/sentence.ts';
import { type PlotKind, quantityPlot } from '../plots/quantity-plots.ts';

export function createDetail(context: PageContext) {
  const title = h('h3');
  const words = h('p', { class: 'detail-words' });
  const all = button('All plots', () => context.change({ view: 'plots' }));
  const open = (kind: PlotKind, height: number) =>
    quantityPlot(kind).figures.map((figure) => ({
      ...figure.open((plot) => createFigure(context, plot, { height, caption: false })),
      needs: figure.needs,
    }));
  const [density, trace] = open('trace', 132);
  const [rank] = open('rank', 116);
  const figures = [density, trace, rank] as const;
  let shown: SummaryRow | null = null;

  async function show(row: SummaryRow, chains: number): Promise<void> {
    const needs = new Set(figures.flatMap((figure) => figure.needs));
    const result = await quantityData(context, { row, chains })([...needs]);
    if (shown !== row) return;
    for (const { place } of [trace, rank]) place.element.hidden = result.kind === 'unavailable';
    if (result.kind === 'unavailable') density.place.say(sentence(result.message));
    else for (const { fill } of figures) fill(result.data);
  }

  const ranks = labelled('Ranks of each chain’s draws: flat where chains agree', rank.place.element);
  return {
    element: h(
      'aside',
      { class: 'detail', attrs: { 'aria-label': 'Chosen quantity' } },
      h('div', { class: 'detail-head' }, h('div', {}, title, words), all),
      h(
        'div',
        { class: 'detail-plots' },
        labelled('Density; mean and 94 % interval below', density.place.element),
        labelled('Draws in order', trace.place.element),
        ranks,
      ),
    ),
    /** Ranks of chains are hidden for independent draws, where they are meaningless. */
    update(row: SummaryRow | null, chains: number, isApproximate: boolean): void {
      ranks.hidden = isApproximate;
      if (row === shown) return;
      shown = row;
      if (row === null) return;
      setText(title, row.name);
      const text = (key: SummaryKey) => summaryColumn(key).text(row);
      const isHeavy = row.unreliable?.includes('mean') ?? false;
      const [middle, low, high] = isHeavy
        ? (['q50', 'q3', 'q97'] as const)
        : (['mean', 'hdi_3', 'hdi_97'] as const);
      const what = isHeavy ? 'mean unreliable (heavy tail); median' : 'mean';
      setText(
        words,
        row.label === undefined
          ? `${what} ${text(middle)}, 94 % between ${text(low)} and ${text(high)}`
          : `probability ${text('mean')}; in the plots 1 where it is drawn, 0 where another label is`,
      );
      void show(row, chains);
    },
  };
}

function labelled(text: string, figure: HTMLElement): HTMLElement {
  return h('div', { class: 'labelled' }, h('p', { class: 'plot-label', text }), figure);
}
