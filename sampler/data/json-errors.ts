/**
 * What `JSON.parse` does not report: where a text stops being JSON, a duplicate key in one object, whether a
 * number is too large, or becomes whole only by rounding. One pass without recursion, so that no nesting is too deep for it.
 */
import { roundsToWhole } from '../../grammar/syntax/decimal-text.ts';

export interface JsonScan {
  /** Offset of the first invalid token; the text's length if it ends too early; null for valid JSON. */
  readonly fault: number | null;
  /** The first key that repeats an earlier one of its object. */
  readonly duplicate: { readonly key: string; readonly at: number } | null;
  /** Whether parsing makes a number infinite, or whole only by rounding. */
  readonly hasLost: boolean;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /(?:true|false|null)(?![\w.])/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

type State = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'next';

export function scanJson(text: string): JsonScan {
  /** The keys of each open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  let duplicate: JsonScan['duplicate'] = null;
  let hasLost = false;
  let state: State = 'value';
  let at = 0;
  const end = (fault: number | null): JsonScan => ({ fault, duplicate, hasLost });
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) return end(state === 'next' && open.length === 0 ? null : text.length);
    const mark = text[at];
    const inside = open.at(-1);
    if (state === 'colon') {
      if (mark !== ':') return end(at);
      state = 'value';
      at++;
    } else if (state === 'next') {
      if (mark === ',' && inside !== undefined) state = inside === null ? 'value' : 'key';
      else if ((mark === ']' && inside === null) || (mark === '}' && inside instanceof Set)) open.pop();
      else return end(at);
      at++;
    } else if (state === 'key' || state === 'firstKey') {
      if (mark === '}' && state === 'firstKey') {
        open.pop();
        state = 'next';
        at++;
        continue;
      }
      const close = mark === '"' ? endOfString(text, at) : -1;
      if (close < 0) return end(at);
      const key = keyOf(text.slice(at, close));
      if (inside instanceof Set) {
        if (inside.has(key)) duplicate ??= { key, at };
        inside.add(key);
      }
      state = 'colon';
      at = close;
    } else if (mark === '[' || mark === '{') {
      open.push(mark === '[' ? null : new Set());
      state = mark === '[' ? 'firstValue' : 'firstKey';
      at++;
    } else if (mark === ']' && state === 'firstValue') {
      open.pop();
      state = 'next';
      at++;
    } else {
      const close = mark === '"' ? endOfString(text, at) : endOfScalar(text, at);
      if (close < 0) return end(at);
      if (mark !== '"' && !hasLost) {
        hasLost = isLost(text.slice(at, close));
      }
      state = 'next';
      at = close;
    }
  }
}

/** Whether the number's double is infinite, or whole although the number is not. */
export function isLost(written: string): boolean {
  return Math.abs(Number(written)) === Number.POSITIVE_INFINITY || roundsToWhole(written);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9;
}

/** The offset after a string, or -1 if it is not one. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    if (code < 32) return -1;
    if (code !== 92) continue;
    escapeSequence.lastIndex = at;
    if (!escapeSequence.test(text)) return -1;
    at = escapeSequence.lastIndex - 1;
  }
  return -1;
}

function endOfScalar(text: string, start: number): number {
  const rule = /[a-z]/.test(text[start]) ? word : number;
  rule.lastIndex = start;
  return rule.test(text) ? rule.lastIndex : -1;
}

function keyOf(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}
