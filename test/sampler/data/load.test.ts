import { describe, expect, test } from 'vitest';
import type { LoadedData } from '../../../grammar/data.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { createDataCache, type LoadOptions } from '../../../sampler/data/load-options.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

function options(files: Files): LoadOptions {
  return {
    modelPath: '/models/m.bayes',
    readFile: (path) => {
      const content = files[path.replace('/models/', '')];
      if (content === undefined) return { error: 'no such file' };
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    listFolder: () => Object.keys(files),
  };
}

function load(text: string, files: Files = {}): LoadedData {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return loadData(program, options(files));
}

/** Loads without a diagnostic. */
function clean(text: string, files: Files = {}): LoadedData {
  const data = load(text, files);
  expect(data.diagnostics).toEqual([]);
  return data;
}

const values = (data: LoadedData, name: string) => [...(data.arrays.get(name)?.values ?? [])];
const labels = (data: LoadedData, name: string) => data.dims.get(name)?.labels;

/** The one diagnostic of a model, with the text its span covers. */
function only(text: string, files: Files = {}) {
  const { diagnostics } = load(text, files);
  expect(diagnostics.map(({ code, message }) => `${code}: ${message}`)).toHaveLength(1);
  const [diagnostic] = diagnostics;
  return { ...diagnostic, at: text.slice(diagnostic.span.start, diagnostic.span.end) };
}

const homes = 'county,log_radon,floor\nAnoka,0.5,0\nClay,-1e-1,1\nAnoka,.25,0\n';
const radon = `dim home, county
data from "radon.csv" {
  y : real[home] = column("log_radon")
  floor : int[home] in 0..1
  county_of : county[home] = column("county")
}`;

describe('tables', () => {
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

describe('dimensions and labels', () => {
  test('label data alone give the distinct values, numbers by value', () => {
    const data = clean('dim g\ndata { x : g[4] = [10, 9, 100, 9] }');
    expect(labels(data, 'g')).toEqual(['9', '10', '100']);
    expect(values(data, 'x')).toEqual([2, 1, 3, 1]);
  });

  test('text by code point, not by the locale or UTF-16 unit', () => {
    // U+FF21 comes after U+1F600 by UTF-16 unit, before it by code point.
    const data = clean('dim g\ndata { x : g[5] = ["b", "a", "B", "\u{1F600}", "\uFF21"] }');
    expect(labels(data, 'g')).toEqual(['B', 'a', 'b', '\uFF21', '\u{1F600}']);
  });

  test('numbers and text together are text', () => {
    expect(labels(clean('dim g\ndata { x : g[3] = [10, 9, "a"] }'), 'g')).toEqual(['10', '9', 'a']);
  });

  test('a declaration gives the order', () => {
    const data = clean('dim g = ["low", "mid", "high"]\ndata { x : g[2] = ["high", "low"] }');
    expect(labels(data, 'g')).toEqual(['low', 'mid', 'high']);
    expect(values(data, 'x')).toEqual([3, 1]);
  });

  test('integers written as doubles, and leading zeros kept', () => {
    expect(
      labels(clean('dim r, g\ndata from "d.csv" { x : g[r] }', { 'd.csv': 'x\n2.0\n1\n2\n' }), 'g'),
    ).toEqual(['1', '2']);
    expect(
      labels(clean('dim r, g\ndata from "d.csv" { x : g[r] }', { 'd.csv': 'x\n007\n7\n' }), 'g'),
    ).toEqual(['007', '7']);
  });

  test('several label data share the labels of their dimension', () => {
    const data = clean('dim team\ndata { home : team[2] = ["b", "c"] away : team[2] = ["a", "b"] }');
    expect(values(data, 'home')).toEqual([2, 3]);
    expect(values(data, 'away')).toEqual([1, 2]);
  });

  test('a dimension sized by an array has labels 1..n, and label data must lie within', () => {
    const ok = clean('dim g\ndata { x : g[3] = [2, 1, 2] u : real[g] = [5, 6, 7] }');
    expect(ok.dims.get('g')).toMatchObject({ size: 3, labels: ['1', '2', '3'], labelled: false });
    const found = only('dim g\ndata { x : g[3] = [2, 4, 2] u : real[g] = [5, 6, 7] }');
    expect(found).toMatchObject({
      code: 'data-label',
      at: 'g',
      message: '`x`: expected a label of `g`, 1 to 3, found 4',
    });
    expect(found.related?.at(-1)?.message).toBe('`u` has 3 along `g`');
  });

  test('an unknown label suggests the nearest', () => {
    const text = 'dim r\ndim g = ["Anoka", "Clay"]\ndata from "d.csv" { x : g[r] }';
    const found = only(text, { 'd.csv': 'x\nClay\nAnoca\n' });
    expect(found.message).toBe(
      '`x`: expected a label of `g` (Anoka, Clay), found "Anoca" in row 2, column x; did you mean "Anoka"?',
    );
    expect(found.related?.[0]).toMatchObject({ file: '/models/d.csv', row: 2, column: 'x' });
  });

  test('dim k = 3, dim t = T and arithmetic', () => {
    const data = clean('data { T : int = 4 }\ndim k = 3\ndim t = T\ndim s = T - 1');
    expect(['k', 't', 's'].map((name) => data.dims.get(name)?.size)).toEqual([3, 4, 3]);
  });

  test.each([
    ['dim k = 0\nparam x[k] ~ Normal(0, 1)', '0'],
    ['dim k = 2.5\nparam x[k] ~ Normal(0, 1)', '2.5'],
    ['dim g = ["a", "b", "a"]', '"a"'],
    ['dim g\nparam x[g] ~ Normal(0, 1)', 'g'],
    ['data { T : int = -1 }\nparam x[T] ~ Normal(0, 1)', 'T'],
  ])('%s: no size', (text, at) => {
    expect(only(text)).toMatchObject({ code: 'data-dim', at });
  });

  test('an unused dimension needs no size', () => {
    clean('dim g\nparam x ~ Normal(0, 1)');
  });
});

describe('ranges', () => {
  test('a bound from earlier data, element by element', () => {
    const text = 'dim r\ndata from "d.csv" { n : int[r]\n deaths : int[r] in 0..n }';
    clean(text, { 'd.csv': 'n,deaths\n5,5\n3,0\n' });
    const found = only(text, { 'd.csv': 'n,deaths\n5,5\n3,4\n7,-1\n' });
    expect(found).toMatchObject({
      code: 'data-range',
      at: '0..n',
      message:
        '`deaths`: expected a value in 0..3, found 4 in row 2, column deaths (2 of 3 values are outside)',
    });
    expect(found.related).toMatchObject([
      { row: 2, message: 'found 4, expected 0..3' },
      { row: 3, message: 'found -1, expected 0..7' },
    ]);
  });

  test('a scalar bound, an open side, a bound over one of two dims', () => {
    clean('dim a, b\ndata { K : int = 3 x : int[a] in 1..K = [1, 3] y : real[b] in 0.. = [0, 9] }');
    expect(only('data { x : real[2] in ..10 = [10, 11] }')).toMatchObject({ code: 'data-range', at: '..10' });
    const text = 'dim a, b\ndata { n : int[b] = [1, 5] x : int[a, b] in 0..n = [[1, 5], [1, 6]] }';
    expect(only(text).message).toContain('expected a value in 0..5, found 6');
  });
});

describe('missing values', () => {
  test('are kept as NaN where the type allows them', () => {
    const text = 'dim r\ndata from "d.csv" { x : real?[r]\n n : int?[r] in 0..5 }';
    const data = clean(text, { 'd.csv': 'x,n\n,1\nNA,\nNaN,null\n4,5\n' });
    expect(values(data, 'x')).toEqual([Number.NaN, Number.NaN, Number.NaN, 4]);
    expect(values(data, 'n')).toEqual([1, Number.NaN, Number.NaN, 5]);
  });

  test('are errors elsewhere, with file, row, column and a fix', () => {
    const found = only('dim r\ndata from "d.csv" { x : real[r] }', { 'd.csv': 'x,y\n1,1\n,2\nNA,3\n' });
    expect(found).toMatchObject({ code: 'data-missing', at: 'real' });
    expect(found.message).toContain('missing value in row 2, column x (2 of 3 values are missing)');
    expect(found.related).toMatchObject([{ row: 2 }, { row: 3, message: 'found "NA"' }]);
    expect(found.fixes?.[0].edits[0].newText).toBe('?');
  });

  test('label data cannot be missing', () => {
    expect(only('dim r, g\ndata from "d.csv" { x : g[r] }', { 'd.csv': 'x,y\na,1\n,1\n' }).code).toBe(
      'data-missing',
    );
  });
});

describe('what is wrong with a file', () => {
  const model = 'dim r\ndata from "d.csv" { x : real[r] }';

  test('missing: where it looked, and the nearest name', () => {
    const found = only('dim r\ndata from "sub/radom.csv" { x : real[r] }', { 'radon.csv': homes });
    expect(found).toMatchObject({ code: 'data-file', at: '"sub/radom.csv"' });
    expect(found.message).toContain(
      'no such file; looked for /models/sub/radom.csv; did you mean `radon.csv`?',
    );
    expect(found.fixes?.[0].edits[0].newText).toBe('"sub/radon.csv"');
  });

  test.each([
    ['empty', '', /it is empty/],
    ['blank', ' \n\n', /it is empty/],
    ['a header alone', 'x\n', /no rows/],
    ['binary', new Uint8Array([1, 2, 0, 3]), /binary/],
    ['an Excel workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), /Excel/],
    ['a Parquet file', new TextEncoder().encode('PAR1....'), /Parquet/],
    ['Latin-1', new Uint8Array([120, 10, 0xe9, 10]), /UTF-8/],
    ['one line of 10 MB', 'x,'.repeat(5_000_000), /10000000 characters long/],
    ['ragged', 'x,y\n1,2\n3\n', /1 of 2 rows/],
    ['an open quote', 'x,y\n"1,2\n3,4\n', /never closed/],
  ])('%s', (_, content, message) => {
    const found = only(model, { 'd.csv': content });
    expect(found).toMatchObject({ code: 'data-format', at: '"d.csv"' });
    expect(found.message).toMatch(message);
  });

  test('a ragged row is named', () => {
    expect(only(model, { 'd.csv': 'x,y\n1,2\n3\n' }).related).toEqual([
      { message: '1 cells instead of 2', file: '/models/d.csv', row: 2 },
    ]);
  });

  test('a column that is not there, with a fix', () => {
    const found = only(model, { 'd.csv': 'X1,y\n1,2\n' });
    expect(found).toMatchObject({ code: 'data-column', at: 'x' });
    expect(found.message).toBe('no column `x` in `d.csv`; did you mean `X1`? (columns: X1, y)');
    expect(found.fixes?.[0].edits[0].newText).toBe(' = column("X1")');
  });

  test('a column that is there twice matters only where it is used', () => {
    expect(only(model, { 'd.csv': 'x,y,x\n1,2,3\n' })).toMatchObject({ code: 'data-column', at: 'x' });
    expect(values(clean(model, { 'd.csv': 'x,y,y\n1,2,3\n4,5,6\n' }), 'x')).toEqual([1, 4]);
  });

  test('a file that fails is reported once, not for each datum', () => {
    only('dim r\ndata from "d.csv" { x : real[r] y : real[r] }\ndata from "d.csv" { z : real[r] }');
  });

  test('thousands of bad cells are one diagnostic with the first few and their number', () => {
    const found = only(model, { 'd.csv': `x\n${'oops\n'.repeat(5000)}1\n` });
    expect(found.message).toContain('(5000 of 5001 values are not `real`)');
    expect(found.related).toHaveLength(5);
    expect(found.related?.[4].message).toBe('found "oops" (and 4995 more)');
  });

  test.each([
    ['column(3)', 'column(3)'],
    ['column()', 'column()'],
    ['column("a", "b")', 'column("a", "b")'],
    ['log("a")', 'log("a")'],
  ])('a source `%s` is reported', (source, at) => {
    const found = only(`dim r\ndata from "d.csv" { x : real[r] = ${source} }`, { 'd.csv': 'a,b\n1,2\n' });
    expect(found).toMatchObject({ code: 'data-column', at });
  });

  test.each(['0x10', 'Infinity', '1e', '--1', '1 2', '١', '1_000'])('%s is not a number', (cell) => {
    expect(only(model, { 'd.csv': `x\n${cell}\n` }).code).toBe('data-value');
  });

  test('a decimal comma is reported', () => {
    expect(only(model, { 'd.csv': 'x;y\n1,5;2\n' }).message).toContain('write a decimal point');
  });

  test.each(['9007199254740993', '1.5', 'x'])('%s is not an int', (cell) => {
    expect(only('dim r\ndata from "d.csv" { x : int[r] }', { 'd.csv': `x\n${cell}\n` }).code).toBe(
      'data-value',
    );
  });

  test('bools', () => {
    const text = 'dim r\ndata from "d.csv" { x : bool[r] }';
    expect(values(clean(text, { 'd.csv': 'x\ntrue\nFALSE\n1\n0\n' }), 'x')).toEqual([1, 0, 1, 0]);
    expect(only(text, { 'd.csv': 'x\n2\n' }).code).toBe('data-value');
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
