/** Tables of text for the terminal: aligned columns without lines. */
import stringWidth from 'fast-string-width';

interface PlainTable {
  push(row: readonly string[]): void;
  /** Without blanks at the ends of lines. */
  lines(): readonly string[];
}

/** Blanks between columns. */
const GAP = 2;

/** Characters that take one column, whatever the terminal: most cells are numbers. */
const NARROW = /^[ -~−–…]*$/;

/** @param left columns of text before the numbers, and after them `right` more. */
export function plainTable(head: readonly string[], left: number, right = 0): PlainTable {
  const rows: (readonly string[])[] = [head];
  const isText = (column: number) => column < left || column >= head.length - right;
  return {
    push(row) {
      rows.push(row);
    },
    lines() {
      const widths = head.map((_, column) =>
        rows.reduce((most, row) => Math.max(most, width(row[column])), 0),
      );
      return rows.map((row) => {
        let line = '';
        for (const [column, cell] of row.entries()) {
          const blanks = ' '.repeat(widths[column] - width(cell));
          line += isText(column) ? cell + blanks : blanks + cell;
          line += ' '.repeat(GAP);
        }
        return line.trimEnd();
      });
    },
  };
}

export function tableText(table: PlainTable): string {
  return `${table.lines().join('\n')}\n`;
}

function width(text: string | undefined): number {
  if (text === undefined) return 0;
  return NARROW.test(text) ? text.length : stringWidth(text);
}
