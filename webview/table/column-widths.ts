/**
 * Widths of the columns, for all rows shown so far: numbers are never cut, and names only where there is no room beside
 * the numbers. They only grow, so that columns do not shift while scrolling.
 */
import type { SummaryRow } from '../../sampler/report/sample-report.ts';
import { type Column, columns } from './columns.ts';

interface ColumnWidths {
  /** Measures a row before it is shown. */
  fit(row: SummaryRow, chains: number): void;
  /** Writes the widths of the columns shown where the style sheet reads them, if anything changed. */
  apply(element: HTMLElement, shown: readonly Column[]): void;
}

/** Least width in digits, for the column's title. */
const LEAST = 6;
/** Width of the sign that marks a number outside its limit. */
const MARK = 2;
/** Padding of a cell in pixels; the style sheet pads less in narrow layouts. */
const PADDING = 14;
const PADDING_NARROW = 9;
/** A longer name does not take all the room that numbers leave. */
const MOST_OF_NAME = 60;

export function createColumnWidths(): ColumnWidths {
  const digits = columns.map(({ title }) => Math.max(LEAST, Math.ceil(title.length * 0.85)));
  let isChanged = true;
  let applied: readonly Column[] = [];
  return {
    fit(row, chains) {
      for (const [k, column] of columns.entries()) {
        const text = column.text(row).length + (column.isBad(row, chains) ? MARK : 0);
        const length = column.key === 'name' ? Math.min(MOST_OF_NAME, text) : text;
        if (length <= digits[k]) continue;
        digits[k] = length;
        isChanged = true;
      }
    },
    apply(element, wanted) {
      if (!isChanged && wanted === applied) return;
      isChanged = false;
      applied = wanted;
      const write = (suffix: string, padding: number, isShown: (column: Column) => boolean) => {
        const shown = columns.flatMap((column, k) =>
          column.key !== 'name' && wanted.includes(column) && isShown(column) ? [digits[k]] : [],
        );
        const total = shown.reduce((sum, count) => sum + count, 0);
        const tracks = shown.map((count) => `minmax(calc(${count}ch + ${padding}px), 1fr)`);
        element.style.setProperty(`--number-tracks${suffix}`, tracks.join(' '));
        element.style.setProperty(
          `--numbers-width${suffix}`,
          `calc(${total}ch + ${shown.length * padding}px)`,
        );
      };
      const name = columns.findIndex(({ key }) => key === 'name');
      element.style.setProperty('--longest-name', `calc(${digits[name]}ch + ${PADDING}px)`);
      write('', PADDING, () => true);
      write('-narrow', PADDING_NARROW, ({ inWideOnly }) => !inWideOnly);
      write('-narrowest', PADDING_NARROW, ({ inWideOnly, key }) => !inWideOnly && key !== 'ess_tail');
    },
  };
}
