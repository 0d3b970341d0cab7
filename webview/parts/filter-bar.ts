/** Filter and order of quantities, shared by all views that list them. */
import type { SampleReport } from '../../sampler/report/sample-report.ts';
import { countText } from '../../sampler/stats/number-text.ts';
import type { PageContext } from '../context.ts';
import { button, checkbox, textField } from '../controls.ts';
import { h, setAttributes, setText } from '../dom.ts';
import { isApproximation } from '../method-of-report.ts';
import type { Layout } from '../state.ts';

interface FilterBar {
  readonly element: HTMLElement;
  /** `shown` rows of the report. */
  update(layout: Layout, shown: number, report: SampleReport): void;
}

export function createFilterBar(context: PageContext, ...more: readonly HTMLElement[]): FilterBar {
  const filter = textField('Filter by name', 'Filter, such as: sigma  or  a[ -tau', (text) =>
    context.change({ filter: text }),
  );
  filter.element.classList.add('filter');
  const flagged = checkbox('Only flagged', (flaggedOnly) => context.change({ flaggedOnly }));
  const worst = button('Worst R-hat first', () => {
    const { sort } = context.store.state.layout;
    const isOn = sort?.column === 'r_hat' && sort.descending;
    context.change({ sort: isOn ? null : { column: 'r_hat', descending: true } });
  });
  const count = h('span', { class: 'count', attrs: { role: 'status' } });
  return {
    element: h(
      'div',
      { class: 'toolbar' },
      filter.element,
      flagged.element,
      worst,
      count,
      h('span', { class: 'gap' }),
      ...more,
    ),
    update({ filter: text, flaggedOnly, sort }, shown, report) {
      const total = report.summary.length;
      // Independent draws have no chains to compare.
      const isApproximate = isApproximation(report);
      flagged.element.hidden = isApproximate;
      worst.hidden = isApproximate;
      filter.set(text);
      flagged.set(flaggedOnly);
      const isOn = sort?.column === 'r_hat' && sort.descending;
      setAttributes(worst, { 'aria-pressed': isOn ? 'true' : 'false' });
      worst.classList.toggle('on', isOn);
      setText(count, shown === total ? countText(total) : `${countText(shown)} of ${countText(total)}`);
    },
  };
}
