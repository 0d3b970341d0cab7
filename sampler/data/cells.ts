/**
 * The cells of a datum, before conversion to a type. What the loader asks of many cells at once (which numbers they
 * are, which of few labels) needs no JavaScript value for each: a file's cells stay bytes until one of them is quoted.
 */
import { type Cell, isMissing } from './raw-array.ts';

/** What a cell is where it is not plainly a number. */
export const NUMBER = 0;
export const MISSING = 1;
/** Text, or a number in a form that only its own rule can judge. */
export const OTHER = 2;

/** The caller's own: it may write into them. */
export interface Numbers {
  /** NaN where a cell is not plainly a number. */
  readonly values: Float64Array;
  /** `NUMBER`, `MISSING` or `OTHER` of each cell; null where all are numbers. */
  readonly marks: Uint8Array | null;
}

/** `whole` leaves numbers with a point or an exponent to their rule: `3.0` is whole, 0.99999999999999999999 is not. */
export type NumberForm = 'decimal' | 'whole';

export interface Distinct {
  /** In the order in which they first occur. */
  readonly cells: readonly Cell[];
  /** Which of them each cell is. */
  readonly codes: Int32Array;
}

export interface Cells {
  readonly length: number;
  at(index: number): Cell;
  numbers(form: NumberForm): Numbers;
  distinct(): Distinct;
  /** With the spaces around them, where the cells of a text are trimmed. */
  readonly spaced?: { at(index: number): string; distinct(): Distinct };
}

/** Cells as values of JavaScript: literals of the model, JSON. */
export function listCells(cells: readonly Cell[]): Cells {
  return {
    length: cells.length,
    at: (index) => cells[index],
    numbers: () => numbersOf(cells.length, (index) => cells[index]),
    distinct: () => distinctOf(cells.length, (index) => cells[index]),
  };
}

/** `count` of the cells, the k-th from position `from(k)`. */
export function pickedCells(cells: Cells, count: number, from: (index: number) => number): Cells {
  const { spaced } = cells;
  return {
    length: count,
    at: (index) => cells.at(from(index)),
    numbers(form) {
      const { values, marks } = cells.numbers(form);
      return {
        values: Float64Array.from({ length: count }, (_, index) => values[from(index)]),
        marks: marks === null ? null : Uint8Array.from({ length: count }, (_, index) => marks[from(index)]),
      };
    },
    distinct: () => pickedDistinct(cells.distinct(), count, from),
    ...(spaced === undefined
      ? {}
      : {
          spaced: {
            at: (index: number) => spaced.at(from(index)),
            distinct: () => pickedDistinct(spaced.distinct(), count, from),
          },
        }),
  };
}

/** Lists of equal length side by side, row by row. */
export function besideCells(columns: readonly Cells[]): Cells {
  const width = columns.length;
  const length = width * columns[0].length;
  const at = (index: number): Cell => columns[index % width].at(Math.floor(index / width));
  return {
    length,
    at,
    numbers(form) {
      const values = new Float64Array(length);
      let marks: Uint8Array | null = null;
      for (const [k, column] of columns.entries()) {
        const found = column.numbers(form);
        for (let i = 0; i < column.length; i++) values[i * width + k] = found.values[i];
        if (found.marks === null) continue;
        marks ??= new Uint8Array(length);
        for (let i = 0; i < column.length; i++) marks[i * width + k] = found.marks[i];
      }
      return { values, marks };
    },
    distinct: () => distinctOf(length, at),
  };
}

export function numbersOf(length: number, at: (index: number) => Cell): Numbers {
  const values = new Float64Array(length);
  let marks: Uint8Array | null = null;
  for (let i = 0; i < length; i++) {
    const cell = at(i);
    if (typeof cell === 'number' && Number.isFinite(cell)) {
      values[i] = cell;
      continue;
    }
    values[i] = Number.NaN;
    marks ??= new Uint8Array(length);
    marks[i] = isMissing(cell) ? MISSING : OTHER;
  }
  return { values, marks };
}

export function distinctOf(length: number, at: (index: number) => Cell): Distinct {
  const known = new Map<Cell, number>();
  const codes = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const cell = at(i);
    let code = known.get(cell);
    if (code === undefined) {
      code = known.size;
      known.set(cell, code);
    }
    codes[i] = code;
  }
  return { cells: [...known.keys()], codes };
}

function pickedDistinct(
  { cells, codes }: Distinct,
  count: number,
  from: (index: number) => number,
): Distinct {
  const newCode = new Int32Array(cells.length).fill(-1);
  const left: Cell[] = [];
  const picked = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const code = codes[from(i)];
    if (newCode[code] < 0) {
      newCode[code] = left.length;
      left.push(cells[code]);
    }
    picked[i] = newCode[code];
  }
  return { cells: left, codes: picked };
}
