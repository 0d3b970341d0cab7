/** What is read from the bytes of a table is what csv-parse and one rule per cell give. */
import { parse as parseReference } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cells, type Distinct, MISSING, NUMBER, OTHER } from '../../../sampler/data/cells.ts';
import { convert } from '../../../sampler/data/convert-cells.ts';
import { readCsv } from '../../../sampler/data/csv.ts';
import { parseDataFile } from '../../../sampler/data/data-file.ts';
import { isMissing, parseNumber, type RawArray } from '../../../sampler/data/raw-array.ts';

const word = fc.constantFrom(
  ...[
    '',
    'NA',
    'nan',
    'null',
    'Null',
    '"NA"',
    'a',
    'Anoka',
    'St. Louis',
    'é',
    '7',
    '007',
    '3.0',
    '-0',
    '1e3',
    '+.5',
  ],
  ...[
    '1.',
    '1e999',
    '0x1F',
    'Infinity',
    '1,5',
    '9007199254740993',
    '12345678901234567890',
    'true',
    'F',
    '１',
    ' ',
  ],
  ...[
    '0.99999999999999999999',
    '-12.5e-3',
    '0.1234567890123456',
    '1 2',
    '\u00a05',
    'n a',
    '""',
    'x"y',
    'nul',
    '\n4',
  ],
);
const cell = fc.oneof(word, fc.double({ noNaN: true }).map(String), fc.integer().map(String));
const spaces = fc.constantFrom('', '', '', ' ', '  ');

/** Rows of a table, with how each cell is written. */
const written = fc.integer({ min: 1, max: 5 }).chain((width) =>
  fc.array(fc.array(fc.tuple(cell, fc.boolean(), spaces, spaces), { minLength: width, maxLength: width }), {
    minLength: 1,
    maxLength: 8,
  }),
);

/** csv-parse takes spaces behind a closing quote for an error. */
function write(
  [text, isQuoted, before, after]: readonly [string, boolean, string, string],
  mayHaveSpaces: boolean,
): string {
  const spaced = `${before}${text}${after}`;
  if (!isQuoted && !/[",\r\n]/.test(spaced)) return spaced;
  return `"${spaced.replaceAll('"', '""')}"${mayHaveSpaces ? after : ''}`;
}

const listOf = (cells: Cells) => Array.from({ length: cells.length }, (_, i) => cells.at(i));
const expanded = ({ cells, codes }: Distinct) => Array.from(codes, (code) => cells[code]);
const rawOf = (cells: Cells): RawArray => ({
  cells,
  shape: [cells.length],
  textual: true,
  place: () => ({}),
});

/** One rule per cell: a number, whole or not, or its text. */
function asReal(text: string): number {
  return parseNumber(text);
}
function asInt(text: string): number {
  const value = parseNumber(text);
  if (!Number.isSafeInteger(value)) return Number.NaN;
  // 0.99999999999999999999 is not whole although its double is.
  const [, whole = '', fraction = '', power = '0'] = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+(?=\d)/, '');
  const shift = Number(power) - fraction.length;
  if (/^0*$/.test(digits) || shift >= 0) return value;
  return digits.padStart(-shift, '0').slice(shift).replace(/0/g, '') === '' ? value : Number.NaN;
}

describe('columns of random tables', () => {
  test('agree with csv-parse cell by cell', () => {
    fc.assert(
      fc.property(
        written,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.boolean(),
        (rows, newline, hasMark, hasEnd) => {
          const width = rows[0].length;
          const header = Array.from({ length: width }, (_, j) => `c${j}`);
          // Blank lines of a single column have their own test.
          const all =
            width === 1 ? rows.map(([[text, , before]]) => [[text, true, before, ''] as const]) : rows;
          const textWith = (spaces: boolean) =>
            [header, ...all.map((row) => row.map((one) => write(one, spaces)))]
              .map((line) => line.join(','))
              .join(newline) + (hasEnd ? newline : '');
          const text = `${hasMark ? '\ufeff' : ''}${textWith(true)}`;
          const reference: string[][] = parseReference(textWith(false), { trim: false });
          const table = parseDataFile('t.csv', Buffer.from(text));
          if (table.kind !== 'table') throw new Error(JSON.stringify(table));
          expect(table.rows).toBe(reference.length - 1);
          const columns = [...header.keys(), 0].map((j) => j % width);
          const cells = table.columns(columns);
          const flat = reference.slice(1).flatMap((row) => columns.map((j) => row[j]));
          const trimmed = flat.map((one) => one.trim());
          expect(listOf(cells)).toEqual(trimmed);
          expect(expanded(cells.distinct())).toEqual(trimmed);
          expect(new Set(cells.distinct().cells).size).toBe(cells.distinct().cells.length);
          expect(cells.spaced && expanded(cells.spaced.distinct())).toEqual(flat);
          const real = convert(rawOf(cells), 'real', true);
          expect([...real.values]).toEqual(trimmed.map(asReal));
          expect(real.wrong.count).toBe(
            trimmed.filter((one) => Number.isNaN(asReal(one)) && !isMissing(one)).length,
          );
          const int = convert(rawOf(cells), 'int', false);
          expect([...int.values]).toEqual(trimmed.map(asInt));
          expect(int.missing.count).toBe(trimmed.filter(isMissing).length);
        },
      ),
      { seed: 31, numRuns: 3000 },
    );
  });
});

test('marks tell numbers, missing cells and the rest apart', () => {
  const table = readCsv(Buffer.from('x,y\n1,a\n,b\n"NA",c\n"2" ,d\ntwo,e\n3.0,f\n'), ',');
  if (table.kind === 'problem') throw new Error(table.message);
  const marks = [NUMBER, MISSING, MISSING, NUMBER, OTHER, NUMBER];
  expect([...(table.columns([0]).numbers('decimal').marks ?? [])]).toEqual(marks);
  expect(table.columns([0]).numbers('whole').marks?.[5]).toBe(OTHER);
});

test('many distinct labels, in the order in which they first occur', () => {
  const names = Array.from({ length: 5000 }, (_, i) => `label ${(i * 7919) % 5000}`);
  const table = readCsv(Buffer.from(`g\n${[...names, ...names].join('\n')}\n`), ',');
  if (table.kind === 'problem') throw new Error(table.message);
  const { cells, codes } = table.columns([0]).distinct();
  expect(cells).toEqual(names);
  expect(codes[5003]).toBe(3);
});
