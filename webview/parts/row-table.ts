/** A small table: a head, and rows that their first cell names. */
import { h } from '../dom.ts';

export type Cell = string | HTMLElement;

export function rowTable(heads: readonly Cell[], rows: readonly (readonly Cell[])[]): HTMLElement {
  return h(
    'table',
    { class: 'chains' },
    h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', { attrs: { scope: 'col' } }, head)))),
    h(
      'tbody',
      {},
      ...rows.map(([first, ...cells]) =>
        h('tr', {}, h('th', { attrs: { scope: 'row' } }, first), ...cells.map((cell) => h('td', {}, cell))),
      ),
    ),
  );
}
