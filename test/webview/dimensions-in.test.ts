/** The dimensions that a model can be left out by, for the page, which has no parser. */
import { expect, test } from 'vitest';
import { dimensionsIn } from '../../webview/parts/dimensions-in.ts';

test('the dimensions of a model are those that it declares', () => {
  const text =
    '# dim no\ndim row, site = ["a, b", "c"], k = max(g, 2)  # x, y\n  dim année\nparam dim_not ~ Normal(0, 1)\n';
  expect(dimensionsIn(text)).toEqual(['row', 'site', 'k', 'année']);
  expect(dimensionsIn('param x ~ Normal(0, 1)')).toEqual([]);
});
