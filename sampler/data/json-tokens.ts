/** The single values of JSON in UTF-8: where each ends, and what it is. */
import { roundsToWhole } from '../../grammar/syntax/decimal-text.ts';
import type { Cell } from './raw-array.ts';

export const QUOTE = 34;
export const COMMA = 44;
export const COLON = 58;
export const LIST = 91;
export const LIST_END = 93;
export const OBJECT = 123;
export const OBJECT_END = 125;
const BACKSLASH = 92;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const LETTER_U = 117;
/** The bit that makes an ASCII letter small. */
const SMALL = 32;
const LETTER_E = 101;

/** Python and R write NaN and infinities, which JSON does not have; a missing value, and text that is no number. */
const words: ReadonlyMap<string, boolean | null | string> = new Map<string, boolean | null | string>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', null],
  ['-NaN', null],
  ['NA', null],
  ['Infinity', 'Infinity'],
  ['-Infinity', '-Infinity'],
  ['Inf', 'Inf'],
  ['-Inf', '-Inf'],
]);
const LONGEST_WORD = 9;

export function textAt(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('utf8');
}

/** The first byte from `at` on that is no space; the end of the text where there is none. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let next = at;
  while (next < bytes.length) {
    const byte = bytes[next];
    if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) break;
    next++;
  }
  return next;
}

/** The byte behind the string, number or word that begins at `from`; -1 if there is none. */
export function endOfScalar(bytes: Uint8Array, from: number): number {
  const byte = bytes[from];
  if (byte === QUOTE) return endOfString(bytes, from);
  const second = bytes[from + 1];
  const isNumber = isDigit(byte) || (byte === MINUS && isDigit(second));
  return isNumber ? endOfNumber(bytes, from) : endOfWord(bytes, from);
}

/** The byte behind a string's closing quote; -1 if it is not one. */
export function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) return at + 1;
    if (byte < 32) return -1;
    if (byte !== BACKSLASH) continue;
    at++;
    if (bytes[at] === LETTER_U) {
      for (let digit = 0; digit < 4; digit++) if (!isHexDigit(bytes[++at])) return -1;
    } else if (!'"\\/bfnrt'.includes(String.fromCharCode(bytes[at]))) return -1;
  }
  return -1;
}

/** JSON's own form: no zeros in front, and digits on both sides of the point. */
function endOfNumber(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  if (bytes[at] === ZERO) at++;
  else while (isDigit(bytes[at])) at++;
  if (bytes[at] === POINT && isDigit(bytes[at + 1])) {
    at += 2;
    while (isDigit(bytes[at])) at++;
  }
  if ((bytes[at] | SMALL) !== LETTER_E) return at;
  const sign = bytes[at + 1];
  let digit = at + (sign === MINUS || sign === PLUS ? 2 : 1);
  if (!isDigit(bytes[digit])) return at;
  while (isDigit(bytes[digit])) digit++;
  return digit;
}

function endOfWord(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === MINUS ? from + 1 : from;
  while (at - from <= LONGEST_WORD && isWordPart(bytes[at])) at++;
  return words.has(textAt(bytes, from, at)) ? at : -1;
}

/** @param to the end of a valid value. Numbers that a double would change beyond rounding stay text, for the type's rule. */
export function cellAt(bytes: Uint8Array, from: number, to: number): Cell {
  const text = textAt(bytes, from, to);
  if (text.startsWith('"')) return stringOf(text);
  const word = words.get(text);
  if (word !== undefined) return word;
  return isLost(text) ? text : Number(text);
}

/** The value of `NaN` or another of the words; of others, the word. */
export function wordOf(word: string): Cell {
  const value = words.get(word);
  return value === undefined ? word : value;
}

/** @param literal with its quotes. */
export function stringOf(literal: string): string {
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}

/** Whether the number's double is infinite, or whole although the number is not. */
function isLost(written: string): boolean {
  return Math.abs(Number(written)) === Number.POSITIVE_INFINITY || roundsToWhole(written);
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

function isHexDigit(byte: number): boolean {
  return isDigit(byte) || ((byte | SMALL) >= 97 && (byte | SMALL) <= 102);
}

/** As in a name: `nullable` is not `null`, and 1 is not the end of `true1`. */
function isWordPart(byte: number): boolean {
  return isDigit(byte) || ((byte | SMALL) >= 97 && (byte | SMALL) <= 122) || byte === 95 || byte === POINT;
}
