/** The filter of quantities above a view that lists them. */
import { countText } from '../../sampler/stats/number-text.ts';
import { textField } from '../controls.ts';
import { h, setText } from '../dom.ts';
import { nameFilter } from '../table/select-rows.ts';
import type { SideBySide } from './agreement.ts';
import type { ComparisonContext } from './context.ts';

interface QuantityFilter {
  readonly element: HTMLElement;
  /** The rows to show, if they are not those of the last call. */
  changed(): readonly SideBySide[] | null;
}

export function createQuantityFilter({ rows, filter, setFilter }: ComparisonContext): QuantityFilter {
  const field = textField('Filter by name', 'Filter, such as: sigma  or  a[ -tau', setFilter);
  field.element.classList.add('filter');
  const count = h('span', { class: 'count', attrs: { role: 'status' } });
  let last: string | null = null;
  return {
    element: h('div', { class: 'toolbar' }, field.element, count),
    changed() {
      const text = filter();
      if (text === last) return null;
      last = text;
      field.set(text);
      const matches = nameFilter(text);
      const shown = rows.filter(({ name }) => matches(name));
      const all = countText(rows.length);
      setText(count, shown.length === rows.length ? all : `${countText(shown.length)} of ${all}`);
      return shown;
    },
  };
}
