/** Values as a source gives them, before a type is asked of them. */
import type { Span } from '../../grammar/span.ts';

export type Cell = string | number | boolean | null;

/** Where one element stands: a cell of a file, or a literal in the model. */
export interface Place {
  readonly file?: string;
  /** 1-based; the header does not count. */
  readonly row?: number;
  readonly column?: string;
  readonly span?: Span;
}

export interface RawArray {
  /** Row-major; length is the product of `shape`. */
  readonly cells: readonly Cell[];
  readonly shape: readonly number[];
  /** Cells come from a text file, so a number arrives as a string. */
  readonly textual: boolean;
  readonly place: (index: number) => Place;
  /** Column names that label the last axis (`columns("x1", "x2")`). */
  readonly labels?: readonly string[];
}

/** A table whose columns are cut out on demand. */
export interface Table {
  readonly kind: 'table';
  readonly textual: boolean;
  readonly header: readonly string[];
  readonly rows: number;
  column(position: number): readonly Cell[];
}

/** Why a file is not data, in words, and the rows at fault (1-based, the header not counted). */
export interface FileProblem {
  readonly kind: 'problem';
  readonly message: string;
  readonly rows: readonly { readonly row: number; readonly message: string }[];
}

const missingTokens = new Set(['', 'na', 'nan', 'null']);

/** Empty, `NA`, `NaN` or `null` in any case. */
export function isMissing(cell: Cell): boolean {
  if (cell === null) return true;
  if (typeof cell === 'number') return Number.isNaN(cell);
  return typeof cell === 'string' && cell.length <= 4 && missingTokens.has(cell.toLowerCase());
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A decimal number, or NaN: unlike `Number`, refuses blanks, hexadecimal and `Infinity`. */
export function parseNumber(text: string): number {
  const value = Number(text);
  // Only a letter in the first two places, or a zero, can be one of the forms that `Number` also takes.
  if (value !== 0 && Number.isFinite(value) && !(text.charCodeAt(1) > 57)) return value;
  return decimal.test(text) ? value : Number.NaN;
}

/** A cell as a person would quote it in a message, cut to a readable length. */
export function quoteCell(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell);
  const line = cell.replace(/\p{Cc}+/gu, ' ');
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}
