/** The summaries of all runs side by side, with the differences from the first. */
import { countText } from '../../sampler/stats/number-text.ts';
import { h } from '../dom.ts';
import { type Cell, rowTable } from '../parts/row-table.ts';
import { notableZ, type SideBySide, samenessOf } from './agreement.ts';
import type { ComparisonContext, ComparisonView } from './context.ts';
import { createQuantityFilter } from './quantity-filter.ts';
import { rowTexts } from './row-texts.ts';
import { runLetter } from './run-letter.ts';

/** Quantities in the table; a filter leads to the others. */
const MOST_ROWS = 400;

export function createTableView(context: ComparisonContext): ComparisonView {
  const { runs, rows } = context;
  const filter = createQuantityFilter(context);
  const notable = samenessOf(runs).posterior ? notableZ(rows) : null;
  const content = h('div', {
    class: 'scroll side-by-side',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Summaries side by side' },
  });
  return {
    element: h('div', {}, filter.element, content),
    show() {
      const shown = filter.changed();
      if (shown === null) return;
      const rest = shown.length - MOST_ROWS;
      content.replaceChildren(
        shown.length === 0
          ? h('p', { class: 'empty', text: 'No run has a summary of such a quantity.' })
          : rowTable(
              heads(context, notable),
              shown.slice(0, MOST_ROWS).map((row) => cells(row, notable)),
            ),
        ...(rest > 0
          ? [h('p', { class: 'explanation', text: `… and ${countText(rest)} more: filter to see them.` })]
          : []),
        h('p', { class: 'explanation legend', text: legend(context, notable) }),
      );
    },
  };
}

/** Named by the letters alone, below the name of the group. */
function heads(context: ComparisonContext, notable: number | null): readonly Cell[] {
  const { runs } = context;
  const ofRuns = (what: string) =>
    runs.map((_, k) => h('span', { class: 'run-column' }, `${what} `, runLetter(context, k)));
  return [
    'Quantity',
    ...ofRuns('mean'),
    ...runs
      .slice(1)
      .flatMap(({ letter }) => [`${letter} − ${runs[0].letter}`, notable === null ? 'in sd' : 'z']),
    ...ofRuns('sd'),
    ...ofRuns('ess'),
  ];
}

function cells(row: SideBySide, notable: number | null): readonly Cell[] {
  const { means, differences, sds, ess } = rowTexts(row, notable);
  return [
    row.name,
    ...means,
    ...differences.flatMap(({ by, inUnits, isNotable }) => [
      by,
      isNotable ? h('span', { class: 'bad', text: `⚠ ${inUnits}` }) : inUnits,
    ]),
    ...sds,
    ...ess,
  ];
}

function legend({ runs: [first, second] }: ComparisonContext, notable: number | null): string {
  const difference = `${second.letter} − ${first.letter}: difference of means.`;
  const unit =
    notable === null
      ? `in sd: that difference in standard deviations of ${first.letter}.`
      : `z: that difference divided by its Monte Carlo error, which does not explain it beyond ±${notable.toFixed(1)} (marked ⚠).`;
  return `${difference} ${unit} ess: independent draws that the draws are worth for the mean (bulk).`;
}
