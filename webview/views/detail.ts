/** The quantity chosen in the table: its density, trace and ranks. */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import { type SummaryKey, summaryColumn } from '../../sampler/report/summary-text.ts';
import type { PageContext } from '../context.ts';
import { button } from '../controls.ts';
import { h, setText } from '../dom.ts';
import { createFigure } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import { densityPlot } from '../plots/density.ts';
import { rankPlot } from '../plots/rank.ts';
import { tracePlot } from '../plots/trace.ts';

export function createDetail(context: PageContext) {
  const title = h('h3');
  const words = h('p', { class: 'detail-words' });
  const all = button('All plots', () => context.change({ view: 'plots' }));
  const density = createFigure(context, densityPlot, { height: 132, caption: false });
  const trace = createFigure(context, tracePlot, { height: 132, caption: false });
  const rank = createFigure(context, rankPlot, { height: 116, caption: false });
  const figures = [density, trace, rank] as const;
  let shown: SummaryRow | null = null;

  async function show(row: SummaryRow): Promise<void> {
    const [result, sampler] = await Promise.all([context.draws.get(row.name), context.sampler()]);
    if (shown !== row) return;
    if (result.kind === 'unavailable') {
      density.say(sentence(result.message));
      for (const figure of [trace, rank]) figure.element.hidden = true;
      return;
    }
    const { draws } = result;
    for (const figure of figures) figure.element.hidden = false;
    density.show({ draws, interval: [row.hdi_3, row.hdi_97], mean: row.mean });
    trace.show({ draws, divergent: sampler?.divergent ?? null });
    rank.show(draws);
  }

  const ranks = labelled('Ranks of each chain’s draws: flat where chains agree', rank.element);
  return {
    element: h(
      'aside',
      { class: 'detail', attrs: { 'aria-label': 'Chosen quantity' } },
      h('div', { class: 'detail-head' }, h('div', {}, title, words), all),
      h(
        'div',
        { class: 'detail-plots' },
        labelled('Density; mean and 94 % interval below', density.element),
        labelled('Draws in order', trace.element),
        ranks,
      ),
    ),
    /** Of independent draws, ranks of chains say nothing. */
    update(row: SummaryRow | null, isApproximate: boolean): void {
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
      setText(words, `${what} ${text(middle)}, 94 % between ${text(low)} and ${text(high)}`);
      void show(row);
    },
  };
}

function labelled(text: string, figure: HTMLElement): HTMLElement {
  return h('div', { class: 'labelled' }, h('p', { class: 'plot-label', text }), figure);
}
