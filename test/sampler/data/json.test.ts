import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonValue, nestedLists, readJson } from '../../../sampler/data/json.ts';
import { scanJson } from '../../../sampler/data/json-scan.ts';
import { whyUneven } from '../../../sampler/data/uneven-lists.ts';

const read = (text: string) => readJson(Buffer.from(text, 'utf8'));
const keysOf = (text: string): [string, unknown][] => {
  const result = read(text);
  if (result.kind !== 'object') throw new Error(JSON.stringify(result));
  return [...result.keys].map(([name, value]) => [name, nestedLists(value)]);
};

describe('readJson', () => {
  test('an object of keys', () => {
    expect(keysOf('{ "N": 2, "y": [1, null] }')).toEqual([
      ['N', 2],
      ['y', [1, null]],
    ]);
  });

  test('a list of records is a table; an absent key is a missing value', () => {
    const result = read('[{ "g": "a", "x": 1 }, { "x": 2, "z": [1] }]');
    if (result.kind !== 'table') throw new Error(result.kind);
    expect(result.header).toEqual(['g', 'x', 'z']);
    const columns = [0, 1, 2].map((j) => result.columns([j]));
    expect(columns.map((cells) => [cells.at(0), cells.at(1)])).toEqual([
      ['a', null],
      [1, 2],
      [null, null],
    ]);
    expect(columns.map((_, j) => result.nested?.(j) ?? null)).toEqual([
      null,
      null,
      { row: 1, found: 'a list of length 1' },
    ]);
  });

  test('NaN and Infinity as Python and R write them, but not within strings', () => {
    expect(keysOf('{ "x": [NaN, -Infinity, 1], "s": "NaN \\" NaN", "z": [[NA], [-Inf], []] }')).toEqual([
      ['x', [null, '-Infinity', 1]],
      ['s', 'NaN " NaN'],
      ['z', [[null], ['-Inf'], []]],
    ]);
  });

  test.each([
    ['{ "x": [1, 2,, 3] }', /not JSON: .*line 1, column 14/],
    ['{ "x": 1,\n "y": }', /line 2, column 7/],
    ['{ "x": [1, 2', /ends too early/],
    ['{ "x": 1 } y', /unexpected `y` in line 1, column 12/],
    ['{ x: 1 }', /unexpected `x` in line 1, column 3/],
    ['{ "x": [1, 02] }', /unexpected `2` in line 1, column 13/],
    ['{ "x": [1.] }', /unexpected `.` in line 1, column 10/],
    ['{ "x": [nullable] }', /unexpected `nullable` in line 1, column 9/],
    ['{ "é": NaN, "😀": x }', /unexpected `x` in line 1, column 19/],
    ['{ "x": 1, "x": 2 }', /key `x` occurs twice in one object, again in line 1, column 11/],
    ['[{ "x": 1, "x": 2 }]', /key `x` occurs twice in one object, again in line 1, column 12/],
    ['{ "x": [{ "a": 1, "\\u0061": 2 }] }', /key `a` occurs twice in one object, again in line 1, column 19/],
    ['3', /expected an object/],
    ['null', /expected an object/],
    ['[]', /empty/],
    ['[1, 2]', /item 1 is not an object/],
    ['[{ "x": 1 }, [2]]', /item 2 is not an object/],
  ])('%j is refused', (text, message) => {
    const result = read(text);
    expect(result.kind === 'problem' && result.message).toMatch(message);
  });
});

test('keys of any JSON are what JSON.parse reads', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const text = JSON.stringify({ key: value, last: [1.5e-300, '\u2028"'] }, null, 1);
      expect(keysOf(text)).toEqual(Object.entries(JSON.parse(text)));
    }),
    { seed: 5, numRuns: 500 },
  );
});

