/** The calibration page: the verdict, what fails and where, and both plots of each row, those that fail first. */
import type { CalibrationRow } from '../../sampler/report/calibration-report.ts';
import { calibrationVerdict, shapeWords } from '../../sampler/report/calibration-words.ts';
import { countText } from '../../sampler/stats/number-text.ts';
import type { FigureContext } from '../context.ts';
import { button, textField } from '../controls.ts';
import type { Calibrated, CalibrationSource } from '../data/calibration-source.ts';
import { h, setText } from '../dom.ts';
import { codeText } from '../parts/code-text.ts';
import { linkButton } from '../parts/link-button.ts';
import { sentence } from '../parts/sentence.ts';
import { createShell } from '../parts/shell.ts';
import { createVirtualItems } from '../parts/virtual-items.ts';
import { calibrationPlots } from '../plots/calibration-plots.ts';
import { nameFilter } from '../table/select-rows.ts';
import { createRow, ITEM_HEIGHT, simulatedOf } from './calibration-row.ts';

/** Failing rows that are listed in words; the plots show all. */
const MOST_FAILING = 20;

export function mountCalibration(body: HTMLElement, source: CalibrationSource): void {
  const { toast, ...shell } = createShell(body);
  const main = h('main', { class: 'page calibration' });
  body.append(main, toast);
  source.listen((calibrated) => {
    main.replaceChildren(
      ...(calibrated === null
        ? [
            h('p', {
              class: 'waiting',
              text: 'Nothing is kept of this calibration: run it again from the Testing view.',
              attrs: { role: 'status' },
            }),
          ]
        : show(calibrated)),
    );
  });

  function show({ report, isStale }: Calibrated): readonly HTMLElement[] {
    const { model, simulations, draws, seed, warnings } = report;
    const context: FigureContext = { ...shell, source, model: () => model };
    const rows = report.rows.toSorted((a, b) => Number(a.passes) - Number(b.passes) || a.p_value - b.p_value);
    const { editor } = source;
    const head = h(
      'header',
      { class: 'page-head' },
      h(
        'div',
        { class: 'page-title' },
        h('h1', { text: `${model}: calibration by simulation` }),
        h('p', {
          class: 'facts',
          text: `${countText(simulations)} simulations · ranks among ${draws} draws · seed ${seed}`,
        }),
      ),
      editor === null
        ? null
        : h(
            'div',
            { class: 'actions' },
            button('Save Report', () => editor.saveReport()),
          ),
    );
    const verdict = h(
      'section',
      { class: 'banner calibration-verdict', attrs: { 'aria-label': 'Verdict' } },
      h(
        'p',
        { class: `calibration-words ${report.passes ? 'passes' : 'fails'}` },
        h('span', { text: report.passes ? '✓ ' : '⚠ ', attrs: { 'aria-hidden': true } }),
        calibrationVerdict(report),
      ),
      isStale ? h('p', { class: 'warning', text: 'The model has changed since: calibrate it again.' }) : null,
      ...warnings.map((text) => h('p', { class: 'warning' }, ...codeText(sentence(text)))),
      failingList(rows),
    );
    if (rows.length === 0) return [head, verdict];
    return [head, verdict, rowsSection(context, report, rows)];
  }

  function failingList(rows: readonly CalibrationRow[]): HTMLElement | null {
    const failing = rows.filter(({ passes }) => !passes);
    if (failing.length === 0) return null;
    const rest = failing.length - MOST_FAILING;
    return h(
      'ul',
      { class: 'findings' },
      ...failing.slice(0, MOST_FAILING).map((row) => {
        const { line } = row;
        const { editor } = source;
        const link =
          line === null || editor === null
            ? []
            : [' ', linkButton(`Line ${line + 1} of the model`, () => editor.reveal(line))];
        return h('li', {}, h('code', { text: row.name }), `: ${sentence(shapeWords(row))}`, ...link);
      }),
      rest > 0 ? h('li', { text: `and ${rest} more, below` }) : null,
    );
  }
}

function rowsSection(
  context: FigureContext,
  report: Calibrated['report'],
  rows: readonly CalibrationRow[],
): HTMLElement {
  const byName = new Map(rows.map((row) => [row.name, row]));
  const list = createVirtualItems('Ranks of each row', ITEM_HEIGHT, (name) => {
    const row = byName.get(name);
    return row === undefined ? { element: h('div'), dispose() {} } : createRow(context, report, row);
  });
  const count = h('span', { class: 'count', attrs: { role: 'status' } });
  const filter = textField('Filter by name', 'Filter, such as: sigma  or  a[ -tau', showMatches);
  filter.element.classList.add('filter');
  const given = { simulated: simulatedOf(report, rows[0]) };
  const explain = [calibrationPlots.difference, calibrationPlots.ranks].map((plot) =>
    h('p', { class: 'explanation', text: plot.explanation(given) ?? '' }),
  );
  function showMatches(text: string): void {
    const matches = nameFilter(text);
    const shown = rows.filter(({ name }) => matches(name)).map(({ name }) => name);
    list.update(shown);
    const all = countText(rows.length);
    setText(count, shown.length === rows.length ? all : `${countText(shown.length)} of ${all}`);
  }
  showMatches('');
  return h(
    'section',
    { class: 'calibration-rows', attrs: { 'aria-label': 'Ranks' } },
    h('h2', { class: 'visually-hidden', text: 'Ranks of each row' }),
    h('div', { class: 'toolbar' }, filter.element, count),
    ...explain,
    h('div', { class: 'items-holder' }, list.element),
  );
}
