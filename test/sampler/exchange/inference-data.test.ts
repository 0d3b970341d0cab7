/** Names and coordinates of ArviZ's layout. */
import { expect, test } from 'vitest';
import { axesOf, coordinateOf, groupOf } from '../../../sampler/exchange/inference-data.ts';
import { quantityColumns } from '../../../sampler/exchange/quantity-arrays.ts';

test('an array named like a dimension of its group is renamed, and only there', () => {
  const axes = axesOf('site', [{ name: 'site', labels: ['a', 'b'] }]);
  const array = { name: 'site', axes, values: new Float64Array(2) };
  const other = { name: 'x', axes, values: new Float64Array(2) };
  expect(groupOf('constant_data', [array, other])?.arrays.map(({ name }) => name)).toEqual([
    'site_values',
    'x',
  ]);
  expect(groupOf('constant_data', [])).toBeNull();
});

test('labels that are positions are numbers, others texts', () => {
  expect(coordinateOf(['1', '2'])).toEqual(new BigInt64Array([1n, 2n]));
  expect(coordinateOf(['2', '1'])).toEqual(['2', '1']);
});

test('columns that are not the model’s elements have one axis of their names', () => {
  const known = [{ name: 'a', dims: [{ name: 'site', labels: ['x', 'y, z'] }] }];
  expect(quantityColumns(['mu', 'a[x]', 'a[y, z]'], known)).toEqual([
    { name: 'mu', axes: [], elements: ['mu'] },
    { name: 'a', axes: [{ name: 'site', coordinate: ['x', 'y, z'] }], elements: ['a[x]', 'a[y, z]'] },
  ]);
  expect(quantityColumns(['a[x]', 'a[w]'], known)[0].axes).toEqual([
    { name: 'a_dim_0', coordinate: ['x', 'w'] },
  ]);
});
