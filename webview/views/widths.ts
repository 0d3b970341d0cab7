/** Widths of the posterior by MCMC and by ADVI, whose widths are too narrow and never shown alone. */
import type { WidthRow, WidthsAnswer } from '../../sampler/protocol.ts';
import { widthDigits } from '../../sampler/report/approximation-digits.ts';
import type { PageContext, View } from '../context.ts';
import { h } from '../dom.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { sentence } from '../parts/sentence.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import { viewPlots } from '../plots/view-plots.ts';

const PLOTTED = 20;
const ROW = 24;
/** Ratios outside this range are marked. */
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

interface WidthsView extends View {
  show(answer: WidthsAnswer): void;
}

export function createWidthsView(context: PageContext): WidthsView {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Widths by ADVI and by MCMC' },
  });
  let figures: readonly Figure<never>[] = [];
  return {
    element: h('div', { class: 'widths' }, content),
    update() {},
    show(answer) {
      for (const figure of figures) figure.dispose();
      const { rows, warnings, sentences } = answer;
      const widths = figureOf(context, viewPlots.widths, { widths: rows.slice(0, PLOTTED) });
      const climb = figureOf(context, viewPlots.climb, { climb: answer }, { height: 180, maxWidth: 460 });
      figures = [widths, climb];
      content.replaceChildren(
        h(
          'div',
          { class: 'widths-words' },
          ...warnings.map((text) => h('p', { class: 'warning', text: sentence(text) })),
          ...sentences.map((text) => h('p', { text: sentence(text) })),
          h('p', { class: 'explanation', text: qualityText(answer) }),
        ),
        h(
          'div',
          { class: 'widths-plots' },
          h(
            'section',
            {},
            h('h3', {
              text: `${viewPlots.widths.title}${rows.length > PLOTTED ? `: the ${PLOTTED} most understated` : ''}`,
            }),
            widths.element,
          ),
          h('section', {}, h('h3', { text: viewPlots.climb.title }), climb.element),
        ),
        h('h3', { text: 'Every quantity, worst understatement first' }),
        widthsTable(rows),
      );
    },
  };
}

/** Texts that the warnings above do not contain. */
function qualityText({ verdict, converged, convergence_rule }: WidthsAnswer): string {
  const close = verdict.pass ? `${sentence(verdict.message)} ` : '';
  return `${close}It ${converged ? 'converged' : 'did not converge'}: it counts as converged when ${convergence_rule}.`;
}

function widthsTable(rows: readonly WidthRow[]): HTMLElement {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const items = createVirtualItems('Widths of every quantity', ROW, (name) => {
    const row = byName.get(name);
    return { element: row === undefined ? h('div') : rowElement(row), dispose() {} };
  });
  items.element.style.height = `${Math.min(rows.length, 16) * ROW + 2}px`;
  items.update(rows.map(({ name }) => name));
  return h(
    'div',
    { class: 'widths-table' },
    h(
      'div',
      { class: 'widths-row grid-head' },
      ...heads.map((text, i) => h('div', { class: `cell ${i === 0 ? 'name' : 'number'}`, text })),
    ),
    items.element,
  );
}

function rowElement(row: WidthRow): HTMLElement {
  const isOdd = row.ratio < NARROW || row.ratio > WIDE;
  const digits = widthDigits(row);
  const cells = [
    digits.mean_mcmc,
    digits.mean_advi,
    digits.sd_mcmc,
    digits.sd_advi,
    digits.ratio,
    digits.interval_mcmc,
    digits.interval_advi,
  ];
  const { correlation } = row;
  const cause =
    correlation === null
      ? row.name
      : `${row.name}: correlation ${digits.correlation} with ${correlation.with}, which ADVI cannot see`;
  return h(
    'div',
    {
      class: 'widths-row',
      attrs: {
        title: cause,
        role: 'group',
        'aria-label': `${cause}: ${heads
          .slice(1)
          .map((head, i) => `${head} ${cells[i]}`)
          .join(', ')}`,
      },
    },
    h('div', { class: 'cell name', text: row.name }),
    ...cells.map((text, i) => h('div', { class: `cell number${i === 4 && isOdd ? ' bad' : ''}`, text })),
  );
}
