/** Predictions at new data, from the draws of the fit: intervals as a plot, and every number as a table. */
import type { PredictionRow, PredictionsAnswer, PredictionTable } from '../../sampler/protocol.ts';
import { countText, statText } from '../../sampler/stats/number-text.ts';
import type { PageContext, View } from '../context.ts';
import { button } from '../controls.ts';
import { h } from '../dom.ts';
import { type Asking, awaited } from '../parts/awaited.ts';
import { type Figure, figureOf } from '../parts/figure.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import { viewPlots } from '../plots/view-plots.ts';
import { csvOf } from '../table/copy.ts';

const PLOTTED = 20;
const ROW = 24;
const numbers = ['mean', 'sd', 'q3', 'q50', 'q97'] as const;

type Answer = PredictionsAnswer | { readonly kind: 'unavailable'; readonly message: string };

interface PredictionsView extends View {
  /** Asks, and shows the answer; null where there is none, or it is dropped. */
  load(asking: Pick<Asking<Answer>, 'ask' | 'again' | 'isCurrent'>): Promise<PredictionsAnswer | null>;
}

export function createPredictionsView(context: PageContext): PredictionsView {
  const content = h('div', {
    class: 'scroll',
    attrs: { tabindex: 0, role: 'region', 'aria-label': 'Predictions at new data' },
  });
  const figures: Figure<never>[] = [];
  let tables: readonly PredictionTable[] = [];
  const { editor } = context.source;
  const choose = editor === null ? null : button('Predict at new data…', editor.predict);
  const save = button('Save CSV', () => void saveCsv());

  async function saveCsv(): Promise<void> {
    const model = context.store.state.identity?.model ?? 'model';
    const name = await context.source.save(`${model}-predictions.csv`, tables.map(csv).join('\n'));
    if (name !== null) context.announce(`Saved ${name}`);
  }

  function replace(next: readonly PredictionTable[]): void {
    for (const figure of figures.splice(0)) figure.dispose();
    tables = next;
    content.replaceChildren(...tables.map(tableElement));
    save.hidden = tables.length === 0;
  }

  function tableElement(table: PredictionTable): HTMLElement {
    const plots = [...byName(table.rows.filter(({ at, isOutcome }) => isOutcome || at.length > 0))].map(
      ([name, rows]) => {
        // Label predictions have one row per element and label.
        const row = rows[0].label === undefined ? viewPlots.predictions : viewPlots.labels;
        const elements = [...new Set(rows.map((one) => one.element ?? one.name))];
        const chosen = new Set(elements.slice(0, PLOTTED));
        const predicted = rows.filter((one) => chosen.has(one.element ?? one.name));
        const figure = figureOf(context, row, { predicted });
        figures.push(figure);
        const text = elements.length > PLOTTED ? `${name}: the first ${PLOTTED} of ${elements.length}` : name;
        return h('section', {}, h('h4', { text }), figure.element);
      },
    );
    return h(
      'section',
      { class: 'prediction', attrs: { 'aria-label': table.name } },
      h('h3', { text: table.name }),
      h('p', { class: 'explanation', text: explanation(table) }),
      ...plots,
      numbersElement(table),
    );
  }

  return {
    element: h('div', { class: 'predictions' }, h('div', { class: 'toolbar' }, choose, save), content),
    update() {},
    async load(asking) {
      replace([]);
      const answer = await awaited(content, {
        ...asking,
        waiting: 'Drawing predictions…',
        canCancel: editor !== null,
      });
      if (answer !== null) replace(answer.tables);
      return answer;
    },
  };
}

function explanation({
  draws,
  newLabels,
  provisional,
  approximation,
  leftOut,
  rows,
}: PredictionTable): string {
  const named = `${newLabels.slice(0, 10).join(', ')}${newLabels.length > 10 ? ', …' : ''}`;
  return [
    provisional ? 'Provisional: the run’s diagnostics fail, so do not rely on these numbers yet.' : '',
    approximation === null
      ? ''
      : `The draws are of ${approximation}, not of the posterior; intervals are as wide as it makes them.`,
    `From ${countText(draws)} draws; nothing was fitted again.`,
    ...[
      { plot: viewPlots.predictions, predicted: rows.filter(({ label }) => label === undefined) },
      { plot: viewPlots.labels, predicted: rows.filter(({ label }) => label !== undefined) },
    ].map(({ plot, predicted }) => (predicted.length === 0 ? '' : (plot.explanation({ predicted }) ?? ''))),
    leftOut.length === 0
      ? ''
      : `Left out: ${leftOut.join(', ')}; prob and viterbi are computed given the observed values, which are not all known here. Give the outcomes too.`,
    newLabels.length === 0 ? '' : `New, so drawn from the hierarchy: ${named}.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function byName(rows: readonly PredictionRow[]): ReadonlyMap<string, readonly PredictionRow[]> {
  const groups = new Map<string, PredictionRow[]>();
  for (const row of rows) {
    const [name] = (row.element ?? row.name).split('[');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

function numbersElement({ name, columns, rows, draws }: PredictionTable): HTMLElement {
  const tracks = `minmax(110px, 2fr) repeat(${columns.length + numbers.length}, minmax(64px, 1fr))`;
  const line = (kind: string, cells: readonly string[]) => {
    const element = h(
      'div',
      { class: `prediction-row ${kind}` },
      ...cells.map((text, i) => h('div', { class: `cell ${i === 0 ? 'name' : 'number'}`, text })),
    );
    element.style.gridTemplateColumns = tracks;
    element.style.minWidth = `${110 + 64 * (columns.length + numbers.length)}px`;
    return element;
  };
  const items = createVirtualItems(`Predictions ${name}`, ROW, (_key, index) => {
    const row = rows[index];
    const error = row.sd / Math.sqrt(draws);
    const at = columns.map((_, i) => row.at[i] ?? '');
    return {
      element: line('', [row.name, ...at, ...numbers.map((key) => cellText(row, key, error))]),
      dispose() {},
    };
  });
  items.element.style.height = `${Math.min(rows.length, 16) * ROW + 2}px`;
  items.update(rows.map((row) => row.name));
  return h(
    'div',
    { class: 'prediction-table' },
    line('grid-head', ['quantity', ...columns, 'mean', 'sd', '3 %', '50 %', '97 %']),
    items.element,
  );
}

/** Labels have only probabilities. */
function cellText(row: PredictionRow, key: (typeof numbers)[number], error: number): string {
  if (row.label === undefined) return statText(row[key], error);
  return key === 'mean' ? statText(row.mean, 0) : '';
}

/** With every digit. */
function csv({ name, columns, rows }: PredictionTable): string {
  return csvOf([
    ['prediction', 'quantity', ...columns, ...numbers],
    ...rows.map((row) => [
      name,
      row.name,
      ...columns.map((_, i) => row.at[i] ?? ''),
      ...numbers.map((key) => (row.label === undefined || key === 'mean' ? row[key] : '')),
    ]),
  ]);
}
