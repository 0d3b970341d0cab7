/** Sizes and labels of dimensions, and the ranges of data. */
import { describe, expect, test } from 'vitest';
import { clean, labels, only, values } from './load-files.ts';

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

  test('a size computed from data, also of a block further down', () => {
    const text = `dim row, k = max(grade), cut = size(k) - 1, all = max(sum(n) / 2, 1) + min(n)
data from "d.csv" where known(n) { grade : int[row]  n : int[row] }
data { u : real[cut] = [1, 2, 3] }`;
    const data = clean(text, { 'd.csv': 'grade,n\n2,3\n4,1\n9,\n' });
    expect(['row', 'k', 'cut', 'all'].map((name) => data.dims.get(name)?.size)).toEqual([2, 4, 3, 3]);
    const wrong = text.replace('3]', '3, 4]');
    const found = only(wrong, { 'd.csv': 'grade,n\n2,3\n4,1\n' });
    expect(found.message).toContain('expected 3 along `cut`');
  });

  test('a size is a whole number of known data', () => {
    const half = only('dim r, k = max(x) / 2\ndata { x : int[r] = [1, 3] u : real[k] = [1] }');
    expect(half.message).toBe('size of `k`: expected a whole number from 1 to 10000000, found 1.5');
    const gap = only('dim r, k = max(x)\ndata { x : int?[r] = [1, "NA"] }\nparam b[k] ~ Normal(0, 1)');
    expect(gap).toMatchObject({ code: 'data-dim', at: 'k' });
    expect(gap.message).toContain('a datum with missing values has no largest one');
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
