/**
 * One pass over a JSON text in UTF-8: whether it is valid, which key occurs twice in one object, and where the single
 * values of its keys or of its records begin. Without recursion, so that no nesting is too deep for it, and without a
 * value of JavaScript for each number.
 */
import { createGrowingInts, type GrowingInts } from './growing-ints.ts';
import { isSame } from './intern-bytes.ts';
import { ABSENT } from './json-cells.ts';
import { createJsonLeaves } from './json-leaves.ts';
import {
  COLON,
  COMMA,
  endOfScalar,
  endOfString,
  LIST,
  LIST_END,
  OBJECT,
  OBJECT_END,
  QUOTE,
  skipSpace,
  stringOf,
  textAt,
} from './json-tokens.ts';

/** Bytes of one value. */
export interface JsonRange {
  readonly from: number;
  readonly to: number;
}

/** Where the single values of a key begin, row by row; other values are read when they are asked for. */
export type JsonPart =
  | { readonly kind: 'cells'; readonly shape: readonly number[]; readonly starts: Int32Array }
  | ({ readonly kind: 'uneven' } & JsonRange);

interface JsonColumn {
  readonly name: string;
  /** `ABSENT` where a record has no such key, or a list or an object. */
  readonly starts: Int32Array;
  /** The first record (from 0) whose value is a list or an object. */
  readonly nested: ({ readonly row: number } & JsonRange) | null;
}

type JsonContent =
  | { readonly kind: 'object'; readonly keys: ReadonlyMap<string, JsonPart> }
  | { readonly kind: 'records'; readonly rows: number; readonly columns: readonly JsonColumn[] }
  /** A list with an item (from 0) that is no object. */
  | { readonly kind: 'mixed'; readonly item: number }
  | { readonly kind: 'single' };

type JsonScan =
  | {
      readonly kind: 'valid';
      readonly content: JsonContent;
      /** The first key that repeats an earlier one of its object. */
      readonly duplicate: { readonly key: string; readonly at: number } | null;
    }
  /** Where the first invalid token begins; the end of the text where it ends too early. */
  | { readonly kind: 'invalid'; readonly at: number };

/** What every step returns where the text is not JSON. */
const INVALID = -1;

interface OpenColumn extends JsonRange {
  readonly name: string;
  readonly starts: GrowingInts;
  lastRow: number;
  nested: JsonColumn['nested'];
}

