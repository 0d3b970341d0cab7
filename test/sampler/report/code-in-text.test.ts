/** Code within messages: as code on a page, plain in a terminal. */
import { expect, it } from 'vitest';
import { partsOf, plainText } from '../../../sampler/report/code-in-text.ts';

it.each([
  ['no code', [['text', 'no code']]],
  [
    '`a` and `b * c`.',
    [
      ['code', 'a'],
      ['text', ' and '],
      ['code', 'b * c'],
      ['text', '.'],
    ],
  ],
  ['a ` alone', [['text', 'a ` alone']]],
  [
    '`x` and a ` alone',
    [
      ['code', 'x'],
      ['text', ' and a ` alone'],
    ],
  ],
  ['', []],
])('%s', (message, parts) => {
  expect(partsOf(message).map(({ kind, text }) => [kind, text])).toEqual(parts);
});

it.each([
  ['Draws diverge where `tau` is small: `theta[a]`', 'Draws diverge where tau is small: theta[a]'],
  ['Write `standardize(x)` for it', 'Write standardize(x) for it'],
  ['Bound `x` with `in 0..`', "Bound x with 'in 0..'"],
])('%s, in a terminal', (message, plain) => {
  expect(plainText(message)).toBe(plain);
});
