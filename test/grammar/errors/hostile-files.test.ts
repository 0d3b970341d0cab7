/** Data files that no text of a snippet can hold: each is one error at the file's name, at once. */
import { expect, test } from 'vitest';
import { examine, places } from './snippet.ts';

const model = `dim r
data from "d.csv" { x : real[r] }
param m ~ Normal(0, 1)
observe x ~ Normal(m, 1)
`;

test.each([
  ['binary', '\u0001\u0002\u0000\u0003', /binary/],
  ['one line of 10 MB', 'x,'.repeat(5_000_000), /10000000 characters long/],
  ['one cell of 10 MB', '7'.repeat(10_000_000), /10000000 characters long/],
  ['one quoted cell of 10 MB', `"${'x'.repeat(10_000_000)}"`, /characters long/],
  ['an Excel workbook', 'PK\u0003\u0004\u0000\u0000', /Excel/],
])('%s', (_, content, message) => {
  const { diagnostics } = examine(model, new Map([['d.csv', content]]));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  expect(places(model, errors)).toEqual(['  2:10-17 data-format «"d.csv"»']);
  expect(errors[0].message).toMatch(message);
});

test('a list in the model is as long as a file', () => {
  const long = `dim r
data { x : real[r] = [${'1,'.repeat(200_000)}1] }
param m ~ Normal(0, 1)
observe x ~ Normal(m, 1)
`;
  const { analysis, diagnostics } = examine(long, new Map());
  expect(diagnostics).toEqual([]);
  expect(analysis.data?.arrays.get('x')?.values).toHaveLength(200_001);
});
