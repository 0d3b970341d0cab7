/** Values as read from a source, before conversion to a type. */
import type { Span } from '../../grammar/span.ts';
import type { Cells } from './cells.ts';

export type Cell = string | number | boolean | null;

/** The source of one element: a cell of a file, or a literal in the model. */
export interface Place {
  readonly file?: string;
  /** 1-based; the header does not count. */
  readonly row?: number;
  /** 1-based line of a text file: comments, blank lines and the header count. */
  readonly line?: number;
  readonly column?: string;
  readonly span?: Span;
}

export interface RawArray {
  /** Row-major; length is the product of `shape`. */
  readonly cells: Cells;
  readonly shape: readonly number[];
  /** Cells come from a text file, so a number arrives as a string. */
  readonly textual: boolean;
  readonly place: (index: number) => Place;
  /** Column names that label the last axis (`columns("x1", "x2")`). */
  readonly labels?: readonly string[];
  /** The order of the labels that the cells hold, where it is not that of their text. */
  readonly order?: readonly string[];
}

/** A table whose columns are extracted on demand. */
export interface Table {
  readonly kind: 'table';
  readonly textual: boolean;
  readonly header: readonly string[];
  readonly rows: number;
  /** The cells of some columns side by side, row by row. */
  columns(positions: readonly number[]): Cells;
  /** The first line of a row (from 0), in a text file. */
  readonly lineOf?: (row: number) => number;
  /** The table of a single column with its trailing blank lines: missing values where the type allows them. */
  readonly withBlankEnd?: () => Table;
  /** The first and the last line above the header that are comments. */
  readonly comments?: readonly [number, number];
  /** In JSON records, the first row (from 0) of a column that has a list or an object instead of a value. */
  readonly nested?: (position: number) => { readonly row: number; readonly found: string } | null;
}

/** Why a file is not data, in words, and the invalid rows (1-based, without the header). */
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
  return typeof cell === 'string' && cell.length <= 6 && missingTokens.has(cell.trim().toLowerCase());
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A decimal number, or NaN: unlike `Number`, rejects blanks, hexadecimal, `Infinity` and overflow (`1e999`). */
export function parseNumber(text: string): number {
  const value = Number(text);
  // Only a letter in the first two places, or a zero, can be one of the forms that `Number` also takes.
  if (value !== 0 && Number.isFinite(value) && !(text.charCodeAt(1) > 57)) return value;
  return Number.isFinite(value) && decimal.test(text) ? value : Number.NaN;
}

/** Why a cell is not a number of the type, and what to do; empty where it is obvious. */
export function numberAdvice(cell: Cell, type: string): string {
  if (cell === Number.POSITIVE_INFINITY || cell === Number.NEGATIVE_INFINITY)
    return ': too large for a number (the largest is 1.8e308); write it in smaller units';
  if (typeof cell === 'number' && type === 'int' && Number.isInteger(cell))
    return ': whole numbers above 2^53 are not exact; if these are names of groups make them labels of a `dim`, in quotes';
  if (typeof cell !== 'string') return '';
  if (/^[+-]?(?:inf|infinity|1\.?#inf)$/i.test(cell))
    return '; an infinite value is no datum: leave a missing one empty under `real?`, one that is only known to lie between limits is observed by `observe interval(lo, hi) ~ …`, one cut off at a limit by `Censored(…)`; their limits may be infinite in data declared `real in -inf..inf`';
  if (!decimal.test(cell)) return noNumberAdvice(cell, type);
  if (!Number.isFinite(Number(cell)))
    return ': too large for a number (the largest is 1.8e308); write it in smaller units';
  if (type !== 'int') return '';
  return Number.isInteger(Number(cell)) && Math.abs(Number(cell)) > Number.MAX_SAFE_INTEGER
    ? ': whole numbers above 2^53 are not exact; if these are names of groups make them labels of a `dim`'
    : '; declare it `real` where it may lie between whole numbers';
}

function noNumberAdvice(cell: string, type: string): string {
  // `1,000` is ambiguous: a thousand, or 1 with a decimal comma.
  if (/^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$/.test(cell))
    return '; leave out commas that group digits, and write a decimal point, not a comma';
  if (/^[+-]?\d+,\d+$/.test(cell)) return '; write a decimal point, not a comma';
  if (/^(?:[-–—.?*]+|#?n\/a|none|nil|missing|unknown)$/i.test(cell))
    return `; if it stands for a missing value leave it empty or write NA, and declare \`${type.replace('?', '')}?\``;
  if (/^(?:true|false)$/i.test(cell)) return '; declare it `bool`, or write 1 and 0';
  const plain = cell.normalize('NFKC').replace(/\p{Dash}|\u2212/gu, '-');
  if (plain !== cell && decimal.test(plain))
    return `; its signs or digits are not those of the keyboard: write ${plain}`;
  if (/^\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?:[ T]\d.*)?$/.test(cell))
    return '; a date is no number: write `= days("…")` with the column’s name for days since 1970-01-01, or `month("…")`';
  if (/^[+-]?(?:0[xob][\da-f]+|\d[\d_]*_\d+|\d[\d.]*d[+-]?\d+)$/i.test(cell))
    return '; write a plain decimal number, such as 16, 1000 or 1e3';
  if (cell.startsWith('#')) return '; comments stand above the header alone: leave the line out';
  if (/^[^\d\s]{0,3}\s?[+-]?\d[\d.]*\s?[^\d\s]{0,3}$/.test(cell))
    return '; write the number alone, without its unit';
  return '';
}

/** A cell as quoted in a message, cut to a readable length. */
export function quoteCell(cell: Cell): string {
  if (typeof cell !== 'string') return String(cell);
  const line = cell.replace(/\p{Cc}+/gu, ' ');
  return `"${line.length > 40 ? `${line.slice(0, 40)}…` : line}"`;
}
