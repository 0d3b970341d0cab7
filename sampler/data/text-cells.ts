/**
 * Cells of some columns of a table of text, read from its bytes when they are asked for: numbers without a string for
 * each, and each distinct text once.
 */
import type { Cells, Distinct, NumberForm, Numbers } from './cells.ts';
import { MISSING, OTHER } from './cells.ts';
import { createDecimalReader } from './decimal-bytes.ts';
import { createByteInterner } from './intern-bytes.ts';

export const QUOTE = 34;
export const LF = 10;
export const CR = 13;
const SPACE = 32;

/** A valid table of UTF-8: every row has the same number of cells. */
interface TextTable {
  readonly bytes: Uint8Array;
  readonly delimiter: number;
  /** Where each row begins. */
  readonly rowStarts: Int32Array;
}

/** The first byte behind the cell that begins at `from`: a separator, a line break, or the end. */
export function endOfCell(bytes: Uint8Array, from: number, delimiter: number): number {
  const end = bytes.length;
  let at = from;
  if (at < end && bytes[at] === QUOTE) {
    at = bytes.indexOf(QUOTE, at + 1);
    while (at >= 0 && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2);
    if (at < 0) return end;
  }
  while (at < end) {
    const byte = bytes[at];
    if (byte === delimiter || byte === LF || byte === CR) break;
    at++;
  }
  return at;
}

/** The text between two bytes, without quotes, with its spaces. */
export function textBetween(bytes: Uint8Array, from: number, to: number): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes[from] !== QUOTE || from === to) return buffer.toString('utf8', from, to);
  return buffer.toString('utf8', from + 1, bytes.lastIndexOf(QUOTE, to - 1)).replaceAll('""', '"');
}

/** Columns side by side, row by row; one column is itself. */
export function textCells(table: TextTable, columns: readonly number[]): Cells {
  const { bytes, delimiter, rowStarts } = table;
  const width = columns.length;
  const length = width * rowStarts.length;
  const last = Math.max(...columns);
  /** The first place of each column of the table among those asked for; -1 for others. */
  const slots = new Int32Array(last + 1).fill(-1);
  for (const [k, column] of columns.entries()) if (slots[column] < 0) slots[column] = k;
  const repeated = columns.map((column, k) => [k, slots[column]]).filter(([k, slot]) => k !== slot);

  const spacedAt = (index: number): string => {
    let at = rowStarts[Math.floor(index / width)];
    for (let column = columns[index % width]; column > 0; column--) at = endOfCell(bytes, at, delimiter) + 1;
    return textBetween(bytes, at, endOfCell(bytes, at, delimiter));
  };
  let known: Distinct | undefined;
  const spaced = () => {
    known ??= merged(distinctBytes(), (text) => text);
    return known;
  };
  let trimmed: Distinct | undefined;

  return {
    length,
    at: (index) => spacedAt(index).trim(),
    numbers,
    distinct() {
      trimmed ??= merged(spaced(), (text) => text.trim());
      return trimmed;
    },
    spaced: { at: spacedAt, distinct: spaced },
  };

  function numbers(form: NumberForm): Numbers {
    const values = new Float64Array(length);
    let marks: Uint8Array | null = null;
    const decimal = createDecimalReader();
    const end = bytes.length;
    for (let row = 0; row < rowStarts.length; row++) {
      let at = rowStarts[row];
      for (let column = 0; column <= last; column++) {
        const slot = slots[column];
        if (slot < 0) {
          at = endOfCell(bytes, at, delimiter) + 1;
          continue;
        }
        const isQuoted = at < end && bytes[at] === QUOTE;
        let begin = isQuoted ? at + 1 : at;
        while (begin < end && bytes[begin] === SPACE) begin++;
        const value = decimal.read(bytes, begin, end);
        let stop = decimal.stop;
        while (stop < end && bytes[stop] === SPACE) stop++;
        let isAlone = !isQuoted;
        if (isQuoted && stop < end && bytes[stop] === QUOTE) {
          stop++;
          while (stop < end && bytes[stop] === SPACE) stop++;
          isAlone = true;
        }
        const byte = stop < end ? bytes[stop] : LF;
        isAlone &&= byte === delimiter || byte === LF || byte === CR;
        const index = row * width + slot;
        if (isAlone && !Number.isNaN(value) && (form === 'decimal' || decimal.isWhole)) {
          values[index] = value;
          at = stop + 1;
          continue;
        }
        const cellEnd = endOfCell(bytes, at, delimiter);
        values[index] = Number.NaN;
        marks ??= new Uint8Array(length);
        marks[index] = isMissingAt(bytes, at, cellEnd) ? MISSING : OTHER;
        at = cellEnd + 1;
      }
    }
    for (const [k, slot] of repeated) {
      for (let row = 0; row < rowStarts.length; row++) {
        values[row * width + k] = values[row * width + slot];
        if (marks !== null) marks[row * width + k] = marks[row * width + slot];
      }
    }
    return { values, marks };
  }

  /** Cells with equal bytes have equal codes; quotes and spaces count. */
  function distinctBytes(): Distinct {
    const codes = new Int32Array(length);
    const interner = createByteInterner(bytes);
    for (let row = 0; row < rowStarts.length; row++) {
      let at = rowStarts[row];
      for (let column = 0; column <= last; column++) {
        const stop = endOfCell(bytes, at, delimiter);
        const slot = slots[column];
        if (slot >= 0) codes[row * width + slot] = interner.codeOf(at, stop);
        at = stop + 1;
      }
    }
    for (const [k, slot] of repeated) {
      for (let row = 0; row < rowStarts.length; row++) codes[row * width + k] = codes[row * width + slot];
    }
    const texts = interner.starts.map((from, code) => textBetween(bytes, from, interner.ends[code]));
    return { cells: texts, codes };
  }
}

/** Codes of equal texts become one. */
function merged({ cells, codes }: Distinct, textOf: (text: string) => string): Distinct {
  const known = new Map<string, number>();
  const newCode = Int32Array.from(cells, (cell) => {
    const text = textOf(String(cell));
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return known.size === cells.length && cells.every((cell) => known.has(String(cell)))
    ? { cells, codes }
    : { cells: [...known.keys()], codes: codes.map((code) => newCode[code]) };
}

/** Empty, `NA`, `NaN` or `null`, perhaps in quotes; cells in other forms are left to `isMissing`. */
function isMissingAt(bytes: Uint8Array, from: number, to: number): boolean {
  let begin = from;
  let end = to;
  while (end > begin && bytes[end - 1] === SPACE) end--;
  if (bytes[begin] === QUOTE && end - begin > 1) {
    begin++;
    end--;
  }
  while (begin < end && bytes[begin] === SPACE) begin++;
  while (end > begin && bytes[end - 1] === SPACE) end--;
  if (begin === end) return true;
  if (end - begin > 4) return false;
  let word = '';
  for (let at = begin; at < end; at++) word += String.fromCharCode(bytes[at] | 32);
  return word === 'na' || word === 'nan' || word === 'null';
}
