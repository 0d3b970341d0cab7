import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flatten, readJson } from '../../../sampler/data/json.ts';
import { scanJson } from '../../../sampler/data/json-errors.ts';

describe('readJson', () => {
  test('an object of keys', () => {
    const result = readJson('{ "N": 2, "y": [1, null] }');
    expect(result.kind === 'object' && [...result.keys]).toEqual([
      ['N', 2],
      ['y', [1, null]],
    ]);
  });

  test('a list of records is a table; an absent key is a missing value', () => {
    const result = readJson('[{ "g": "a", "x": 1 }, { "x": 2, "z": [1] }]');
    if (result.kind !== 'table') throw new Error(result.kind);
    expect(result.header).toEqual(['g', 'x', 'z']);
    const columns = [0, 1, 2].map((j) => result.columns([j]));
    expect(columns.map((cells) => [cells.at(0), cells.at(1)])).toEqual([
      ['a', null],
      [1, 2],
      [null, null],
    ]);
  });

  test('NaN and Infinity as Python writes them, but not within strings', () => {
    const result = readJson('{ "x": [NaN, -Infinity, 1], "s": "NaN \\" NaN" }');
    expect(result.kind === 'object' && [...result.keys]).toEqual([
      ['x', [null, '-Infinity', 1]],
      ['s', 'NaN " NaN'],
    ]);
  });

  test.each([
    ['{ "x": [1, 2,, 3] }', /not JSON: .*line 1, column 14/],
    ['{ "x": 1,\n "y": }', /line 2, column 7/],
    ['{ "x": [1, 2', /ends too early/],
    ['{ "x": 1 } y', /unexpected `y` in line 1, column 12/],
    ['{ x: 1 }', /unexpected `x` in line 1, column 3/],
    ['3', /expected an object/],
    ['null', /expected an object/],
    ['[]', /empty/],
    ['[1, 2]', /item 1 is not an object/],
  ])('%j is refused', (text, message) => {
    const result = readJson(text);
    expect(result.kind === 'problem' && result.message).toMatch(message);
  });
});

test('the place of a fault is within the text for any damaged JSON', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      const damaged = `${text.slice(0, cut % (text.length + 1))}\u0001${text.slice(cut % (text.length + 1))}`;
      expect(scanJson(damaged).fault).toBeLessThanOrEqual(cut % (text.length + 1));
      expect(scanJson(text).fault).toBe(null);
    }),
    { seed: 3, numRuns: 500 },
  );
});

describe('flatten', () => {
  const flat = (value: unknown) => {
    const result = flatten(value);
    if (result.kind === 'problem') throw new Error(result.message);
    const { cells, shape } = result;
    return { cells: Array.from({ length: cells.length }, (_, i) => cells.at(i)), shape };
  };
  test('nested lists, row-major', () => {
    expect(flat([[[1, 2]], [[3, 4]]])).toEqual({ cells: [1, 2, 3, 4], shape: [2, 1, 2] });
  });
  test('a single value has no axes', () => {
    expect(flat(4)).toEqual({ cells: [4], shape: [] });
  });
  test.each([
    [[[1, 2], [3]], /unequal length: 2 at first, 1 at \[2\]/],
    [[1, [2]], /single value expected at \[2\], found a list of length 1/],
    [[[1], 2], /list of length 1 expected at \[2\]/],
    [[{ a: 1 }], /found an object/],
    [[], /empty/],
  ])('%j is refused', (value, message) => {
    const result = flatten(value);
    expect(result.kind === 'problem' && result.message).toMatch(message);
  });
});
