/** Fetches the raw values of each datum: from a table's column, a JSON key, or a literal in the model. */
import { dirname, resolve } from 'node:path';
import type { DataSource } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { DataEntry, DataStatement } from '../../grammar/syntax/ast.ts';
import { besideCells, type Cells } from './cells.ts';
import { type DataFile, hashBytes, parseDataFile } from './data-file.ts';
import { type DataRequest, requestOf } from './data-request.ts';
import { datesOf } from './date-columns.ts';
import type { JsonArray } from './json.ts';
import { readInline } from './literal-values.ts';
import { dataError } from './load-diagnostics.ts';
import type { LoadOptions } from './load-options.ts';
import type { RawArray, Table } from './raw-array.ts';
import { listNames, suggest, unseen } from './suggest.ts';
import { whyUneven } from './uneven-lists.ts';

/** A file that has been read; its content is null where that failed (already reported). */
export interface OpenFile {
  readonly path: string;
  readonly hash: string;
  readonly content: Exclude<DataFile, { kind: 'problem' }>;
}

export interface RawDatum {
  readonly raw: RawArray;
  readonly source: DataSource;
  /** The table's rows are this datum's first axis. */
  readonly fromTable: boolean;
}

export function openFile(
  block: DataStatement,
  options: LoadOptions,
  report: (diagnostic: Diagnostic) => void,
): OpenFile | null {
  const { source } = block;
  if (source === undefined) return null;
  if (source.value.trim() === '') {
    report(dataError('data-file', source.span, 'expected the name of a data file, found an empty string'));
    return null;
  }
  const folder = dirname(options.modelPath);
  const path = resolve(folder, source.value);
  const bytes = options.readFile(path);
  if ('error' in bytes) {
    report(missingFile(source.value, source.span, path, bytes.error, options));
    return null;
  }
  const hash = hashBytes(bytes);
  // The format also depends on the extension, which is therefore part of the key.
  const key = `${hash}:${/\.[^./\\]*$/.exec(path)?.[0] ?? ''}`;
  const cached = options.cache?.get(key);
  const content = cached ?? parseDataFile(path, bytes);
  if (cached === undefined) options.cache?.set(key, content);
  if (content.kind === 'table' && content.comments !== undefined) {
    const [first, last] = content.comments;
    const lines =
      first === last
        ? `line ${first} is a comment and was`
        : `lines ${first} to ${last} are comments and were`;
    const message = `\`${source.value}\`: ${lines} left out; the header follows`;
    report({ code: 'data-comment', severity: 'hint', message, span: source.span });
  }
  if (content.kind === 'problem') {
    const related = content.rows.map(({ row, message }) => ({ message, file: path, row }));
    report(
      dataError('data-format', source.span, `cannot read data file \`${source.value}\`: ${content.message}`, {
        related,
      }),
    );
    return null;
  }
  return { path, hash, content };
}

function missingFile(name: string, span: Span, path: string, why: string, options: LoadOptions): Diagnostic {
  const wanted = path.slice(dirname(path).length + 1);
  const similar = suggest(
    wanted,
    (options.listFolder?.(dirname(path)) ?? []).filter(
      (candidate) => candidate !== wanted && /\.(?:csv|tsv|txt|json|parquet|arrow|feather)$/i.test(candidate),
    ),
  );
  const hint = similar === undefined ? '' : `; did you mean \`${similar}\`?`;
  const message = `cannot read data file \`${name}\`: ${why}; looked for ${path}${hint}`;
  const newName = name.slice(0, name.length - (path.length - dirname(path).length - 1)) + (similar ?? '');
  const fixes =
    similar === undefined
      ? []
      : [{ title: `Use "${newName}"`, edits: [{ span, newText: JSON.stringify(newName) }] }];
  return dataError('data-file', span, message, { fixes });
}

/** The raw values of one entry, or null where a diagnostic is reported (here, before, or by the checker). */
export function fetchRaw(
  entry: DataEntry,
  block: DataStatement,
  file: OpenFile | null,
  report: (diagnostic: Diagnostic) => void,
): RawDatum | null {
  const request = requestOf(entry);
  const found = fetchCells(request, entry, { block, file, report });
  if (found === null || request.kind !== 'column' || request.date === undefined) return found;
  return datesOf(found, request.date, entry, { span: request.span, report });
}

