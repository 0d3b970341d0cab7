/** JSON data: an object of keys to numbers and nested lists, or a list of records (a table). */
import { besideCells, type Cells } from './cells.ts';
import { jsonCells } from './json-cells.ts';
import { type JsonPart, type JsonRange, scanJson } from './json-scan.ts';
import { textAt, wordOf } from './json-tokens.ts';
import type { FileProblem, Table } from './raw-array.ts';
import { describeValue } from './uneven-lists.ts';

const LF = 10;
/** Of UTF-8: the first byte of four, which are two UTF-16 units; the bits of a byte behind the first. */
const FOUR_BYTES = 0xf0;
const CONTINUES = 0xc0;
const CONTINUATION = 0x80;

/** Named values, each a number, a string or nested lists. */
export interface JsonObject {
  readonly kind: 'object';
  readonly keys: ReadonlyMap<string, JsonValue>;
}

/** Values row by row; a single one has no axes. */
export interface JsonArray {
  readonly kind: 'array';
  readonly cells: Cells;
  readonly shape: readonly number[];
}

/** Lists that are no array, with the reason. */
export type JsonValue = JsonArray | { readonly kind: 'uneven'; readonly lists: () => unknown };

function problem(message: string): FileProblem {
  return { kind: 'problem', message, rows: [] };
}

/** @param bytes UTF-8. */
export function readJson(bytes: Uint8Array): JsonObject | Table | FileProblem {
  const scan = scanJson(bytes);
  if (scan.kind === 'invalid') return problem(`it is not JSON: ${explain(bytes, scan.at)}`);
  const { content, duplicate } = scan;
  if (duplicate !== null) {
    return problem(
      `the key \`${duplicate.key}\` occurs twice in one object, again in ${placeOf(bytes, duplicate.at)}; rename one or leave one out`,
    );
  }
  if (content.kind === 'object')
    return {
      kind: 'object',
      keys: new Map([...content.keys].map(([name, part]) => [name, namedValue(bytes, part)])),
    };
  if (content.kind === 'single')
    return problem('expected an object of names and values, or a list of records');
  if (content.kind === 'mixed')
    return problem(`expected a list of records, and item ${content.item + 1} is not an object`);
  const { rows, columns } = content;
  if (rows === 0) return problem('its list of records is empty');
  const cells = columns.map(({ starts }) => jsonCells(bytes, starts));
  return {
    kind: 'table',
    textual: false,
    header: columns.map(({ name }) => name),
    rows,
    columns: (positions) =>
      positions.length === 1 ? cells[positions[0]] : besideCells(positions.map((at) => cells[at])),
    nested: (position) => {
      const { nested } = columns[position];
      return nested === null ? null : { row: nested.row, found: describeValue(parsed(bytes, nested)) };
    },
  };
}

function namedValue(bytes: Uint8Array, part: JsonPart): JsonValue {
  if (part.kind === 'cells')
    return { kind: 'array', cells: jsonCells(bytes, part.starts), shape: part.shape };
  return { kind: 'uneven', lists: () => parsed(bytes, part) };
}

/** As values of JavaScript, with numbers that a double would change as text. */
export function nestedLists(value: JsonValue): unknown {
  if (value.kind === 'uneven') return value.lists();
  const { cells, shape } = value;
  let next = 0;
  const build = (axis: number): unknown =>
    axis === shape.length ? cells.at(next++) : Array.from({ length: shape[axis] }, () => build(axis + 1));
  return build(0);
}

/** A part of a valid text; NaN and infinities, which JSON does not have, as null and as text. */
function parsed(bytes: Uint8Array, { from, to }: JsonRange): unknown {
  const text = textAt(bytes, from, to);
  return JSON.parse(
    text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?[A-Z]\w*/g, (token) =>
      token.startsWith('"') ? token : JSON.stringify(wordOf(token)),
    ),
  );
}

/** What was found where the text stops being JSON. */
function explain(bytes: Uint8Array, at: number): string {
  if (at >= bytes.length) return 'it ends too early';
  const found = /^(?:[\w.+-]+|.)/su.exec(textAt(bytes, at, Math.min(at + 40, bytes.length)))?.[0] ?? '';
  return `unexpected \`${found}\` in ${placeOf(bytes, at)}`;
}

/** Columns count UTF-16 units, as editors do; a single line may be too long for a string. */
function placeOf(bytes: Uint8Array, at: number): string {
  let line = 1;
  let column = 1;
  for (let i = 0; i < at; i++) {
    const byte = bytes[i];
    if (byte === LF) {
      line++;
      column = 1;
    } else if (byte >= FOUR_BYTES) column += 2;
    else if ((byte & CONTINUES) !== CONTINUATION) column++;
  }
  return `line ${line}, column ${column}`;
}
