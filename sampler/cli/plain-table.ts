/** Tables of text for the terminal. */
import Table from 'cli-table3';

/** @param left columns of text before the numbers, and after them `right` more. */
export function plainTable(head: string[], left: number, right = 0): Table.Table {
  return new Table({
    head,
    colAligns: head.map((_, i) => (i < left || i >= head.length - right ? 'left' : 'right')),
    chars: plainLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
  });
}

export function tableText(table: Table.Table): string {
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** A table without lines. */
export const plainLines = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((part) => [part, '']),
);
