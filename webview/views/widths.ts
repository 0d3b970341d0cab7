/** How wide the posterior is by MCMC and by ADVI, which runs narrow: never the second without the first. */
import type { WidthRow, WidthsAnswer } from '../../sampler/protocol.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { createFigure, type Figure } from '../parts/figure.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import { WIDTH_ROW, type WidthsData, widthsPlot } from '../plots/widths.ts';
import { statText } from '../table/numbers.ts';

const PLOTTED = 20;
const ROW = 24;
/** A ratio outside of this is worth a look. */
const NARROW = 0.8;
const WIDE = 1.25;

const heads = [
  'quantity',
  'mean MCMC',
  'mean ADVI',
  'sd MCMC',
  'sd ADVI',
  'ratio of sd',
  '94 % by MCMC',
  '94 % by ADVI',
];

export interface WidthsView extends View {
  show(answer: WidthsAnswer): void;
}

export function createWidthsView(context: PageContext): WidthsView {
  const words = h('p', { class: 'explanation' });
  const plot = h('div');
  const table = h('div', { class: 'widths-table' });
  let figure: Figure<WidthsData> | null = null;
  return {
    element: h(
      'div',
      { class: 'widths' },
      words,
      h(
        'div',
        { class: 'scroll', attrs: { tabindex: 0, role: 'region', 'aria-label': 'Widths' } },
        plot,
        table,
      ),
    ),
    update() {},
    show({ rows, k_hat }) {
      words.textContent = wordsOf(rows, k_hat);
      figure?.dispose();
      const plotted = [...rows].sort((a, b) => distance(b) - distance(a)).slice(0, PLOTTED);
      figure = createFigure(context, widthsPlot, { height: plotted.length * WIDTH_ROW + 60, maxWidth: 900 });
      const labelWidth = Math.min(260, 24 + 7 * Math.max(6, ...plotted.map(({ name }) => name.length)));
      figure.show({ rows: plotted, labelWidth });
      plot.replaceChildren(figure.element);
      table.replaceChildren(head(), list(rows));
    },
  };
}

function wordsOf(rows: readonly WidthRow[], kHat: number | null): string {
  const narrow = rows.filter(({ ratio }) => ratio < NARROW).length;
  const share =
    narrow === 0
      ? `No quantity is narrower than ${NARROW} of its MCMC width.`
      : `${narrow} of ${rows.length} quantities are narrower under ADVI than ${NARROW} of their MCMC width.`;
  const quality =
    kHat === null
      ? ''
      : kHat > 0.7
        ? ` Its Pareto k̂ is ${kHat.toFixed(2)}, above 0.7: do not use the approximation.`
        : ` Its Pareto k̂ is ${kHat.toFixed(2)}.`;
  return `ADVI is fast and tends to be too sure of itself: its intervals run narrow. ${share}${quality}`;
}

const distance = ({ ratio }: WidthRow) => Math.abs(Math.log(ratio));

function head(): HTMLElement {
  return h(
    'div',
    { class: 'widths-row grid-head' },
    ...heads.map((text, i) => h('div', { class: `cell ${i === 0 ? 'name' : 'number'}`, text })),
  );
}

function list(rows: readonly WidthRow[]): HTMLElement {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const items = createVirtualItems('Widths of every quantity', ROW, (name) => {
    const row = byName.get(name);
    return { element: row === undefined ? h('div') : rowElement(row), dispose() {} };
  });
  items.element.style.height = `${Math.min(rows.length, 16) * ROW + 2}px`;
  items.update(rows.map(({ name }) => name));
  return items.element;
}

function rowElement(row: WidthRow): HTMLElement {
  const error = row.sd_mcmc / 50;
  const number = (value: number) => statText(value, error);
  const isOdd = row.ratio < NARROW || row.ratio > WIDE;
  const cells = [
    number(row.mean_mcmc),
    number(row.mean_advi),
    number(row.sd_mcmc),
    number(row.sd_advi),
    row.ratio.toFixed(2),
    row.interval_mcmc.map(number).join(' … '),
    row.interval_advi.map(number).join(' … '),
  ];
  return h(
    'div',
    { class: 'widths-row' },
    h('div', { class: 'cell name', text: row.name }),
    ...cells.map((text, i) => h('div', { class: `cell number${i === 4 && isOdd ? ' bad' : ''}`, text })),
  );
}
