/**
 * The summary as a virtualised grid: only rows near the viewport exist. Keys move the active row (arrows, Page Up and
 * Down, Home, End), Enter opens it; a column's head sorts by it.
 */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import { h, setAttributes, setText } from '../dom.ts';
import type { Selection } from '../state.ts';
import { createColumnWidths } from './column-widths.ts';
import { type Column, type ColumnKey, columns } from './columns.ts';
import { listWindow } from './visible-rows.ts';

const ROW_HEIGHT = 24;
/** In pixels, as in the style sheet. */
const TIP_WIDTH = 280;
/** Rows printed, at most; the CSV has all of them. */
const MOST_PRINTED = 2000;

interface GridInput {
  readonly rows: readonly SummaryRow[];
  /** Rows of the whole summary. */
  readonly total: number;
  readonly chains: number;
  /** The columns to be shown. */
  readonly columns: readonly Column[];
  readonly sort: Selection['sort'];
  readonly selected: string | null;
}

interface GridEvents {
  sort(column: ColumnKey): void;
  select(name: string): void;
  open(name: string): void;
}

interface Grid {
  readonly element: HTMLElement;
  update(input: GridInput): void;
  /** Brings the row into view. */
  reveal(name: string): void;
}

interface Row {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  shown: SummaryRow | null;
}

export function createGrid(events: GridEvents): Grid {
  const heads = columns.map((column) => headCell(column, () => events.sort(column.key)));
  const headCells = heads.map(({ cell }) => cell);
  const headRow = h(
    'div',
    { class: 'grid-row grid-head', attrs: { role: 'row', 'aria-rowindex': 1 } },
    ...headCells,
  );
  const body = h('div', { class: 'grid-body', attrs: { role: 'rowgroup' } });
  const scroller = h(
    'div',
    {
      class: 'grid',
      attrs: {
        role: 'grid',
        tabindex: 0,
        'aria-label': 'Summary of every quantity',
      },
    },
    h('div', { class: 'grid-headgroup', attrs: { role: 'rowgroup' } }, headRow),
    body,
  );
  const widths = createColumnWidths();
  const pool: Row[] = [];
  let input: GridInput = { rows: [], total: 0, chains: 1, columns, sort: null, selected: null };
  let positions = new Map<string, number>();
  let scheduled = false;
  let isMarked = false;
  let isPrinted = false;

  function draw(): void {
    scheduled = false;
    const { rows, chains, selected } = input;
    const head = headRow.offsetHeight;
    const view = Math.max(0, scroller.clientHeight - head);
    const { first, end } = isPrinted
      ? { first: 0, end: Math.min(rows.length, MOST_PRINTED) }
      : listWindow(rows.length, ROW_HEIGHT, scroller.scrollTop, view);
    const needed = Math.max(0, end - first);
    while (pool.length < needed) {
      const row = createRow();
      showCells(row.cells);
      pool.push(row);
      body.append(row.element);
    }
    for (const [i, row] of pool.entries()) {
      const index = first + i;
      const shown = i < needed ? rows[index] : undefined;
      if (shown === undefined) {
        row.element.hidden = true;
        continue;
      }
      row.element.hidden = false;
      row.element.style.transform = `translateY(${index * ROW_HEIGHT}px)`;
      if (row.shown !== shown) widths.fit(shown, chains);
      fillRow(row, shown, index, chains, shown.name === selected);
    }
    widths.apply(scroller, input.columns);
    // Mark for the benchmark: rows are shown and respond.
    if (needed > 0 && !isMarked) {
      isMarked = true;
      performance.mark('bayes-interactive');
    }
    const active = selected === null ? undefined : positions.get(selected);
    const isDrawn = active !== undefined && active >= first && active < end;
    setAttributes(scroller, { 'aria-activedescendant': isDrawn ? rowId(active) : null });
  }

  /** Hides columns without values for these draws. */
  function showCells(cells: readonly HTMLElement[]): void {
    for (const [k, column] of columns.entries()) cells[k].hidden = !input.columns.includes(column);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  }

  function move(to: number): void {
    const { rows } = input;
    if (rows.length === 0) return;
    const index = Math.max(0, Math.min(rows.length - 1, to));
    revealIndex(index);
    events.select(rows[index].name);
  }

  function revealIndex(index: number): void {
    const top = index * ROW_HEIGHT;
    const view = scroller.clientHeight - headRow.offsetHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + ROW_HEIGHT > scroller.scrollTop + view) scroller.scrollTop = top + ROW_HEIGHT - view;
  }

  // Paper does not scroll, so all rows are created for printing.
  const print = (isNow: boolean) => () => {
    isPrinted = isNow;
    body.style.height = `${Math.min(input.rows.length, isNow ? MOST_PRINTED : Number.POSITIVE_INFINITY) * ROW_HEIGHT}px`;
    draw();
  };
  window.addEventListener('beforeprint', print(true));
  window.addEventListener('afterprint', print(false));
  scroller.addEventListener('scroll', schedule, { passive: true });
  new ResizeObserver(schedule).observe(scroller);
  scroller.addEventListener('keydown', (event) => {
    if (event.target !== scroller) return;
    const { rows, selected } = input;
    const at = (selected === null ? undefined : positions.get(selected)) ?? -1;
    const page = Math.max(1, Math.floor((scroller.clientHeight - headRow.offsetHeight) / ROW_HEIGHT) - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at < 0 ? 0 : at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: rows.length - 1,
    };
    if (event.key in targets) {
      event.preventDefault();
      move(targets[event.key]);
    } else if (event.key === 'Enter' && at >= 0) {
      event.preventDefault();
      events.open(rows[at].name);
    }
  });
  const rowOf = (event: Event): SummaryRow | undefined => {
    const element = event.target instanceof Element ? event.target.closest('.grid-row') : null;
    return pool.find((row) => row.element === element)?.shown ?? undefined;
  };
  body.addEventListener('click', (event) => {
    const row = rowOf(event);
    if (row !== undefined) events.select(row.name);
  });
  body.addEventListener('dblclick', (event) => {
    const row = rowOf(event);
    if (row !== undefined) events.open(row.name);
  });

  return {
    element: scroller,
    update(next) {
      const changed = next.rows !== input.rows;
      if (changed) {
        positions = new Map(next.rows.map((row, i) => [row.name, i]));
        body.style.height = `${next.rows.length * ROW_HEIGHT}px`;
        setAttributes(scroller, { 'aria-rowcount': next.rows.length + 1 });
      }
      for (const { column, cell, mark } of heads) {
        const sorted = next.sort?.column === column.key ? next.sort : null;
        const order = sorted === null ? 'none' : sorted.descending ? 'descending' : 'ascending';
        setAttributes(cell, { 'aria-sort': order });
        setText(mark, sorted === null ? '' : sorted.descending ? '↓' : '↑');
      }
      const showsOthers = next.columns !== input.columns;
      input = next;
      setAttributes(scroller, { 'aria-colcount': next.columns.length });
      if (showsOthers) for (const cells of [headCells, ...pool.map((row) => row.cells)]) showCells(cells);
      schedule();
    },
    reveal(name) {
      const index = positions.get(name);
      if (index !== undefined) revealIndex(index);
    },
  };
}

