import { expect, test } from 'vitest';
import { plainTable, tableText } from '../../../sampler/cli/plain-table.ts';

test('numbers end and texts begin beneath each other, without blanks at the ends of lines', () => {
  const table = plainTable(['', 'mean', 'sd', 'word'], 1, 1);
  table.push(['mu', '−1.25', '0.3', 'longer than its head']);
  table.push(['sigma_a', '10', '', '']);
  expect(table.lines()).toEqual([
    '          mean   sd  word',
    'mu       −1.25  0.3  longer than its head',
    'sigma_a     10',
  ]);
});

test('characters take the columns that a terminal gives them', () => {
  const table = plainTable(['', 'x'], 1);
  table.push(['東京', '1']);
  // An accent of its own joins the letter before it, and an emoji takes two columns.
  table.push(['e\u0301t\u00e9', '2']);
  table.push(['👩‍🔬', '3']);
  expect(table.lines()).toEqual(['      x', '東京  1', 'e\u0301t\u00e9   2', '👩‍🔬    3']);
});

test('a row may end early', () => {
  const table = plainTable(['', 'a', 'b'], 1);
  table.push(['first', '1']);
  expect(tableText(table)).toBe('       a  b\nfirst  1\n');
});
