/** Rows of two files are joined by key, never by their position. */
import { describe, expect, test } from 'vitest';
import { analyze } from '../../../grammar/analyze.ts';
import type { Fix } from '../../../grammar/diagnostic.ts';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';
import { applyFix } from '../../grammar/errors/snippet.ts';

type Files = Readonly<Record<string, string>>;

function load(text: string, files: Files) {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  const data = loadData(program, {
    modelPath: '/models/m.bayes',
    readFile: (path) => {
      const content = files[path.replace('/models/', '')];
      return content === undefined ? { error: 'no such file' } : new TextEncoder().encode(content);
    },
  });
  return { ...data, remarks: data.remarks ?? [], found: analyze(program, data).diagnostics };
}

const values = (data: ReturnType<typeof load>, name: string) => [...(data.arrays.get(name)?.values ?? [])];
const labels = (data: ReturnType<typeof load>, name: string) => data.dims.get(name)?.labels;

const homes = 'county,y\nB,1.1\nA,0.4\nC,2.0\nA,0.6\n';
const counties = 'county,u\nC,0.8\nA,0.1\nB,-0.5\n';
const model = (clause: string, file = 'county.csv', dim = 'dim county') => `dim home
${dim}
data from "homes.csv" { c_of : county[home] = column("county")  y : real[home] }
data from "${file}"${clause} { u : real[county] }
param b ~ Normal(0, 1)
observe y ~ Normal(b * u[c_of], 1)`;

test('a label that `dim` lists may look like a missing value', () => {
  const text =
    'dim c = ["NA", "BW"]\ndata from "u.csv" by c { u : real[c] }\nparam m ~ Normal(0, 1)\nobserve u ~ Normal(m, 1)';
  expect(values(load(text, { 'u.csv': 'c,u\nBW,2\nNA,1\n' }), 'u')).toEqual([1, 2]);
});

