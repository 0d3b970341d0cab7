/**
 * A reader of comma-, semicolon- and tab-separated text (RFC 4180: quotes, doubled quotes, line breaks
 * within quotes; LF, CRLF or CR), where lines that begin with `#` may precede the header. It finds where each row
 * begins and whether all have as many cells as the header; the cells stay bytes until a column is read. The tests hold
 * it against csv-parse on random tables.
 */
import { decodeUtf8 } from './decode-text.ts';
import type { FileProblem, Table } from './raw-array.ts';
import { CR, endOfCell, LF, QUOTE, textBetween, textCells } from './text-cells.ts';

const SPACE = 32;
/** Comments above a header end within so many bytes. */
const MAX_COMMENTS = 1 << 24;
/** A longer first line is not a header. */
const MAX_HEADER = 1 << 20;

/** The separator that occurs most often, outside quotes, in the first line. */
export function detectDelimiter(text: string): ',' | ';' | '\t' {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (let i = 0; i < Math.min(text.length, MAX_HEADER); i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) quoted = !quoted;
    else if (!quoted && (code === LF || code === CR)) break;
    else if (!quoted && code === 44) counts[',']++;
    else if (!quoted && code === 59) counts[';']++;
    else if (!quoted && code === 9) counts['\t']++;
  }
  if (counts['\t'] > counts[','] && counts['\t'] >= counts[';']) return '\t';
  return counts[';'] > counts[','] ? ';' : ',';
}

/** Lines of a table: where each begins, and how many cells it has. */
interface Lines {
  readonly starts: Int32Array;
  readonly widths: Int32Array;
}

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function scan(bytes: Uint8Array, begin: number, delimiter: number): Lines | FileProblem {
  let starts = new Int32Array(1024);
  let widths = new Int32Array(1024);
  const length = bytes.length;
  let count = 0;
  let at = begin;
  while (at < length) {
    if (count === starts.length) {
      starts = grow(starts);
      widths = grow(widths);
    }
    starts[count] = at;
    let width = 0;
    for (;;) {
      if (at < length && bytes[at] === QUOTE) {
        const fault = faultOfQuoted(bytes, at, delimiter);
        if (fault !== null) return problem(fault.message, [{ row: count, message: fault.advice }]);
      }
      at = endOfCell(bytes, at, delimiter);
      width++;
      if (at >= length || bytes[at] !== delimiter) break;
      at++;
    }
    widths[count++] = width;
    if (at + 1 < length && bytes[at] === CR && bytes[at + 1] === LF) at++;
    at++;
  }
  return { starts: starts.subarray(0, count), widths: widths.subarray(0, count) };
}

/** What is wrong with the quoted cell that begins at `from`. */
function faultOfQuoted(
  bytes: Uint8Array,
  from: number,
  delimiter: number,
): { readonly message: string; readonly advice: string } | null {
  let close = bytes.indexOf(QUOTE, from + 1);
  while (close >= 0 && bytes[close + 1] === QUOTE) close = bytes.indexOf(QUOTE, close + 2);
  if (close < 0) return { message: 'a quote is opened and never closed', advice: 'the quote opens here' };
  let at = close + 1;
  while (at < bytes.length && bytes[at] === SPACE) at++;
  if (at >= bytes.length || bytes[at] === delimiter || bytes[at] === LF || bytes[at] === CR) return null;
  return {
    message: 'text follows a closing quote',
    advice: 'a quote inside a quoted cell is written twice',
  };
}

function problem(message: string, rows: FileProblem['rows']): FileProblem {
  return { kind: 'problem', message, rows };
}

/** Lines that begin with `#` above a header. */
interface LeadingComments {
  /** Where the header begins. */
  readonly end: number;
  /** Lines of the first and of the last comment; null without comments. */
  readonly lines: readonly [number, number] | null;
}

function leadingComments(text: string): LeadingComments {
  const none: LeadingComments = { end: 0, lines: null };
  if (!/^\s*#/.test(text.slice(0, 1000))) return none;
  const line = /([^\r\n]*)(?:\r\n|\r|\n|$)/y;
  const comments: { readonly line: number; readonly start: number; readonly text: string }[] = [];
  for (let end = 0, number = 1; end < text.length; number++) {
    line.lastIndex = end;
    const [whole, content] = line.exec(text) ?? ['', ''];
    const trimmed = content.trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) {
      const last = comments.at(-1);
      const header = last !== undefined && isHeaderOf(last.text, content) ? comments.pop() : undefined;
      const [first] = comments;
      if (first === undefined) return none;
      return { end: header?.start ?? end, lines: [first.line, comments[comments.length - 1].line] };
    }
    if (trimmed !== '') comments.push({ line: number, start: end, text: content });
    end += whole.length;
  }
  return none;
}

/** Some programs write `# x, y` above columns of numbers: then that line names them. */
function isHeaderOf(comment: string, next: string): boolean {
  const cells = next.split(/[,;\t]/);
  const isNumber = (cell: string) => /^\s*"?[-+]?(?:\d|\.\d)[\d.eE+-]*"?\s*$/.test(cell);
  return comment.split(/[,;\t]/).length === cells.length && cells.every(isNumber);
}