export function scanJson(bytes: Uint8Array): JsonScan {
  let fault = 0;
  let duplicate: { key: string; at: number } | null = null;
  const invalid = (at: number): number => {
    fault = at;
    return INVALID;
  };
  const repeated = (key: string, at: number): void => {
    duplicate ??= { key, at };
  };

  const first = skipSpace(bytes, 0);
  let content: JsonContent = { kind: 'single' };
  let end: number;
  if (bytes[first] === OBJECT) {
    const keys = new Map<string, JsonPart>();
    end = scanObject(first, (key, from, to) => {
      const name = stringOf(textAt(bytes, key, to));
      if (keys.has(name)) repeated(name, key);
      const leaves = createJsonLeaves();
      const stop = scanValue(from, leaves);
      const cells = leaves.found();
      keys.set(name, cells === null ? { kind: 'uneven', from, to: stop } : { kind: 'cells', ...cells });
      return stop;
    });
    content = { kind: 'object', keys };
  } else if (bytes[first] === LIST) {
    const list = scanList(first);
    end = list.end;
    content = list.content;
  } else end = scanValue(first, null);
  if (end !== INVALID && end < bytes.length) end = invalid(end);
  return end === INVALID ? { kind: 'invalid', at: fault } : { kind: 'valid', content, duplicate };

  /** @param field reads the value of a key; where each ends, with the spaces behind it. */
  function scanObject(
    start: number,
    field: (keyStart: number, valueStart: number, keyEnd: number) => number,
  ): number {
    let at = skipSpace(bytes, start + 1);
    if (bytes[at] === OBJECT_END) return skipSpace(bytes, at + 1);
    for (;;) {
      const keyEnd = bytes[at] === QUOTE ? endOfString(bytes, at) : INVALID;
      if (keyEnd === INVALID) return invalid(at);
      const colon = skipSpace(bytes, keyEnd);
      if (bytes[colon] !== COLON) return invalid(colon);
      const next = field(at, skipSpace(bytes, colon + 1), keyEnd);
      if (next === INVALID) return INVALID;
      if (bytes[next] === OBJECT_END) return skipSpace(bytes, next + 1);
      if (bytes[next] !== COMMA) return invalid(next);
      at = skipSpace(bytes, next + 1);
    }
  }

  function scanList(start: number): { readonly end: number; readonly content: JsonContent } {
    const columns: OpenColumn[] = [];
    const byName = new Map<string, OpenColumn>();
    let rows = 0;
    let odd: number | null = null;
    const content = (): JsonContent =>
      odd === null
        ? {
            kind: 'records',
            rows,
            columns: columns.map(({ name, starts, nested }) => ({ name, starts: starts.values(), nested })),
          }
        : { kind: 'mixed', item: odd };
    let at = skipSpace(bytes, start + 1);
    if (bytes[at] === LIST_END) return { end: skipSpace(bytes, at + 1), content: content() };
    for (;;) {
      if (bytes[at] === OBJECT) at = scanRecord(at);
      else {
        odd ??= rows;
        at = scanValue(at, null);
      }
      if (at === INVALID) return { end: INVALID, content: content() };
      rows++;
      if (bytes[at] === LIST_END) return { end: skipSpace(bytes, at + 1), content: content() };
      if (bytes[at] !== COMMA) return { end: invalid(at), content: content() };
      at = skipSpace(bytes, at + 1);
    }

    function scanRecord(from: number): number {
      let position = 0;
      const stop = scanObject(from, (key, value, keyEnd) => {
        // Records name the same keys in the same order as a rule.
        const expected = columns[position++];
        const column =
          expected !== undefined && isSame(bytes, expected.from, expected.to, key, keyEnd)
            ? expected
            : columnOf(key, keyEnd);
        if (column.lastRow === rows) repeated(column.name, key);
        column.starts.push(isSingle(value) ? value : ABSENT);
        column.lastRow = rows;
        if (!isSingle(value)) {
          const to = scanValue(value, null);
          column.nested ??= { row: rows, from: value, to };
          return to;
        }
        const end = endOfScalar(bytes, value);
        return end === INVALID ? invalid(value) : skipSpace(bytes, end);
      });
      for (const column of columns) if (column.lastRow < rows) column.starts.push(ABSENT);
      return stop;
    }

    function columnOf(from: number, to: number): OpenColumn {
      const name = stringOf(textAt(bytes, from, to));
      const known = byName.get(name);
      if (known !== undefined) return known;
      const column = { name, from, to, starts: createGrowingInts(), lastRow: -1, nested: null };
      for (let row = 0; row < rows; row++) column.starts.push(ABSENT);
      columns.push(column);
      byName.set(name, column);
      return column;
    }
  }

  function isSingle(at: number): boolean {
    return bytes[at] !== LIST && bytes[at] !== OBJECT;
  }

  /** Returns the byte behind a value and the spaces after it. */
  function scanValue(start: number, leaves: ReturnType<typeof createJsonLeaves> | null): number {
    /** The keys of each open object; null for a list. */
    const open: (Set<string> | null)[] = [];
    let at = start;
    for (;;) {
      const byte = bytes[at];
      if (byte === LIST) {
        open.push(null);
        leaves?.open();
        at = skipSpace(bytes, at + 1);
        if (bytes[at] !== LIST_END) continue;
      } else if (byte === OBJECT) {
        const keys = new Set<string>();
        open.push(keys);
        leaves?.object();
        at = skipSpace(bytes, at + 1);
        if (bytes[at] !== OBJECT_END) {
          at = scanKey(at, keys);
          if (at === INVALID) return INVALID;
          continue;
        }
      } else {
        const end = at < bytes.length ? endOfScalar(bytes, at) : INVALID;
        if (end === INVALID) return invalid(at);
        leaves?.leaf(at);
        at = skipSpace(bytes, end);
      }
      // Behind a value: the end of the lists and objects that it closes, or the next value.
      for (;;) {
        const keys = open.at(-1);
        if (keys === undefined) return at;
        const next = bytes[at];
        if (next === COMMA) {
          at = skipSpace(bytes, at + 1);
          if (keys !== null) at = scanKey(at, keys);
          if (at === INVALID) return INVALID;
          break;
        }
        if (next !== (keys === null ? LIST_END : OBJECT_END)) return invalid(at);
        open.pop();
        if (keys === null) leaves?.close();
        at = skipSpace(bytes, at + 1);
      }
    }
  }

  /** Returns where the key's value begins. */
  function scanKey(start: number, keys: Set<string>): number {
    const end = bytes[start] === QUOTE ? endOfString(bytes, start) : INVALID;
    if (end === INVALID) return invalid(start);
    const key = stringOf(textAt(bytes, start, end));
    if (keys.has(key)) repeated(key, start);
    keys.add(key);
    const colon = skipSpace(bytes, end);
    return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : invalid(colon);
  }
}
