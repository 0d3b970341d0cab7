/** `at` lays the rows of a long file out as a table. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { placesOfData } from '../../../sampler/data/load.ts';
import { clean, labels, load, only, options, values } from './load-files.ts';

const rows = [
  ['b', 10, 4],
  ['a', 2, 1],
  ['a', 9, 2],
  ['c', 9, 5],
] as const;
const csv = `site,visit,y\n${rows.map((row) => row.join(',')).join('\n')}\n`;
const model = (type = 'int?', clause = 'at (site, visit)', dims = 'site, visit') =>
  `dim site, visit\ndata from "d.csv" { y : ${type}[${dims}] ${clause} }`;
const gap = Number.NaN;

describe('a long file as a table', () => {
  test.each([
    ['d.csv', csv],
    ['d.tsv', csv.replaceAll(',', '\t').replaceAll('\n', '\r\n')],
    ['d.json', JSON.stringify(rows.map(([site, visit, y]) => ({ site, visit, y })))],
    [
      'd.json',
      JSON.stringify({
        site: rows.map(([site]) => site),
        visit: rows.map(([, visit]) => visit),
        y: rows.map(([, , y]) => y),
      }),
    ],
  ])('of %s: each row is the cell of its keys, in the order of the labels', (file, content) => {
    const data = clean(model().replace('d.csv', file), { [file]: content });
    expect(labels(data, 'site')).toEqual(['a', 'b', 'c']);
    // Numbers in the order of their values, not of their text.
    expect(labels(data, 'visit')).toEqual(['2', '9', '10']);
    expect(data.arrays.get('y')?.dims.map(({ size }) => size)).toEqual([3, 3]);
    expect(values(data, 'y')).toEqual([1, 2, gap, gap, gap, 4, gap, 5, gap]);
  });

  test('keys may stand in another order than the dimensions, and in columns of other names', () => {
    const files = { 'd.csv': csv };
    const turned = [1, gap, gap, 2, gap, 5, gap, 4, gap];
    expect(values(clean(model('int?', 'at (site, visit)', 'visit, site'), files), 'y')).toEqual(turned);
    const named = model('int?', '= column("n") at (visit = column("Visit no."), site)', 'visit, site');
    expect(values(clean(named, { 'd.csv': csv.replace('visit,y', 'Visit no.,n') }), 'y')).toEqual(turned);
  });

  test('a declared dimension keeps its labels and its size', () => {
    const text = model().replace('dim site, visit', 'dim site = ["c", "b", "a", "z"]\ndim visit = 10');
    const data = clean(text, { 'd.csv': csv });
    const found = values(data, 'y');
    expect(found).toHaveLength(40);
    expect(found.flatMap((y, i) => (Number.isNaN(y) ? [] : [[i, y]]))).toEqual([
      [8, 5],
      [19, 4],
      [21, 1],
      [28, 2],
    ]);
  });

  test('labels of the cells, three dimensions, a table without gaps', () => {
    const text = `dim g, s, t, v\ndata from "d.csv" { k : g[s, t, v] at (s, t, v) }`;
    const lines = ['p', 'q'].flatMap((s) =>
      [1, 2].flatMap((t) => ['x', 'y'].map((v) => `${s},${t},${v},${v === 'x' ? 'late' : 'early'}`)),
    );
    const data = clean(text, { 'd.csv': `s,t,v,k\n${lines.reverse().join('\n')}\n` });
    expect(labels(data, 'g')).toEqual(['early', 'late']);
    expect(values(data, 'k')).toEqual([2, 1, 2, 1, 2, 1, 2, 1]);
  });

  test('beside data by row, and with rows left out', () => {
    const text = `dim row, site, visit\ndata from "d.csv" where y < 5 { y : int?[site, visit] at (site, visit)  n : int[row] = column("y") }`;
    const data = clean(text, { 'd.csv': csv });
    expect(values(data, 'n')).toEqual([4, 1, 2]);
    expect(values(data, 'y')).toEqual([1, 2, gap, gap, gap, 4]);
    expect(data.remarks?.map(({ message }) => message)).toEqual([
      '1 of 4 rows of `d.csv` is left out, and with them every row of "c" of `site`',
    ]);
  });

  test('a value keeps the place of its row', () => {
    const place = placesOfData(parse(model()).program, options({ 'd.csv': csv }));
    expect(place('y', 5)).toMatchObject({ file: '/models/d.csv', row: 1, column: 'y' });
    expect(place('y', 4)).toEqual({ column: 'site "b", visit "9"' });
    const bad = only(model(), { 'd.csv': csv.replace('a,9,2', 'a,9,x') });
    expect(bad.message).toContain('found "x" in row 3, column y');
  });

  test('labels that look alike are told', () => {
    const { remarks } = load(model(), { 'd.csv': `${csv}A,11,1\n` });
    expect(remarks?.map(({ code }) => code)).toEqual(['data-label-similar']);
  });

  test.each([
    ['two rows for a cell', model(), `${csv}b,9,1\nb,10,7\n`, 'two for site "b", visit "10": rows 1 and 6'],
    [
      'a cell without a row',
      model('int'),
      csv,
      'no row for site "a", visit "10" (5 of 9 cells have none); write `int?`',
    ],
    [
      'no label',
      model(),
      `${csv},9,1\n`,
      'expected a label of `site` in each row, found none in row 5, column site',
    ],
    [
      'a label that is not listed',
      model().replace('dim site,', 'dim site = ["a", "b", "cc"]\ndim'),
      csv,
      'expected a label of `site` (a, b, cc), found "c" in row 4, column site',
    ],
    ['a dimension without a key', model('int?', 'at (site)'), csv, 'found `visit` not there'],
    ['a key twice', model('int?', 'at (site, visit, site)'), csv, 'found `site` twice'],
    [
      'a key of another dimension',
      `dim z\n${model('int?', 'at (site, visit, z)')}`,
      csv,
      '`z` in `at (…)` is none of its dimensions',
    ],
    ['a size', model('int?', 'at (site, visit)', 'site, 3'), csv, '`at` needs dimensions with names'],
    [
      'several columns',
      model('int?', '= columns("y", "visit") at (site, visit)'),
      csv,
      '`at` lays out one column',
    ],
    ['values in the model', model('int?', '= [[1]] at (site, visit)'), csv, 'this is of shape [1, 1]'],
    [
      'no file',
      'dim site, visit\ndata { y : int[site, visit] = [[1]] at (site, visit) }',
      '',
      '`at` lays out the rows of a file',
    ],
    ['joined rows', model().replace('"d.csv"', '"d.csv" by site'), csv, 'not both'],
    [
      'no such column',
      model('int?', 'at (site, visit = column("vist"))'),
      csv,
      'no column `vist` in `d.csv`; did you mean `visit`?',
    ],
    [
      'no column',
      model('int?', 'at (site, visit = 3)'),
      csv,
      'expected the column that holds the labels of `visit`',
    ],
    [
      'too many cells',
      'dim site = 100000\ndim visit = 100000\ndata from "d.csv" { y : int?[site, visit] at (site, visit) }',
      'site,visit,y\n1,2,3\n',
      'a table of 100000 × 100000 cells is too large',
    ],
  ])('%s', (_, text, content, message) => {
    expect(only(text, { 'd.csv': content }).message).toContain(message);
  });
});