function fetchCells(
  request: DataRequest,
  entry: DataEntry,
  from: {
    readonly block: DataStatement;
    readonly file: OpenFile | null;
    readonly report: (diagnostic: Diagnostic) => void;
  },
): RawDatum | null {
  const { block, file, report } = from;
  if (request.kind === 'unread') return null;
  if (request.kind === 'invalid') {
    report(dataError('data-column', request.span, `\`${entry.name.name}\`: ${request.message}`));
    return null;
  }
  if (request.kind === 'literal') {
    const inline = readInline(request.expr);
    if (inline.kind === 'ok') return { raw: inline.raw, source: { kind: 'inline' }, fromTable: false };
    const code = inline.message.startsWith('expected a literal') ? 'data-value' : 'data-shape';
    report(dataError(code, inline.span, `\`${entry.name.name}\`: ${inline.message}`));
    return null;
  }
  if (block.source === undefined) {
    const message = `\`${entry.name.name}\` has no value: write \`= …\`, or \`data from "file"\` for a column`;
    report(dataError('data-missing', entry.name.span, message));
    return null;
  }
  if (file === null) return null;
  const content = contentFor(file.content, entry);
  const available = content.kind === 'table' ? content.header : [...content.keys.keys()];
  const names = request.kind === 'columns' ? request.names : [request];
  for (const { name, span } of names) {
    const problem = checkColumn(name, span, available, block.source.value, content.kind);
    if (problem === null) continue;
    const told = { ...problem, message: `${problem.message}${headerAdvice(content, name)}` };
    report(withColumnFix(told, entry, request, name, available));
    return null;
  }
  const source = {
    kind: 'file',
    file: file.path,
    hash: file.hash,
    column: names.map(({ name }) => name).join(', '),
  } as const;
  if (content.kind === 'table') {
    for (const { name, span } of names) {
      const nested = content.nested?.(content.header.indexOf(name)) ?? null;
      if (nested === null) continue;
      const message = `\`${entry.name.name}\`: expected one value in each record, found ${nested.found} in row ${nested.row + 1}, key ${name}; give each value a key of its own, or write an object of lists`;
      const related = [
        { message: `found ${nested.found}`, file: file.path, row: nested.row + 1, column: name },
      ];
      report(dataError('data-value', span, message, { related }));
      return null;
    }
    return {
      raw: fromTable(
        content,
        names.map(({ name }) => name),
        request.kind === 'columns',
        file.path,
      ),
      source,
      fromTable: true,
    };
  }
  const arrays: JsonArray[] = [];
  for (const { name } of names) {
    const value = content.keys.get(name);
    if (value?.kind === 'array') arrays.push(value);
    else if (value !== undefined) {
      const reason = whyUneven(value.lists());
      const message = `key \`${name}\` of \`${block.source.value}\`: ${reason}`;
      const related = [{ message: reason, file: file.path, column: name }];
      report(dataError('data-shape', entry.name.span, message, { related }));
      return null;
    }
  }
  const cells = arrays.map((array) => array.cells);
  if (request.kind === 'column') {
    const place = (index: number) => jsonPlace(file.path, request.name, arrays[0].shape, index);
    return {
      raw: { cells: cells[0], shape: arrays[0].shape, textual: false, place },
      source,
      fromTable: false,
    };
  }
  const odd = arrays.findIndex(({ shape }) => shape.length !== 1 || shape[0] !== arrays[0].shape[0]);
  if (odd >= 0) {
    const message = `\`columns\` needs lists of one length; \`${names[odd].name}\` is not a list of ${arrays[0].shape[0] ?? 1}`;
    report(dataError('data-shape', names[odd].span, message));
    return null;
  }
  return {
    raw: besideNames(
      besideCells(cells),
      cells[0].length,
      names.map(({ name }) => name),
      false,
      file.path,
    ),
    source,
    fromTable: false,
  };
}

