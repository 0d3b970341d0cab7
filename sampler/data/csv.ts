/**
 * A reader of comma-, semicolon- and tab-separated text (RFC 4180: quotes, doubled quotes, line breaks
 * within quotes; LF, CRLF or CR), where lines that begin with `#` may precede the header. It records the position of each cell and extracts only those requested:
 * a hundred thousand rows take a tenth of a second, where csv-parse takes several. The tests hold it
 * against csv-parse on random tables.
 */
import type { FileProblem, Table } from './raw-array.ts';

const QUOTE = 34;
const LF = 10;
const CR = 13;
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

/** Cells in reading order: `starts[k]..ends[k]` in the text; `rowStarts[r]` is the first cell of line r. */
interface Cells {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly rowStarts: readonly number[];
}

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}

function scan(text: string, delimiter: number): Cells | FileProblem {
  let starts = new Int32Array(1024);
  let ends = new Int32Array(1024);
  const rowStarts: number[] = [];
  const length = text.length;
  let count = 0;
  let at = 0;
  while (at < length) {
    rowStarts.push(count);
    for (;;) {
      if (count === starts.length) {
        starts = grow(starts);
        ends = grow(ends);
      }
      starts[count] = at;
      if (text.charCodeAt(at) === QUOTE) {
        at++;
        for (;;) {
          at = text.indexOf('"', at);
          if (at < 0) {
            const row = rowStarts.length - 1;
            return problem('a quote is opened and never closed', [{ row, message: 'the quote opens here' }]);
          }
          if (text.charCodeAt(at + 1) !== QUOTE) break;
          at += 2;
        }
        at++;
        let code = text.charCodeAt(at);
        while (code === 32) code = text.charCodeAt(++at);
        if (at < length && code !== delimiter && code !== LF && code !== CR) {
          const row = rowStarts.length - 1;
          return problem('text follows a closing quote', [
            { row, message: 'a quote inside a quoted cell is written twice' },
          ]);
        }
      } else {
        let code = text.charCodeAt(at);
        while (at < length && code !== delimiter && code !== LF && code !== CR) code = text.charCodeAt(++at);
      }
      ends[count++] = at;
      if (at < length && text.charCodeAt(at) === delimiter) {
        at++;
        continue;
      }
      break;
    }
    if (text.charCodeAt(at) === CR && text.charCodeAt(at + 1) === LF) at++;
    at++;
  }
  rowStarts.push(count);
  return { starts, ends, rowStarts };
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

export function leadingComments(text: string): LeadingComments {
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

/** The 1-based line of an offset. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    const code = text.charCodeAt(i);
    if (code === LF || (code === CR && text.charCodeAt(i + 1) !== LF)) line += 1;
  }
  return line;
}

/** Reads a table whose first line, comments left out, names the columns. Never throws. */
export function readCsv(file: string, delimiter: ',' | ';' | '\t'): Table | FileProblem {
  const comments = leadingComments(file);
  const text = file.slice(comments.end);
  const firstBreak = text.search(/[\r\n]/);
  if ((firstBreak < 0 ? text.length : firstBreak) > MAX_HEADER) {
    const size = firstBreak < 0 ? text.length : firstBreak;
    return problem(`its first line is ${size} characters long, so it is not a table with a header`, []);
  }
  const cells = scan(text, delimiter.charCodeAt(0));
  if ('kind' in cells) return cells;
  const { starts, ends, rowStarts } = cells;
  const spaced = (k: number): string => {
    if (text.charCodeAt(starts[k]) !== QUOTE) return text.slice(starts[k], ends[k]);
    const close = text.lastIndexOf('"', ends[k] - 1);
    return text.slice(starts[k] + 1, close).replaceAll('""', '"');
  };
  const cell = (k: number): string => spaced(k).trim();
  const raggedRow = (line: number, found: number, expected: number): string => {
    const isComment = cell(rowStarts[line]).startsWith('#');
    const count = `${found} cell${found === 1 ? '' : 's'} instead of ${expected}`;
    return isComment ? `${count}; comments stand above the header alone: leave the line out` : count;
  };
  const isBlank = (line: number) => {
    const first = rowStarts[line];
    return rowStarts[line + 1] - first === 1 && text.slice(starts[first], ends[first]).trim() === '';
  };
  let lines = rowStarts.length - 1;
  let blankEnd = 0;
  while (lines > 0 && isBlank(lines - 1)) {
    lines--;
    blankEnd++;
  }
  let headerLine = 0;
  while (headerLine < lines && isBlank(headerLine)) headerLine++;
  if (headerLine === lines) return problem('it is empty', []);

  const width = rowStarts[headerLine + 1] - rowStarts[headerLine];
  const header = Array.from({ length: width }, (_, j) => cell(rowStarts[headerLine] + j));
  // A blank line separates nothing in a table of several columns; in one column it is a missing value.
  const rows: number[] = [];
  const ragged: { row: number; message: string }[] = [];
  let raggedCount = 0;
  let allWider = true;
  for (let line = headerLine + 1; line < lines; line++) {
    if (width > 1 && isBlank(line)) continue;
    const found = rowStarts[line + 1] - rowStarts[line];
    rows.push(rowStarts[line]);
    allWider &&= found === width + 1;
    if (found === width) continue;
    raggedCount++;
    if (ragged.length < 5) ragged.push({ row: rows.length, message: raggedRow(line, found, width) });
  }
  if (rows.length === 0) {
    const numeric = header.length > 0 && header.every((name) => name !== '' && Number.isFinite(Number(name)));
    return problem(
      `it has a header and no rows${numeric ? '; the first line must name the columns' : ''}`,
      [],
    );
  }
  if (raggedCount > 0) {
    const cause = allWider
      ? `every row has one cell more than the header's ${width}; name the first column too`
      : `${raggedCount} of ${rows.length} rows have another number of cells than the header's ${width} (the first line is the header; lines above it begin with \`#\`)`;
    return problem(cause, ragged);
  }
  const tableOf = (firstCells: readonly number[]): Table => ({
    kind: 'table',
    textual: true,
    header,
    rows: firstCells.length,
    column: (j) => firstCells.map((first) => cell(first + j)),
    spaced: (j) => firstCells.map((first) => spaced(first + j)),
    lineOf: (row) => lineAt(file, comments.end + starts[firstCells[row]]),
    ...(comments.lines === null ? {} : { comments: comments.lines }),
  });
  if (width > 1 || blankEnd === 0) return tableOf(rows);
  const atEnd = Array.from({ length: blankEnd }, (_, i) => rowStarts[lines + i]);
  return { ...tableOf(rows), withBlankEnd: () => tableOf([...rows, ...atEnd]) };
}