const cellClass = ({ key, inWideOnly }: Column): string =>
  `cell ${key === 'name' ? 'name' : `number ${key}`}${inWideOnly ? ' wide-only' : ''}`;

const rowId = (index: number) => `row-${index}`;

function headCell(column: Column, onSort: () => void) {
  const mark = h('span', { class: 'sort-mark', attrs: { 'aria-hidden': true } });
  const helpId = `help-${column.key}`;
  const sort = h(
    'button',
    { class: 'head-button', attrs: { type: 'button', 'aria-describedby': helpId }, on: { click: onSort } },
    h('span', { text: column.title }),
    mark,
  );
  const help = h('div', { class: 'tip', text: column.help, attrs: { role: 'tooltip', id: helpId } });
  const cell = h('div', { class: cellClass(column), attrs: { role: 'columnheader' } }, sort, help);
  // Escape hides the help until the pointer or focus returns.
  sort.addEventListener('keydown', ({ key }) => cell.classList.toggle('quiet', key === 'Escape'));
  for (const coming of ['mouseenter', 'focus']) sort.addEventListener(coming, () => placeTip(help, cell));
  for (const leaving of ['blur', 'mouseleave']) {
    sort.addEventListener(leaving, () => cell.classList.remove('quiet'));
  }
  return { column, cell, mark };
}

/** Places the help below its column's head, shifted where the grid would cut it off. */
function placeTip(tip: HTMLElement, cell: HTMLElement): void {
  const grid = cell.closest('.grid');
  if (grid === null) return;
  const room = grid.getBoundingClientRect();
  const own = cell.getBoundingClientRect();
  const furthest = room.left + grid.clientWidth - TIP_WIDTH;
  const left = Math.max(room.left, Math.min(own.right - TIP_WIDTH, furthest));
  tip.style.left = `${left - own.left}px`;
}

function createRow(): Row {
  const cells = columns.map((column) =>
    h('div', {
      class: cellClass(column),
      attrs: { role: column.key === 'name' ? 'rowheader' : 'gridcell' },
    }),
  );
  return { element: h('div', { class: 'grid-row', attrs: { role: 'row' } }, ...cells), cells, shown: null };
}

function fillRow(row: Row, shown: SummaryRow, index: number, chains: number, isSelected: boolean): void {
  setAttributes(row.element, {
    id: rowId(index),
    'aria-rowindex': index + 2,
    'aria-selected': isSelected ? 'true' : 'false',
  });
  row.element.classList.toggle('odd', index % 2 === 1);
  if (row.shown === shown) return;
  row.shown = shown;
  for (const [k, column] of columns.entries()) {
    const cell = row.cells[k];
    const isBad = column.isBad(shown, chains);
    setText(cell, column.text(shown));
    cell.classList.toggle('bad', isBad);
    if (column.key === 'ess_tail') row.element.classList.toggle('poor-tail', isBad);
    if (column.key === 'name') cell.title = shown.name;
    else
      setAttributes(cell, {
        'aria-label': isBad ? `${column.text(shown)}, ${column.badText ?? 'outside its limit'}` : null,
      });
  }
}
