import { parse as parseReference } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cells } from '../../../sampler/data/cells.ts';
import { detectDelimiter, readCsv } from '../../../sampler/data/csv.ts';

const read = (text: string, delimiter: ',' | ';' | '\t' = ',') => readCsv(Buffer.from(text), delimiter);

const listOf = (cells: Cells) => Array.from({ length: cells.length }, (_, i) => cells.at(i));

function table(text: string, delimiter: ',' | ';' | '\t' = ',') {
  const result = read(text, delimiter);
  if (result.kind === 'problem') throw new Error(result.message);
  return { header: result.header, columns: result.header.map((_, j) => listOf(result.columns([j]))) };
}

function problem(text: string) {
  const result = read(text);
  if (result.kind === 'table') throw new Error('expected a problem');
  return result;
}

const quote = (cell: string) => `"${cell.replaceAll('"', '""')}"`;

describe('readCsv', () => {
  test('agrees with csv-parse on random tables of quoted and bare cells', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'é', '"', ',', '\n', '\r\n', ' ', ';', '7'),
      maxLength: 6,
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((width) =>
          fc.tuple(
            fc.array(fc.array(cell, { minLength: width, maxLength: width }), {
              minLength: 2,
              maxLength: 6,
            }),
            fc.constantFrom('\n', '\r\n'),
            fc.boolean(),
          ),
        ),
        ([rows, newline, trailing]) => {
          // A cell is left bare where it can be: no separator, quote or line break in it.
          const write = (value: string) => (/^[aé; 7]+$/.test(value) ? value : quote(value));
          const text = rows.map((row) => row.map(write).join(',')).join(newline) + (trailing ? newline : '');
          const reference: string[][] = parseReference(text, { trim: false });
          const trimmed = reference.map((row) => row.map((value) => value.trim()));
          const { header, columns } = table(text);
          expect(header).toEqual(trimmed[0]);
          expect(columns).toEqual(trimmed[0].map((_, j) => trimmed.slice(1).map((row) => row[j])));
        },
      ),
      { seed: 11, numRuns: 400 },
    );
  });

  test.each([
    ['CRLF', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['CR', 'a,b\r1,2\r3,4'],
    ['blank lines', '\n\na,b\n1,2\n\n3,4\n\n\n'],
    ['spaces about cells', 'a , b\n 1 ,2\n3, 4'],
    ['quotes about numbers', '"a","b"\n"1","2"\n"3" ,"4"'],
  ])('%s', (_, text) => {
    expect(table(text)).toEqual({
      header: ['a', 'b'],
      columns: [
        ['1', '3'],
        ['2', '4'],
      ],
    });
  });

  test('a blank line in a single column is a missing value', () => {
    expect(table('a\n1\n\n3\n\n').columns).toEqual([['1', '', '3']]);
  });

  test('a quote within a bare cell is a character', () => {
    expect(table('a,b\n5" pipe,1').columns).toEqual([['5" pipe'], ['1']]);
  });

  test.each([
    ['a,b\n1,2\n3\n4,5,6\n', /2 of 3 rows/, [2, 3]],
    ['a,b\nr1,1,2\nr2,3,4', /one cell more than the header's 2/, [1, 2]],
    ['a,b\n1,"2\n3,4', /never closed/, [1]],
    ['a,b\n1,"2"x\n', /follows a closing quote/, [1]],
  ])('%j is refused with its rows', (text, message, rows) => {
    const found = problem(text);
    expect(found.message).toMatch(message);
    expect(found.rows.map(({ row }) => row)).toEqual(rows);
  });

  test.each([
    ['', /empty/],
    ['\n \n', /empty/],
    ['a,b\n', /no rows/],
    ['1,2\n', /must name the columns/],
    ['x'.repeat(10_000_000), /10000000 characters long/],
  ])('text %# is refused', (text, message) => {
    expect(problem(text).message).toMatch(message);
  });

  test('never throws and never loses a cell on arbitrary text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', '\u0000', ' ') }), (text) => {
        const result = read(text);
        if (result.kind === 'problem') return;
        for (const [j] of result.header.entries())
          expect(listOf(result.columns([j]))).toHaveLength(result.rows);
      }),
      { seed: 5, numRuns: 2000 },
    );
  });
});

test.each([
  ['a,b,c\n', ','],
  ['a;b;c,d\n', ';'],
  ['a\tb\n', '\t'],
  ['"x,y,z";b\n', ';'],
  ['alone\n1,5', ','],
])('the delimiter of %j', (text, expected) => {
  expect(detectDelimiter(text)).toBe(expected);
});
