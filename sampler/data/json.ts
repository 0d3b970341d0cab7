/** JSON data: an object of keys to numbers and nested lists, or a list of records (a table). */
import { besideCells, type Cells, listCells } from './cells.ts';
import { isLost, type JsonScan, scanJson } from './json-errors.ts';
import type { Cell, FileProblem, Table } from './raw-array.ts';

/** Named values, each a number, a string or nested lists. */
export interface JsonObject {
  readonly kind: 'object';
  readonly keys: ReadonlyMap<string, unknown>;
}

function problem(message: string): FileProblem {
  return { kind: 'problem', message, rows: [] };
}

/**
 * Python and R write NaN and Infinity, which are not JSON: NaN becomes null, an infinity becomes the text
 * "Infinity", which is reported at its position as not a number.
 */
function withoutNaN(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity|Inf|NA)\b/g, (token) => {
    if (token.startsWith('"')) return token;
    if (token.endsWith('NaN') || token.endsWith('NA')) return 'null';
    return JSON.stringify(token);
  });
}

/** Numbers beyond a double's range, or whole only by rounding, become text; conversion to the column's type judges them. */
function withNumbersAsWritten(text: string): string {
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    return isLost(token) ? JSON.stringify(token) : token;
  });
}

function tryParse(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at);
  return `line ${before.split('\n').length}, column ${at - before.lastIndexOf('\n')}`;
}

/** Where the text stops being JSON, and what was found there. */
function explain(text: string, { fault }: JsonScan): string {
  if (fault === null || fault >= text.length) return 'it ends too early';
  const found = /^(?:[\w.+-]+|.)/su.exec(text.slice(fault, fault + 40))?.[0] ?? '';
  return `unexpected \`${found}\` in ${placeOf(text, fault)}`;
}

function isCell(value: unknown): value is Cell {
  return (
    value === null || typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
  );
}

export function readJson(file: string): JsonObject | Table | FileProblem {
  let text = file;
  let parsed = tryParse(text);
  if (parsed === null && /\b(?:NaN|Infinity|Inf|NA)\b/.test(text)) {
    text = withoutNaN(text);
    parsed = tryParse(text);
  }
  const scan = scanJson(text);
  if (parsed === null) return problem(`it is not JSON: ${explain(file, scanJson(file))}`);
  const { duplicate } = scan;
  if (duplicate !== null) {
    return problem(
      `the key \`${duplicate.key}\` occurs twice in one object, again in ${placeOf(text, duplicate.at)}; rename one or leave one out`,
    );
  }
  if (scan.hasLost) parsed = tryParse(withNumbersAsWritten(text)) ?? parsed;
  const { value } = parsed;
  if (Array.isArray(value)) return readRecords(value);
  if (typeof value === 'object' && value !== null)
    return { kind: 'object', keys: new Map(Object.entries(value)) };
  return problem('expected an object of names and values, or a list of records');
}

function readRecords(list: readonly unknown[]): Table | FileProblem {
  if (list.length === 0) return problem('its list of records is empty');
  const records: ReadonlyMap<string, unknown>[] = [];
  const header = new Set<string>();
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      return problem(`expected a list of records, and item ${index + 1} is not an object`);
    }
    const record = new Map(Object.entries(item));
    for (const key of record.keys()) header.add(key);
    records.push(record);
  }
  const names = [...header];
  return {
    kind: 'table',
    textual: false,
    header: names,
    rows: records.length,
    columns: (positions) =>
      besideCells(
        positions.map((position) =>
          listCells(
            records.map((record) => {
              const cell = record.get(names[position]) ?? null;
              // Reported where the column is used.
              return isCell(cell) ? cell : null;
            }),
          ),
        ),
      ),
    nested: (position) => {
      const row = records.findIndex((record) => !isCell(record.get(names[position]) ?? null));
      return row < 0 ? null : { row, found: describe(records[row].get(names[position])) };
    },
  };
}

type Flattened =
  | { readonly kind: 'ok'; readonly cells: Cells; readonly shape: readonly number[] }
  | { readonly kind: 'problem'; readonly message: string };

/** Flattens nested lists of equal lengths, row-major. */
export function flatten(value: unknown): Flattened {
  const shape: number[] = [];
  for (let level = value; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) return { kind: 'problem', message: 'an empty list' };
    if (shape.length > 8) return { kind: 'problem', message: 'lists nested more than eight deep' };
  }
  const cells: Cell[] = [];
  let problem: string | null = null;
  const visit = (node: unknown, depth: number, path: string): void => {
    if (problem !== null) return;
    if (depth < shape.length) {
      if (!Array.isArray(node))
        problem = `a list of length ${shape[depth]} expected at ${path || 'the top'}, found ${describe(node)}`;
      else if (node.length !== shape[depth]) {
        problem = `lists of unequal length: ${shape[depth]} at first, ${node.length} at ${path}`;
      } else for (const [i, child] of node.entries()) visit(child, depth + 1, `${path}[${i + 1}]`);
      return;
    }
    if (isCell(node)) cells.push(node);
    else problem = `a single value expected at ${path || 'the top'}, found ${describe(node)}`;
  };
  visit(value, 0, '');
  return problem === null
    ? { kind: 'ok', cells: listCells(cells), shape }
    : { kind: 'problem', message: problem };
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `a list of length ${value.length}`;
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${JSON.stringify(value)}`;
}