test('cells of any records are what JSON.parse reads, as values, as numbers and as distinct values', () => {
  const cell = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(1, 'a', 'é', true, null),
  );
  const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), cell);
  fc.assert(
    fc.property(fc.array(record, { minLength: 1 }), (records) => {
      const table = read(JSON.stringify(records));
      if (table.kind !== 'table') throw new Error(table.kind);
      const written: Record<string, unknown>[] = JSON.parse(JSON.stringify(records));
      for (const [k, name] of table.header.entries()) {
        const expected = written.map((one) => one[name] ?? null);
        const cells = table.columns([k]);
        expect(expected.map((_, i) => cells.at(i))).toEqual(expected);
        const { values } = cells.numbers('decimal');
        expect([...values]).toEqual(expected.map((one) => (typeof one === 'number' ? one : Number.NaN)));
        const distinct = cells.distinct();
        expect(Array.from(distinct.codes, (code) => distinct.cells[code])).toEqual(expected);
        expect(distinct.cells).toEqual([...new Set(expected)]);
      }
    }),
    { seed: 6, numRuns: 500 },
  );
});

test('equal labels that are written differently are one', () => {
  const value = read('{ "g": [1, 1.0, "1", 10e-1, null, NaN] }');
  const g = value.kind === 'object' ? value.keys.get('g') : undefined;
  if (g?.kind !== 'array') throw new Error('no array');
  expect(g.cells.distinct()).toEqual({ cells: [1, '1', null], codes: Int32Array.of(0, 0, 1, 0, 2, 2) });
});

test('numbers that a double would change stay text', () => {
  expect(keysOf('{ "x": [1e999, 0.99999999999999999999, 2.0] }')).toEqual([
    ['x', ['1e999', '0.99999999999999999999', 2]],
  ]);
});

test('the place of a fault is within the text for any damaged JSON', () => {
  const scan = (text: string) => scanJson(Buffer.from(text, 'utf8'));
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      const at = cut % (text.length + 1);
      const damaged = `${text.slice(0, at)}\u0001${text.slice(at)}`;
      const found = scan(damaged);
      expect(found.kind === 'invalid' && found.at).toBeLessThanOrEqual(Buffer.byteLength(text.slice(0, at)));
      expect(scan(text).kind).toBe('valid');
    }),
    { seed: 3, numRuns: 500 },
  );
});

test('no nesting is too deep', () => {
  const deep = `{ "x": ${'['.repeat(200_000)}1${']'.repeat(200_000)} }`;
  const result = read(deep);
  const value = result.kind === 'object' ? result.keys.get('x') : undefined;
  expect(value?.kind).toBe('uneven');
});

describe('nested lists', () => {
  const value = (lists: unknown): JsonValue => {
    const result = read(JSON.stringify({ x: lists }));
    const found = result.kind === 'object' ? result.keys.get('x') : undefined;
    if (found === undefined) throw new Error(result.kind);
    return found;
  };
  test.each([
    [
      [[[1, 2]], [[3, 4]]],
      [2, 1, 2],
      [1, 2, 3, 4],
    ],
    [4, [], [4]],
    [
      [['a'], [null]],
      [2, 1],
      ['a', null],
    ],
  ])('%j is an array, row-major', (lists, shape, cells) => {
    const array = value(lists);
    if (array.kind !== 'array') throw new Error(array.kind);
    expect(array.shape).toEqual(shape);
    expect(Array.from({ length: array.cells.length }, (_, i) => array.cells.at(i))).toEqual(cells);
  });
  test.each([
    [[[1, 2], [3]], /unequal length: 2 at first, 1 at \[2\]/],
    [[1, [2]], /single value expected at \[2\], found a list of length 1/],
    [[[1], 2], /list of length 1 expected at \[2\]/],
    [[{ a: 1 }], /found an object/],
    [[], /empty/],
    [[[1], []], /unequal length: 1 at first, 0 at \[2\]/],
    [[[[[[[[[[1]]]]]]]]], /more than eight deep/],
  ])('%j is none, and the first reason is given', (lists, message) => {
    const uneven = value(lists);
    expect(uneven.kind === 'uneven' && whyUneven(uneven.lists())).toMatch(message);
  });
});
