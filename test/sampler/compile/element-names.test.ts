import { expect, it } from 'vitest';
import { elementNames } from '../../../sampler/compile/element-names.ts';

const home = { name: 'home', labels: ['Anoka', 'Carver'] };
const year = { name: 'year', labels: ['2019', '2020', '2021'] };

it('a scalar has the name of its quantity', () => {
  expect(elementNames({ name: 'mu', dims: [] })).toEqual(['mu']);
});

it('a vector’s elements have the labels of its dimension', () => {
  expect(elementNames({ name: 'a', dims: [home] })).toEqual(['a[Anoka]', 'a[Carver]']);
});

it('a matrix’s elements come row by row, each with the row’s label first', () => {
  expect(elementNames({ name: 'theta', dims: [home, year] })).toEqual([
    'theta[Anoka,2019]',
    'theta[Anoka,2020]',
    'theta[Anoka,2021]',
    'theta[Carver,2019]',
    'theta[Carver,2020]',
    'theta[Carver,2021]',
  ]);
});

it('an empty dimension has no elements', () => {
  expect(elementNames({ name: 'a', dims: [{ name: 'none', labels: [] }] })).toEqual([]);
});