describe('rows by key', () => {
  const clause = ' by county = column("county")';
  test.each([
    ['a table', 'county.csv', counties],
    ['tabs and CRLF', 'county.tsv', counties.replaceAll(',', '\t').replaceAll('\n', '\r\n')],
    ['an object of lists', 'county.json', '{ "u": [0.8, 0.1, -0.5], "county": ["C", "A", "B"] }'],
    [
      'records',
      'county.json',
      '[{ "county": "C", "u": 0.8 }, { "u": 0.1, "county": "A" }, { "county": "B", "u": -0.5 }]',
    ],
    ['a comment above', 'county.csv', `# counties\n${counties}`],
  ])('of %s', (_, file, content) => {
    const data = load(model(clause, file), { 'homes.csv': homes, [file]: content });
    expect(data.found.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(data.diagnostics).toEqual([]);
    expect(labels(data, 'county')).toEqual(['A', 'B', 'C']);
    expect(values(data, 'u')).toEqual([0.1, -0.5, 0.8]);
    expect(values(data, 'c_of')).toEqual([2, 1, 3, 1]);
  });

  test('without a column the one of the dimension’s name is meant', () => {
    expect(values(load(model(' by county'), { 'homes.csv': homes, 'county.csv': counties }), 'u')).toEqual([
      0.1, -0.5, 0.8,
    ]);
  });

  test('in the order of listed labels', () => {
    const data = load(model(clause, 'county.csv', 'dim county = ["B", "A", "C"]'), {
      'homes.csv': homes,
      'county.csv': counties,
    });
    expect(values(data, 'u')).toEqual([-0.5, 0.1, 0.8]);
  });

  test('whichever file comes first, and a label that only the key has', () => {
    const text = `dim home, county
data from "county.csv" by county = column("name") { u : real[county]  n : int[county] }
data from "homes.csv" { c_of : county[home] = column("county")  y : real[home] }`;
    const data = load(text, {
      'homes.csv': homes,
      'county.csv': 'u,name,n\n4,D,40\n2,B,20\n3,C,30\n1,A,10\n',
    });
    expect(data.diagnostics).toEqual([]);
    expect(labels(data, 'county')).toEqual(['A', 'B', 'C', 'D']);
    expect([values(data, 'u'), values(data, 'n')]).toEqual([
      [1, 2, 3, 4],
      [10, 20, 30, 40],
    ]);
  });

  test('numbers as keys, also above 2^53', () => {
    const text = `dim r, g\ndata from "a.csv" { x : g[r] }\ndata from "b.csv" by g = column("id") { u : real[g] }`;
    const of = (a: readonly string[], b: readonly string[]) =>
      values(
        load(text, {
          'a.csv': `x\n${a.join('\n')}\n`,
          'b.csv': `id,u\n${b.map((id, i) => `${id},${i}`).join('\n')}\n`,
        }),
        'u',
      );
    expect(of(['1', '2', '3'], ['3', '1', '2.0'])).toEqual([1, 2, 0]);
    expect(
      of(['90071992547409921', '90071992547409922'], ['90071992547409922', '90071992547409921']),
    ).toEqual([1, 0]);
  });

  test('matrices and label data too', () => {
    const text = `dim home, county, region, k
data from "homes.csv" { c_of : county[home] = column("county") }
data from "county.csv" by county = column("county") { U : real[county, k] = columns("u", "v")  of : region[county] }`;
    const data = load(text, {
      'homes.csv': homes,
      'county.csv': 'county,u,v,of\nC,5,6,south\nA,1,2,north\nB,3,4,south\n',
    });
    expect(data.diagnostics).toEqual([]);
    expect(values(data, 'U')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(values(data, 'of')).toEqual([1, 2, 2]);
  });

  test.each([
    [
      'a label without a row',
      'county,u\nA,1\nB,2\n',
      /expected one row for each label of `county`, found none for "C"/,
    ],
    [
      'a label with two rows',
      'county,u\nA,1\nB,2\nC,3\nB,4\n',
      /expected one row for each label, found 2 for "B"/,
    ],
    ['a row without a label', 'county,u\nA,1\n,2\nB,2\nC,3\n', /found none in row 2, column county/],
    ['no such column', 'name,u\nA,1\n', /no column `county` in `county.csv`/],
  ])('%s is an error', (_, content, message) => {
    const { diagnostics } = load(model(clause), { 'homes.csv': homes, 'county.csv': content });
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0].message).toMatch(message);
  });

  test('a value that is no listed label', () => {
    const { diagnostics } = load(model(clause, 'county.csv', 'dim county = ["A", "B", "C"]'), {
      'homes.csv': homes,
      'county.csv': 'county,u\nA,1\nB,2\nCC,3\n',
    });
    expect(diagnostics[0]).toMatchObject({ code: 'data-join' });
    expect(diagnostics[0].message).toMatch(
      /expected a label of `county` \(A, B, C\), found "CC" in row 3, column county/,
    );
  });

  test.each([
    [
      'dim home, county data from "f.csv" by county = 3 { u : real[county] }',
      'data-column',
      /expected the column that holds the labels/,
    ],
    [
      'dim home, county data from "f.csv" by county = columns("a", "b") { u : real[county] }',
      'data-column',
      /expected the column/,
    ],
    [
      'dim home, county data from "f.csv" by county = column("county") { u : real[home] }',
      'data-shape',
      /rows of `f.csv` are those of `county`/,
    ],
    [
      'dim home, county data from "f.csv" by county = column("county") { u : real }',
      'data-shape',
      /expected it as the first dimension, found none/,
    ],
  ])('%s', (text, code, message) => {
    const [error] = load(text, { 'f.csv': counties }).diagnostics;
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test('the dimension must be declared', () => {
    const { found } = load('dim county\ndata from "f.csv" by conty { u : real[county] }', {
      'f.csv': `conty${counties.slice(6)}`,
    });
    expect(found.find(({ code }) => code === 'unknown-name')?.message).toContain('did you mean `county`');
  });
});

describe('rows without a key', () => {
  const files = { 'homes.csv': homes, 'county.csv': counties };
  test.each([
    ['in the order of another file', 'dim county = ["B", "A", "C"]', 1],
    ["whose order is the data's", 'dim county', 1],
    ['in the order of the rows', 'dim county = ["C", "A", "B"]', 0],
  ])('a column of names beside the rows is no key: labels %s', (_, dim, errors) => {
    const text = model('', 'county.csv', dim).replace(
      '{ u :',
      '{ own : county[county] = column("county")  u :',
    );
    const files = { 'homes.csv': homes, 'county.csv': counties };
    const { diagnostics } = load(text, files);
    expect(diagnostics.map(({ code }) => code)).toEqual(errors === 0 ? [] : ['data-join']);
    if (errors === 0) return;
    const data = load(applyFix(text, (diagnostics[0].fixes ?? [])[0]), files);
    expect(data.diagnostics).toEqual([]);
    expect(values(data, 'u')[labels(data, 'county')?.indexOf('A') ?? -1]).toBe(0.1);
  });

  test('names of rows in another order than the labels, in one file alone', () => {
    const text = (dim: string) => `${dim}
data from "county.csv" { own : county[county] = column("county")  u : real[county] }`;
    const files = { 'county.csv': counties };
    const { diagnostics } = load(text('dim county = ["A", "B", "C"]'), files);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['data-join', expect.stringContaining('`own` names them in another order than `dim county` does')],
    ]);
    expect(load(text('dim county = ["C", "A", "B"]'), files).diagnostics).toEqual([]);
  });

  test('labels of one file and rows of another: the fix joins them', () => {
    const text = model('');
    const { diagnostics } = load(text, files);
    expect(diagnostics.map(({ code }) => code)).toEqual(['data-join']);
    expect(diagnostics[0].message).toContain('write `data from "county.csv" by county = column("county")`');
    const data = load(applyFix(text, diagnostics[0].fixes?.[0] as Fix), files);
    expect(data.diagnostics).toEqual([]);
    expect(values(data, 'u')).toEqual([0.1, -0.5, 0.8]);
  });

  test.each([
    ['listed labels do not tell which row is which', 'dim county = ["B", "A", "C"]', counties],
    ['not even in the order of the rows', 'dim county = ["C", "A", "B"]', counties],
    ['a key of another name', 'dim county', 'u,where\n0.8,C\n0.1,A\n-0.5,B\n'],
    ['a key with more labels', 'dim county', 'county,u\nC,0.8\nD,1\nA,0.1\nB,-0.5\n'],
  ])('%s', (_, dim, content) => {
    const text = model('', 'county.csv', dim);
    const { diagnostics } = load(text, { ...files, 'county.csv': content });
    expect(diagnostics.map(({ code }) => code)).toEqual(['data-join']);
    const data = load(applyFix(text, diagnostics[0].fixes?.[0] as Fix), { ...files, 'county.csv': content });
    expect(data.diagnostics).toEqual([]);
    const at = labels(data, 'county')?.indexOf('A') ?? -1;
    expect(values(data, 'u')[at]).toBe(0.1);
  });

  test('of JSON', () => {
    const { diagnostics } = load(model('', 'county.json'), {
      'homes.csv': homes,
      'county.json': '{ "u": [0.8, 0.1, -0.5], "id": ["C", "A", "B"] }',
    });
    expect(diagnostics[0].message).toContain('by county = column("id")');
  });

  test('where no column holds the labels, it is said to add one', () => {
    const { diagnostics } = load(model(''), { ...files, 'county.csv': 'u\n0.8\n0.1\n-0.5\n' });
    expect(diagnostics.map(({ code, fixes }) => [code, fixes])).toEqual([['data-join', []]]);
    expect(diagnostics[0].message).toContain('add a column with the labels (B, A, C) to `county.csv`');
  });

  test('numbers 1 to n whose rows are in another order', () => {
    const numbered = {
      'homes.csv': 'county,y\n2,1\n1,2\n3,3\n',
      'county.csv': 'county,u\n3,0.8\n1,0.1\n2,-0.5\n',
    };
    const { diagnostics } = load(model(''), numbered);
    expect(diagnostics.map(({ code }) => code)).toEqual(['data-join']);
  });

  test.each([
    [
      'numbers 1 to n in that order',
      { 'homes.csv': 'county,y\n2,1\n1,2\n3,3\n', 'county.csv': 'county,u\n1,0.1\n2,-0.5\n3,0.8\n' },
    ],
    [
      'numbers 1 to n in that order in a column of another name',
      { 'homes.csv': 'county,y\n2,1\n1,2\n3,3\n', 'county.csv': 'id,u\n1,0.1\n2,-0.5\n3,0.8\n' },
    ],
  ])('%s are positions', (_, given) => {
    const { diagnostics, remarks } = load(model(''), given);
    expect([...diagnostics, ...remarks]).toEqual([]);
  });

  test('numbers without a key are positions, with a warning', () => {
    const given = { 'homes.csv': 'county,y\n2,1\n1,2\n3,3\n', 'county.csv': 'u\n0.1\n-0.5\n0.8\n' };
    const data = load(model(''), given);
    expect(data.diagnostics).toEqual([]);
    expect(data.remarks.map(({ code, severity, fixes }) => [code, severity, fixes])).toEqual([
      ['data-row-order', 'warning', []],
    ]);
    expect(data.remarks[0].message).toContain('row 1 for label 1 of `county`');
    expect(values(data, 'u')).toEqual([0.1, -0.5, 0.8]);
    // A warning leaves nothing out.
    expect([...data.arrays.keys()].sort()).toEqual(['c_of', 'u', 'y']);
  });

  test('numbers in another order in a column of another name: a warning whose fix joins by it', () => {
    const given = {
      'homes.csv': 'county,y\n2,1\n1,2\n3,3\n',
      'county.csv': 'id,u\n3,0.8\n1,0.1\n2,-0.5\n',
    };
    const text = model('');
    const { remarks } = load(text, given);
    expect(remarks.map(({ code, severity }) => [code, severity])).toEqual([['data-row-order', 'warning']]);
    expect(remarks[0].message).toContain('column `id` has the same numbers in another order');
    const data = load(applyFix(text, remarks[0].fixes?.[0] as Fix), given);
    expect(data.diagnostics).toEqual([]);
    expect(values(data, 'u')).toEqual([0.1, -0.5, 0.8]);
  });

  test('labels and rows of one file need none', () => {
    const text =
      'dim home\ndim county = ["A", "B"]\ndata from "f.json" { c : county[home]  u : real[county] }';
    expect(load(text, { 'f.json': '{ "c": ["B", "A", "B"], "u": [1, 2] }' }).diagnostics).toEqual([]);
  });
});
