/** Numbers, keys and lines that a file can hold and that would be read as something else: each is reported. */
import { describe, expect, test } from 'vitest';
import { parse } from '../../../grammar/syntax/parse.ts';
import { loadData } from '../../../sampler/data/load.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

function load(text: string, files: Files) {
  const { program, diagnostics } = parse(text);
  expect(diagnostics).toEqual([]);
  return loadData(program, {
    modelPath: '/models/m.bayes',
    readFile: (path) => {
      const content = files[path.replace('/models/', '')];
      if (content === undefined) return { error: 'no such file' };
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
  });
}

const model = (type: string, file: string) => `dim r\ndata from "${file}" { x : ${type}[r] }`;

describe('numbers that are none', () => {
  const real: readonly [string, string, RegExp, string?][] = [
    ['d.csv', 'x\n0.5\n1e999\n0.7\n', /found "1e999" in row 2, column x \(line 3\): too large for a number/],
    ['d.csv', 'x\n0.5\n-1e999\n', /found "-1e999" in row 2, column x \(line 3\): too large/],
    ['d.csv', 'x\r\n0.5\r\n1e999\r\n', /row 2, column x \(line 3\): too large/],
    ['d.csv', 'x\r0.5\r1e999\r', /row 2, column x \(line 3\): too large/],
    ['d.csv', '\ufeffx\n1e999\n', /row 1, column x \(line 2\): too large/],
    ['d.csv', 'x\n"1e999"\n', /row 1, column x \(line 2\): too large/],
    ['d.csv', `x\n1${'0'.repeat(400)}\n`, /too large for a number/],
    ['d.csv', '# note\n\nx,y\n\n1,2\n1e999,3\n', /row 2, column x \(line 6\): too large/],
    ['d.csv', 'y,x\n"two\nlines",1\n3,1e999\n', /row 2, column x \(line 4\): too large/],
    ['d.tsv', 'x\ty\n1e999\t2\n', /row 1, column x \(line 2\): too large/],
    ['d.csv', 'x;y\n1e999;2\n', /too large/],
    [
      'd.csv',
      'x\ninf\n',
      /found "inf".*an infinite value is no datum.*`real\?`.*`observe interval\(lo, hi\).*`Censored/,
    ],
    ['d.csv', 'x\n-Infinity\n', /found "-Infinity".*an infinite value is no datum/],
    ['d.csv', 'x\n+inf\n', /an infinite value is no datum/],
    ['d.csv', 'x\n1\n1.#INF\n', /an infinite value is no datum/],
    ['d.json', '{ "x": [1, 1e999] }', /found "1e999" in row 2, column x: too large for a number/],
    ['d.json', '{ "x": [1, -1e999] }', /found "-1e999" in row 2, column x: too large for a number/],
    ['d.json', '[{ "x": 1 }, { "x": 1e999 }]', /found "1e999" in row 2, column x: too large/],
    ['d.json', '{ "x": [1, Infinity] }', /found "Infinity".*an infinite value is no datum/],
    ['d.json', '[{ "x": -Infinity }]', /found "-Infinity".*an infinite value is no datum/],
    ['d.json', '{ "x": [1, "1e999"] }', /found "1e999"/],
    ['d.csv', 'x\n"1,000"\n', /leave out commas that group digits/],
    ['d.csv', 'x\n"1,5"\n', /write a decimal point, not a comma/],
    ['d.csv', 'x\n-\n', /if it stands for a missing value leave it empty or write NA, and declare `real\?`/],
    ['d.csv', 'x\nN/A\n', /if it stands for a missing value/],
    ['d.csv', 'x\n5%\n', /write the number alone, without its unit/],
    ['d.csv', 'x\n\u22121.5\n', /not those of the keyboard: write -1\.5$/],
    ['d.csv', 'x\n\uff11\uff12\n', /not those of the keyboard: write 12$/],
    ['d.csv', 'x\n2020-01-02\n', /a date is no number/],
    ['d.csv', 'x\n0x10\n', /write a plain decimal number/],
    ['d.csv', 'x\n1_000\n', /write a plain decimal number/],
    ['d.csv', 'x\n$3\n', /write the number alone, without its unit/],
    ['d.csv', 'x\nTRUE\n', /declare it `bool`, or write 1 and 0/],
    ['d.csv', 'x\n1\n# note\n', /comments stand above the header alone/],
  ];
  test.each(real)('real in %s: %j', (file, content, message) => {
    for (const type of ['real', 'real?']) {
      const { diagnostics } = load(model(type, file), { [file]: content });
      expect(diagnostics.map(({ code }) => code)).toEqual(['data-value']);
      expect(diagnostics[0].message).toMatch(message);
    }
  });

  test.each([
    ['1e-999', /found "1e-999" in row 2, column x \(line 3\); declare it `real`/],
    ['-1e-400', /declare it `real`/],
    ['0.99999999999999999999', /declare it `real`/],
    ['1.00000000000000000001', /declare it `real`/],
    ['1e999', /too large for a number/],
    ['9007199254740993', /above 2\^53 are not exact/],
    ['90071992547409921', /above 2\^53 are not exact/],
    ['1e20', /above 2\^53 are not exact/],
  ])('int: %s', (cell, message) => {
    for (const type of ['int', 'int?']) {
      const { diagnostics } = load(model(type, 'd.csv'), { 'd.csv': `x\n3\n${cell}\n` });
      expect(diagnostics.map(({ code }) => code)).toEqual(['data-value']);
      expect(diagnostics[0].message).toMatch(message);
    }
  });

  test.each([
    ['1e3', 1000],
    ['1.50e1', 15],
    ['1000e-3', 1],
    ['7.000', 7],
    ['0e-999', 0],
    ['-0.0', -0],
    ['.5e1', 5],
  ])('int: %s is %d', (cell, value) => {
    const data = load(model('int', 'd.csv'), { 'd.csv': `x\n${cell}\n1\n` });
    expect(data.diagnostics).toEqual([]);
    expect(data.arrays.get('x')?.values[0]).toBe(value);
  });

  test('a number that vanishes in JSON is no whole number, and 0 as a real', () => {
    const content = '{ "a": "1e-999",\n "x": [0, 0.0e-9, 1e-999] }';
    const [error] = load(model('int', 'd.json'), { 'd.json': content }).diagnostics;
    expect(error.code).toBe('data-value');
    expect(error.message).toContain('expected a whole number, found "1e-999" in row 3, column x');
    const data = load(model('real', 'd.json'), { 'd.json': content });
    expect(data.diagnostics).toEqual([]);
    expect([...(data.arrays.get('x')?.values ?? [])]).toEqual([0, 0, 0]);
  });
});

describe('keys of JSON', () => {
  test.each([
    ['{ "x": [1],\n "x": [2] }', /the key `x` occurs twice in one object, again in line 2, column 2/],
    ['[{ "x": 1, "y": 2, "x": 3 }]', /the key `x` occurs twice/],
    ['[{ "x": 1 }, { "y": 1, "x": 1, "y": 2 }]', /the key `y` occurs twice/],
    ['{ "x": [1], "meta": { "a": 1, "a": 2 } }', /the key `a` occurs twice/],
    ['{ "x": [1], "\\u0078": [2] }', /the key `x` occurs twice/],
    ['{ "x": [NaN], "x": [2] }', /the key `x` occurs twice/],
    ['{ "x": [1], "": 1, "": 2 }', /the key `` occurs twice/],
  ])('%s', (content, message) => {
    const [error, ...others] = load(model('real', 'd.json'), { 'd.json': content }).diagnostics;
    expect([error.code, others]).toEqual(['data-format', []]);
    expect(error.message).toMatch(message);
  });

  test('the same key of two objects is no repetition', () => {
    const content = '[{ "x": 1, "x ": 0 }, { "x": 2, "x ": {"x": 3} }]';
    expect(load(model('real', 'd.json'), { 'd.json': content }).diagnostics).toEqual([]);
  });
});

describe('nested too deeply', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}1${']'.repeat(depth)}`;
  test.each([2, 150, 5000, 1_000_000])('a record with a list of depth %d', (depth) => {
    const { diagnostics } = load(model('real', 'd.json'), { 'd.json': `[{"x":2},{"x":${nested(depth)}}]` });
    expect(diagnostics.map(({ code }) => code)).toEqual(['data-value']);
    expect(diagnostics[0].message).toContain(
      '`x`: expected one value in each record, found a list of length 1 in row 2',
    );
  });
  test.each([150, 5000, 1_000_000])('an object with a list of depth %d', (depth) => {
    const { diagnostics } = load(model('real', 'd.json'), { 'd.json': `{"x":${nested(depth)}}` });
    expect(diagnostics.map(({ code }) => code)).toEqual(['data-shape']);
    expect(diagnostics[0].message).toContain('more than eight deep');
  });
  test.each([5000, 1_000_000])('objects of depth %d, with a key twice within', (depth) => {
    const deep = `${'{"a":'.repeat(depth)}{"b":1,"b":2}${'}'.repeat(depth)}`;
    const { diagnostics } = load(model('real', 'd.json'), { 'd.json': `{"x":[1],"y":${deep}}` });
    expect(diagnostics[0].message).toContain('the key `b` occurs twice');
  });
  test('a record with an object', () => {
    const { diagnostics } = load(model('real', 'd.json'), { 'd.json': '[{"x":{"x":1}}]' });
    expect(diagnostics[0].message).toContain('found an object in row 1');
  });
  test('nested values that nothing reads do no harm', () => {
    expect(load(model('real', 'd.json'), { 'd.json': `[{"x":1,"y":${nested(5000)}}]` }).diagnostics).toEqual(
      [],
    );
  });
  test('damaged, and deep', () => {
    const { diagnostics } = load(model('real', 'd.json'), {
      'd.json': `{"x":${nested(500_000).slice(0, -3)}`,
    });
    expect(diagnostics[0].message).toContain('it ends too early');
  });
});

describe('blank lines at the end of a single column', () => {
  const read = (type: string, content: string, file = 'd.csv') => {
    const data = load(model(type, file), { [file]: content });
    expect(data.diagnostics).toEqual([]);
    return [...(data.arrays.get('x')?.values ?? [])];
  };
  test.each([
    ['x\n1\n2\n\n\n', [1, 2, Number.NaN, Number.NaN]],
    ['x\r\n1\r\n2\r\n\r\n', [1, 2, Number.NaN]],
    ['x\n1\n2', [1, 2]],
    ['x\n1\n2\n', [1, 2]],
    ['x\n1\n\n2\n  \n', [1, Number.NaN, 2, Number.NaN]],
    ['# one\nx\n1\n\n', [1, Number.NaN]],
  ])('are missing values where the type allows them: %j', (content, values) => {
    expect(read('real?', content)).toEqual(values);
    expect(read('int?', content, 'd.tsv')).toEqual(values);
  });
  test('are nothing where it does not', () => {
    expect(read('real', 'x\n1\n2\n\n\n')).toEqual([1, 2]);
    expect(read('int', 'x\n1\n2\n\n\n')).toEqual([1, 2]);
  });
  test('are nothing in a table of several columns', () => {
    expect(read('real?', 'x,y\n1,2\n3,4\n\n\n')).toEqual([1, 3]);
  });
});

describe('labels keep their text', () => {
  const labels = (text: string, files: Files = {}) => {
    const data = load(text, files);
    expect(data.diagnostics).toEqual([]);
    return [data.dims.get('g')?.labels, [...(data.arrays.get('x')?.values ?? [])]];
  };
  const large = ['90071992547409921', '90071992547409922', '90071992547409923'];
  const rows = [2, 0, 1, 0].map((i) => large[i]);
  test.each([
    ['d.csv', `x\n${rows.join('\n')}\n`],
    ['d.csv', `x,y\n${rows.map((row) => `"${row}",1`).join('\r\n')}\n`],
    ['d.tsv', `x\ty\n${rows.map((row) => `${row}.0\t1`).join('\n')}\n`],
    ['d.json', JSON.stringify({ x: rows })],
    ['d.json', JSON.stringify(rows.map((x) => ({ x })))],
  ])('above 2^53 in %s: %j', (file, content) => {
    expect(labels(`dim g, r\ndata from "${file}" { x : g[r] }`, { [file]: content })).toEqual([
      large,
      [3, 1, 2, 1],
    ]);
  });
  test('in the order of their values, however many digits they have', () => {
    const content = 'x\n-90071992547409922\n90071992547409921\n5\n-90071992547409921\n900719925474099210\n';
    const [found] = labels('dim g, r\ndata from "d.csv" { x : g[r] }', { 'd.csv': content });
    expect(found).toEqual([
      '-90071992547409922',
      '-90071992547409921',
      '5',
      '90071992547409921',
      '900719925474099210',
    ]);
  });
  test('written in the model, in quotes', () => {
    const literal = rows.map((row) => `"${row}"`).join(', ');
    expect(labels(`dim g, r\ndata { x : g[r] = [${literal}] }`)).toEqual([large, [3, 1, 2, 1]]);
    const listed = large.map((label) => `"${label}"`).join(', ');
    expect(labels(`dim g = [${listed}]\ndim r\ndata { x : g[r] = [${literal}] }`)).toEqual([
      large,
      [3, 1, 2, 1],
    ]);
  });
  test.each([
    ['d.json', `{ "x": [${rows.join(', ')}] }`],
    ['d.json', `[${rows.map((row) => `{ "x": ${row} }`).join(', ')}]`],
    ['d.json', '{ "x": [1, 9007199254740993] }'],
    ['d.json', '{ "x": [1, 1e300] }'],
  ])('JSON numbers of that size are an error: %s %s', (file, content) => {
    const { diagnostics } = load(`dim g, r\ndata from "${file}" { x : g[r] }`, { [file]: content });
    expect(diagnostics.map(({ code }) => code)).toEqual(['data-label']);
    expect(diagnostics[0].message).toMatch(/above 2\^53 are not exact; write them as text, in quotes/);
  });
  test.each([
    [`dim g, r\ndata { x : g[r] = [${rows.join(', ')}] }`, 'data-label'],
    [`dim g = [${large.join(', ')}]\ndim r\ndata { x : g[r] = ["${large[0]}"] }`, 'data-dim'],
  ])('so are numbers in the model: %s', (text, code) => {
    const { diagnostics } = load(text, {});
    expect(diagnostics.map((d) => d.code)).toContain(code);
    expect(diagnostics.find((d) => d.code === code)?.message).toMatch(/in quotes/);
  });
  test('as a number of that size they are data', () => {
    const data = load('dim r\ndata from "d.json" { x : real[r] }', {
      'd.json': '{ "x": [90071992547409921, 1e300] }',
    });
    expect(data.diagnostics).toEqual([]);
  });
});

describe.each(['0.99999999999999999999', '-1.00000000000000000001', '45035996273704972e-1'])(
  '%s, which only rounding makes whole',
  (written) => {
    const sources: readonly (readonly [string, string, string, Readonly<Record<string, string>>])[] = [
      ['in JSON', 'from "d.json" ', '', { 'd.json': `{ "x": [2, ${written}] }` }],
      ['in records of JSON', 'from "d.json" ', '', { 'd.json': `[{ "x": 2 }, { "x": ${written} }]` }],
      ['in CSV', 'from "d.csv" ', '', { 'd.csv': `x\n2\n${written}\n` }],
      ['in the model', '', ` = [2, ${written}]`, {}],
    ];
    test.each(sources)('%s', (_, from, value, files) => {
      const text = (type: string) => `dim row\ndata ${from}{ x : ${type}[row]${value} }`;
      const [error] = load(text('int'), files).diagnostics;
      expect(error).toMatchObject({ code: 'data-value' });
      expect(error.message).toContain('expected a whole number, found');
      expect(error.message).toContain('declare it `real`');
      const data = load(text('real'), files);
      expect(data.diagnostics).toEqual([]);
      expect([...(data.arrays.get('x')?.values ?? [])]).toEqual([2, Number(written)]);
    });
  },
);

describe('numbers written in the model that are too small for one', () => {
  test.each(['1e-999', '0.0001e-400', '-1e-400'])(
    '`%s` is no whole number, and 0 as a real one',
    (written) => {
      const [error] = load(`data { x : int = ${written} }`, {}).diagnostics;
      expect(error).toMatchObject({ code: 'data-value' });
      expect(error.message).toContain(`expected a whole number, found "${written}"; declare it \`real\``);
      const { arrays, diagnostics } = load(`data { x : real[2] = [${written}, 1]  zero : int = 0e9 }`, {});
      expect(diagnostics).toEqual([]);
      expect(Math.abs(arrays.get('x')?.values[0] ?? 1)).toBe(0);
    },
  );
});