/** Blank lines at the end of a single column are missing values where its type allows them, and nothing otherwise. */
function contentFor(content: OpenFile['content'], entry: DataEntry): OpenFile['content'] {
  if (content.kind !== 'table' || !entry.optional || content.withBlankEnd === undefined) return content;
  return content.withBlankEnd();
}

function fromTable(table: Table, names: readonly string[], matrix: boolean, file: string): RawArray {
  const cells = table.columns(names.map((name) => table.header.indexOf(name)));
  const { lineOf, rows, textual } = table;
  if (matrix) return besideNames(cells, rows, names, textual, file, lineOf);
  const place = (index: number) => ({ file, row: index + 1, line: lineOf?.(index), column: names[0] });
  return { cells, shape: [rows], textual, place };
}

/** Columns side by side, row by row: a matrix whose last axis the names label. */
function besideNames(
  cells: Cells,
  rows: number,
  names: readonly string[],
  textual: boolean,
  file: string,
  lineOf?: (row: number) => number,
): RawArray {
  const width = names.length;
  const place = (index: number) => ({
    file,
    row: Math.floor(index / width) + 1,
    line: lineOf?.(Math.floor(index / width)),
    column: names[index % width],
  });
  return { cells, shape: [rows, width], textual, place, labels: names };
}

function jsonPlace(file: string, key: string, shape: readonly number[], index: number) {
  const positions: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    positions.unshift((rest % size) + 1);
    rest = Math.floor(rest / size);
  }
  return {
    file,
    row: positions[0] ?? 1,
    column: positions.length > 1 ? `${key}[${positions.join(',')}]` : key,
  };
}

function checkColumn(
  name: string,
  span: Span,
  available: readonly string[],
  file: string,
  kind: 'table' | 'object',
): Diagnostic | null {
  const word = kind === 'table' ? 'column' : 'key';
  const first = available.indexOf(name);
  if (first < 0) {
    const similar = suggest(name, available);
    const hint = similar === undefined ? '' : `; did you mean \`${similar}\`${unseen(name, similar)}?`;
    const message = `no ${word} \`${name}\` in \`${file}\`${hint} (${word}s: ${listNames(available)})`;
    return dataError('data-column', span, message);
  }
  const second = kind === 'table' ? available.indexOf(name, first + 1) : -1;
  if (second < 0) return null;
  const message = `column \`${name}\` is in \`${file}\` twice, as columns ${first + 1} and ${second + 1}; rename one`;
  return dataError('data-column', span, message);
}

/** Rows searched for a header below a title. */
const MOST_TITLE_ROWS = 20;

/** Advice where the first line of a table is not a header. */
function headerAdvice(content: OpenFile['content'], name: string): string {
  if (content.kind !== 'table' || !content.textual || content.header.includes(name)) return '';
  const { header } = content;
  if (header.every((cell) => cell !== '' && Number.isFinite(Number(cell))))
    return '; the first line must name the columns';
  const cells = content.columns([0]);
  const titles = Array.from({ length: Math.min(cells.length, MOST_TITLE_ROWS) }, (_, row) => cells.at(row));
  const row = titles.indexOf(name);
  const line = row < 0 ? undefined : content.lineOf?.(row);
  return line === undefined
    ? ''
    : `; line ${line} may be the header: remove the lines above it, or begin them with \`#\``;
}

function withColumnFix(
  diagnostic: Diagnostic,
  entry: DataEntry,
  request: Extract<DataRequest, { kind: 'column' | 'columns' }>,
  name: string,
  available: readonly string[],
): Diagnostic {
  const similar = available.includes(name) ? undefined : suggest(name, available);
  if (similar === undefined) return diagnostic;
  const quoted = JSON.stringify(similar);
  const edit =
    request.kind === 'column' && request.isDefault
      ? { span: { start: entry.span.end, end: entry.span.end }, newText: ` = column(${quoted})` }
      : { span: diagnostic.span, newText: quoted };
  return { ...diagnostic, fixes: [{ title: `Use column ${quoted}`, edits: [edit] }] };
}
