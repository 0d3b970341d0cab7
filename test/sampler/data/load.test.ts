/** Tables, JSON and data in the model itself. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { createDataCache } from '../../../sampler/data/load-options.ts';
import { clean, homes, labels, only, options, radon, values } from './load-files.ts';

describe('tables', () => {
  test('NA is a label where it is listed, and missing elsewhere', () => {
    const text = (dim: string) => `dim r\ndim ${dim}\ndata from "d.csv" { c : country[r] }`;
    const files = { 'd.csv': 'c\nNA\nDE\n' };
    expect(values(clean(text('country = ["DE", "NA"]'), files), 'c')).toEqual([2, 1]);
    expect(only(text('country = ["DE", "US"]'), files).code).toBe('data-missing');
    expect(only(text('country'), files).code).toBe('data-missing');
    const blank = { 'd.json': '[{ "c": " " }, { "c": "DE" }]' };
    expect(only(text('country').replace('csv', 'json'), blank).code).toBe('data-missing');
  });

  test('columns, label data and the shared row dimension', () => {
    const data = clean(radon, { 'radon.csv': homes });
    expect(values(data, 'y')).toEqual([0.5, -0.1, 0.25]);
    expect(values(data, 'county_of')).toEqual([1, 2, 1]);
    expect(data.arrays.get('county_of')).toMatchObject({
      element: 'int',
      labelsOf: 'county',
      dims: [{ name: 'home', size: 3 }],
    });
    expect(data.dims.get('home')).toEqual({
      name: 'home',
      size: 3,
      labels: ['1', '2', '3'],
      labelled: false,
    });
    expect(data.dims.get('county')).toEqual({
      name: 'county',
      size: 2,
      labels: ['Anoka', 'Clay'],
      labelled: true,
    });
    expect(data.sources.get('y')).toMatchObject({
      kind: 'file',
      file: '/models/radon.csv',
      column: 'log_radon',
    });
    // printf 'county,log_radon,floor\nAnoka,0.5,0\nClay,-1e-1,1\nAnoka,.25,0\n' | sha256sum
    expect(data.sources.get('y')?.hash).toBe(
      '147c8c9193e6547ce44dc3cf26e0429a8c7b259f51d106762398bf441b197ce6',
    );
  });

  test.each([
    ['a byte-order mark', `\ufeff${homes}`],
    ['CRLF', homes.replaceAll('\n', '\r\n')],
    ['semicolons', homes.replaceAll(',', ';')],
    ['tabs', homes.replaceAll(',', '\t')],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(homes, 'utf16le')])],
    ['spaces', homes.replaceAll(',', ' , ')],
    ['quotes', homes.replaceAll(/[^,\n]+/g, '"$&"')],
  ])('with %s', (_, text) => {
    const data = clean(radon, { 'radon.csv': text });
    expect(values(data, 'y')).toEqual([0.5, -0.1, 0.25]);
    expect(labels(data, 'county')).toEqual(['Anoka', 'Clay']);
  });

  test('a matrix of columns labels its last dimension', () => {
    const text = 'dim row, coef\ndata from "d.csv" { X : real[row, coef] = columns("b", "a") }';
    const data = clean(text, { 'd.csv': 'a,b\n1,2\n3,4\n' });
    expect(values(data, 'X')).toEqual([2, 1, 4, 3]);
    expect(labels(data, 'coef')).toEqual(['b', 'a']);
    expect(data.dims.get('coef')?.labelled).toBe(true);
  });

  test('a matrix follows the order of labels that bear its columns’ names', () => {
    const text =
      'dim row\ndim coef = ["a", "b"]\ndata from "d.csv" { X : real[row, coef] = columns("b", "a") }';
    expect(values(clean(text, { 'd.csv': 'a,b\n1,2\n3,4\n' }), 'X')).toEqual([1, 2, 3, 4]);
  });

  test('a scalar from a table of one row', () => {
    expect(values(clean('data from "d.csv" { n : int }', { 'd.csv': 'n\n7\n' }), 'n')).toEqual([7]);
    expect(only('data from "d.csv" { n : int }', { 'd.csv': 'n\n7\n8\n' })).toMatchObject({
      code: 'data-shape',
      at: 'n',
      message: expect.stringContaining('expected one value, found a column of 2 rows'),
    });
  });

  test('two dims cannot share the rows of one table', () => {
    const found = only('dim a, b\ndata from "d.csv" { x : real[a] y : real[b] }', {
      'd.csv': 'x,y\n1,2\n3,4\n',
    });
    expect(found).toMatchObject({ code: 'data-shape', at: 'b' });
    expect(found.related?.[0].message).toContain('`x` is over `a`');
  });

  test('a hundred thousand rows of ten columns, quoted labels among them', () => {
    const header = 'g,c1,c2,c3,c4,c5,c6,c7,c8,c9';
    const row = (i: number) =>
      [`"g${i % 50}"`, ...Array.from({ length: 9 }, (_, k) => Math.sin(i * 9 + k).toPrecision(12))].join(',');
    const text = [header, ...Array.from({ length: 100_000 }, (_, i) => row(i))].join('\n');
    const entries = Array.from({ length: 9 }, (_, k) => `c${k + 1} : real[row] in -1..1`).join('\n');
    const model = `dim row, group\ndata from "d.csv" { g : group[row]\n${entries} }`;
    const { program } = parse(model);
    const files = options({ 'd.csv': text });
    const data = loadData(program, files);
    expect(data.diagnostics).toEqual([]);
    expect(data.arrays.get('c9')?.values[99_999]).toBe(Number(Math.sin(99_999 * 9 + 8).toPrecision(12)));
    expect(data.dims.get('group')?.size).toBe(50);
  });
});

describe('JSON', () => {
  test('keys to scalars, lists and nested lists, whatever their order in the model', () => {
    const text = `dim t = T
dim k
data from "d.json" {
  y : real[t]
  X : real[t, k]
  T : int
  alpha : real[3]
}`;
    const json = '{ "T": 2, "y": [1, 2.5], "X": [[1, 2, 3], [4, 5, 6]], "alpha": [7, 8, 9] }';
    const data = clean(text, { 'd.json': json });
    expect(values(data, 'X')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(data.arrays.get('X')?.dims).toEqual([
      { name: 't', size: 2 },
      { name: 'k', size: 3 },
    ]);
    expect(data.arrays.get('alpha')?.dims).toEqual([{ name: null, size: 3 }]);
  });

  test('a scalar integer datum is used in brackets as a dimension', () => {
    const data = clean('data from "d.json" { T : int\n y : real[T] }', {
      'd.json': '{ "T": 2, "y": [1, 2] }',
    });
    expect(data.dims.get('T')).toMatchObject({ size: 2, labelled: false });
    expect(
      only('data from "d.json" { T : int\n y : real[T] }', { 'd.json': '{ "T": 3, "y": [1, 2] }' }),
    ).toMatchObject({
      code: 'data-shape',
      at: 'y',
      message: '`y`: expected 3 along `T` (`T` is 3), found 2',
    });
  });

  test('records are a table', () => {
    const text = 'dim row, g\ndata from "d.json" { x : real[row]\n who : g[row] }';
    const data = clean(text, { 'd.json': '[{ "x": 1, "who": "b" }, { "x": 2, "who": "a" }]' });
    expect(values(data, 'who')).toEqual([2, 1]);
  });

  test('columns of an object of lists', () => {
    const text = 'dim row, c\ndata from "d.json" { X : real[row, c] = columns("u", "v") }';
    expect(values(clean(text, { 'd.json': '{ "u": [1, 2], "v": [3, 4] }' }), 'X')).toEqual([1, 3, 2, 4]);
  });

  test('the place of a bad element', () => {
    const text = 'dim a, b\ndata from "d.json" { X : real[a, b] }';
    const found = only(text, { 'd.json': '{ "X": [[1, 2], [3, "x"]] }' });
    expect(found).toMatchObject({ code: 'data-value', at: 'real' });
    expect(found.related).toEqual([
      { message: 'found "x"', file: '/models/d.json', row: 2, column: 'X[2,2]', span: undefined },
    ]);
  });

  test('a number in quotes is not a number', () => {
    expect(only('dim a\ndata from "d.json" { x : real[a] }', { 'd.json': '{ "x": ["1", 2] }' }).code).toBe(
      'data-value',
    );
  });
});

describe('inline data', () => {
  test('scalars, lists, nested lists, labels and words', () => {
    const data = clean(`dim school, k
data {
  J : int = 8
  up : bool = true
  y : real[school] = [28, -8, 3.5]
  X : real[school, k] = [[1, 2], [3, 4], [5, 6]]
  who : school[k] = [3, 1]
  gap : real?[k] = [NA, 1]
}`);
    expect(values(data, 'X')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(values(data, 'who')).toEqual([3, 1]);
    expect(values(data, 'gap')).toEqual([Number.NaN, 1]);
    expect(values(data, 'up')).toEqual([1]);
    expect(data.arrays.get('gap')?.element).toBe('real');
  });

  test.each([
    ['dim a\ndata { x : int[a] = [1, 2.5] }', 'data-value', 'int', '2.5'],
    ['dim a, b\ndata { x : int[a, b] = [[1, 2], [3]] }', 'data-shape', '[3]', undefined],
    ['dim a\ndata { x : int[a] = [1, y] }', 'data-value', 'y', undefined],
    ['dim a\ndata { x : int[a] = 3 }', 'data-shape', 'x', undefined],
    ['data { x : int = [3] }', 'data-shape', 'x', undefined],
    ['data { x : int }', 'data-missing', 'x', undefined],
    ['dim a\ndata { x : real[a] = [] }', 'data-shape', '[]', undefined],
    ['dim a\ndata { x : real[a] = [1] y : real[a] = [1, 2] }', 'data-shape', 'y', undefined],
    ['dim a\ndata { x : real[a] = [1, NaN] }', 'data-missing', 'real', 'NaN'],
    ['data { x : real[2] = [1, 2, 3] }', 'data-shape', 'x', undefined],
  ])('%s', (text, code, at, cell) => {
    const found = only(text);
    expect(found).toMatchObject({ code, at });
    const place = found.related?.[0]?.span;
    if (cell !== undefined) expect(place && text.slice(place.start, place.end)).toBe(cell);
  });
});

test('a cache spares the parsing of an unchanged file', () => {
  const { program } = parse(radon);
  const cache = createDataCache();
  const first = loadData(program, { ...options({ 'radon.csv': homes }), cache });
  const again = loadData(program, { ...options({ 'radon.csv': homes }), cache });
  const changed = loadData(program, { ...options({ 'radon.csv': `${homes}Zeta,9,1\n` }), cache });
  expect(again).toEqual(first);
  expect(changed.dims.get('home')?.size).toBe(4);
});
