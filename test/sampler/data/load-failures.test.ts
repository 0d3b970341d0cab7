/** Missing values, and what is wrong with a file. */
import { describe, expect, test } from 'vitest';
import { clean, homes, only, values } from './load-files.ts';

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
    ['a damaged Parquet file', new TextEncoder().encode('PAR1....'), /not a whole Parquet file/],
    ['a damaged Arrow file', new TextEncoder().encode('ARROW1..\0\0'), /not a whole Arrow file/],
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
      { message: '1 cell instead of 2', file: '/models/d.csv', row: 2 },
    ]);
    expect(only(model, { 'd.csv': 'x,y\n1,2\n# a note\n3,4\n' }).related).toMatchObject([
      { message: '1 cell instead of 2; comments stand above the header alone: leave the line out', row: 2 },
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
