/** The table of a file that holds its columns as values, such as Parquet and Arrow. */
import { besideCells, type Cells, distinctOf, numbersOf } from './cells.ts';
import type { Cell, FileProblem, Table } from './raw-array.ts';

interface ValueColumn {
  readonly name: string;
  readonly values: ArrayLike<unknown>;
  /** Lists or objects instead of single values. */
  readonly isNested: boolean;
}

export function columnTable(columns: readonly ValueColumn[], rows: number): Table | FileProblem {
  if (rows === 0) return { kind: 'problem', message: 'it has no rows', rows: [] };
  const known = new Map<number, Cells>();
  const cellsAt = (position: number): Cells => {
    const cells = known.get(position) ?? columnCells(columns[position].values);
    known.set(position, cells);
    return cells;
  };
  return {
    kind: 'table',
    textual: false,
    header: columns.map(({ name }) => name),
    rows,
    columns: (positions) =>
      positions.length === 1 ? cellsAt(positions[0]) : besideCells(positions.map(cellsAt)),
    nested: (position) => (columns[position].isNested ? { row: 0, found: 'a list or an object' } : null),
  };
}

function columnCells(values: ArrayLike<unknown>): Cells {
  const { length } = values;
  const dateText = dateWriter(values);
  const at = (index: number): Cell => cellOf(values[index], dateText);
  // As a real number a large integer may be rounded.
  const decimalAt = (index: number): Cell => {
    const value = values[index];
    return typeof value === 'bigint' ? Number(value) : at(index);
  };
  return {
    length,
    at,
    numbers: (form) => numbersOf(length, form === 'decimal' ? decimalAt : at),
    distinct: () => distinctOf(length, at),
  };
}

function cellOf(value: unknown, dateText: (date: Date) => string): Cell {
  switch (typeof value) {
    case 'number':
    case 'string':
    case 'boolean':
      return value;
    case 'bigint': {
      // Beyond 2^53 a number would not be exact; a label of these digits is.
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value.toString();
    }
    default:
      return value instanceof Date ? dateText(value) : null;
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** ISO 8601 in UTC; the day alone where no value of the column has a time. */
function dateWriter(values: ArrayLike<unknown>): (date: Date) => string {
  let length: number | undefined;
  return (date) => {
    length ??= Array.from(values).every((one) => !(one instanceof Date) || one.getTime() % DAY === 0)
      ? 10
      : 19;
    return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, length);
  };
}