/** The same, in bytes. */
export function commentsAbove(bytes: Uint8Array): LeadingComments {
  if (!/^\s*#/.test(decodeUtf8(bytes.subarray(0, 1000)))) return { end: 0, lines: null };
  const text = decodeUtf8(bytes.subarray(0, MAX_COMMENTS));
  const { end, lines } = leadingComments(text);
  return { end: Buffer.byteLength(text.slice(0, end)), lines };
}

/** The text of the first line, cut where it is longer than any header. */
export function firstLine(bytes: Uint8Array, from: number): string {
  return decodeUtf8(bytes.subarray(from, from + MAX_HEADER));
}

/** The 1-based line of an offset. */
function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] === LF || (bytes[i] === CR && bytes[i + 1] !== LF)) line += 1;
  }
  return line;
}

function firstBreak(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== LF && bytes[at] !== CR) at++;
  return at;
}

/** Length in UTF-16 of text that may be too long for a string. */
function charactersBetween(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) count += bytes[at] >= 0xf0 ? 2 : (bytes[at] & 0xc0) === 0x80 ? 0 : 1;
  return count;
}

/** Reads a table of UTF-8 whose first line, comments left out, names the columns. Never throws. */
export function readCsv(bytes: Uint8Array, separator: ',' | ';' | '\t'): Table | FileProblem {
  const comments = commentsAbove(bytes);
  const delimiter = separator.charCodeAt(0);
  const headerEnd = firstBreak(bytes, comments.end);
  if (headerEnd - comments.end > MAX_HEADER) {
    const size = charactersBetween(bytes, comments.end, headerEnd);
    if (size > MAX_HEADER)
      return problem(`its first line is ${size} characters long, so it is not a table with a header`, []);
  }
  const lines = scan(bytes, comments.end, delimiter);
  if ('kind' in lines) return lines;
  const { starts, widths } = lines;
  const cell = (line: number, column: number): string => {
    let at = starts[line];
    for (let j = 0; j < column; j++) at = endOfCell(bytes, at, delimiter) + 1;
    return textBetween(bytes, at, endOfCell(bytes, at, delimiter)).trim();
  };
  const raggedRow = (line: number, found: number, expected: number): string => {
    const isComment = cell(line, 0).startsWith('#');
    const count = `${found} cell${found === 1 ? '' : 's'} instead of ${expected}`;
    return isComment ? `${count}; comments stand above the header alone: leave the line out` : count;
  };
  const isBlank = (line: number): boolean => {
    if (widths[line] !== 1 || bytes[starts[line]] === QUOTE) return false;
    const end = firstBreak(bytes, starts[line]);
    // A cell that begins with a letter or a digit is text, however long it is.
    return (
      !(bytes[starts[line]] > SPACE && bytes[starts[line]] < 128 && end > starts[line]) &&
      cell(line, 0) === ''
    );
  };
  let end = starts.length;
  let blankEnd = 0;
  while (end > 0 && isBlank(end - 1)) {
    end--;
    blankEnd++;
  }
  let headerLine = 0;
  while (headerLine < end && isBlank(headerLine)) headerLine++;
  if (headerLine === end) return problem('it is empty', []);

  const width = widths[headerLine];
  const header = Array.from({ length: width }, (_, j) => cell(headerLine, j));
  // A blank line separates nothing in a table of several columns; in one column it is a missing value.
  const rowStarts = new Int32Array(end - headerLine - 1 + blankEnd);
  let rows = 0;
  const ragged: { row: number; message: string }[] = [];
  let raggedCount = 0;
  let allWider = true;
  for (let line = headerLine + 1; line < end; line++) {
    if (width > 1 && isBlank(line)) continue;
    const found = widths[line];
    rowStarts[rows++] = starts[line];
    allWider &&= found === width + 1;
    if (found === width) continue;
    raggedCount++;
    if (ragged.length < 5) ragged.push({ row: rows, message: raggedRow(line, found, width) });
  }
  if (rows === 0) {
    const numeric = header.length > 0 && header.every((name) => name !== '' && Number.isFinite(Number(name)));
    return problem(
      `it has a header and no rows${numeric ? '; the first line must name the columns' : ''}`,
      [],
    );
  }
  if (raggedCount > 0) {
    const cause = allWider
      ? `every row has one cell more than the header's ${width}; name the first column too`
      : `${raggedCount} of ${rows} rows have another number of cells than the header's ${width} (the first line is the header; lines above it begin with \`#\`)`;
    return problem(cause, ragged);
  }
  const tableOf = (count: number): Table => {
    const table = { bytes, delimiter, rowStarts: rowStarts.subarray(0, count) };
    return {
      kind: 'table',
      textual: true,
      header,
      rows: count,
      columns: (positions) => textCells(table, positions),
      lineOf: (row) => lineAt(bytes, rowStarts[row]),
      ...(comments.lines === null ? {} : { comments: comments.lines }),
    };
  };
  if (width > 1 || blankEnd === 0) return tableOf(rows);
  for (let i = 0; i < blankEnd; i++) rowStarts[rows + i] = starts[end + i];
  return { ...tableOf(rows), withBlankEnd: () => tableOf(rows + blankEnd) };
}
