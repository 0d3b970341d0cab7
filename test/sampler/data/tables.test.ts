/** Parquet and Arrow as pyarrow writes them: test/golden/tables.py. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDataFile } from '../../../sampler/data/data-file.ts';
import type { Cell, Table } from '../../../sampler/data/raw-array.ts';
import { labels, load, values } from './load-files.ts';

const folder = join(import.meta.dirname, 'tables');
const expected: Record<string, Cell[]> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
/** Compressed in ways that are not read. */
const unread = new Set(['compressed.arrow', 'lz4.parquet']);
const files = readdirSync(folder).filter((name) => !name.endsWith('.json') && !unread.has(name));

function read(name: string): Table {
  const table = parseDataFile(name, readFileSync(join(folder, name)));
  if (table.kind !== 'table') throw new Error(JSON.stringify(table));
  return table;
}

const withoutNaN = (cell: Cell): Cell => (Number.isNaN(cell) ? null : cell);

describe.each(files)('%s', (name) => {
  const table = read(name);

  it('has the columns in their order, and says which hold lists', () => {
    expect(table.header).toEqual([...Object.keys(expected), 'pair']);
    const nested = table.header.filter((_, position) => (table.nested?.(position) ?? null) !== null);
    expect(nested).toEqual(['pair']);
  });

  it.each(Object.keys(expected))('has the values of %s', (column) => {
    const cells = table.columns([table.header.indexOf(column)]);
    expect(Array.from({ length: cells.length }, (_, i) => withoutNaN(cells.at(i)))).toEqual(expected[column]);
    const { cells: distinct, codes } = cells.distinct();
    expect(Array.from(codes, (code) => withoutNaN(distinct[code]))).toEqual(expected[column]);
  });
});

it('columns are data of a model: numbers, gaps, labels, days', () => {
  const text = `dim row, site, day
data from "groups.parquet" where known(y) and (small == 1 or small >= 5) {
  y : real?[row]
  large : real[row] = column("id")
  small : int[row]
  at : site[row] = column("level")
  when : day[row] = column("day")
  XY : real?[row, 2] = columns("y", "gap")
}`;
  const data = load(text, {
    'groups.parquet': readFileSync(join(folder, 'groups.parquet')),
  });
  expect(data.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(values(data, 'y')).toEqual([1.5, 1e308, 0, 3]);
  expect(values(data, 'large')).toEqual([2 ** 53, 4, 5, 2 ** 53 + 4]);
  expect(values(data, 'small')).toEqual([1, 5, 6, 250]);
  expect(values(data, 'XY')).toEqual([1.5, 1, 1e308, 4, 0, 5, 3, 6]);
  expect(labels(data, 'site')).toEqual(['high', 'low']);
  expect(labels(data, 'day')).toEqual(['2020-02-28', '2020-02-29']);
});

it.each([['compressed.arrow', /is a compressed Arrow file; write it without compression, or as Parquet/]])(
  '%s says what to do',
  (name, message) => {
    const found = parseDataFile(name, readFileSync(join(folder, name)));
    expect(found.kind === 'problem' && found.message).toMatch(message);
  },
);

it('a list where a datum needs a value is an error', () => {
  const { diagnostics } = load('dim row\ndata from "d.parquet" { pair : real[row] }', {
    'd.parquet': readFileSync(join(folder, 'zstd.parquet')),
  });
  expect(diagnostics[0].message).toMatch(/expected one value in each record, found a list or an object/);
});

describe('a damaged file is a problem, or a table', () => {
  it.each(files)('where the end of %s is missing', (name) => {
    const whole = readFileSync(join(folder, name));
    for (let end = 1; end < whole.length; end += 101)
      expect(['problem', 'table']).toContain(parseDataFile(name, whole.subarray(0, end)).kind);
  });
  it('where a page does not say how long its levels are', () => {
    const changed = readFileSync(join(folder, 'plain.parquet'));
    changed[19] ^= 0x55;
    const found = parseDataFile('table.parquet', changed);
    expect(found.kind === 'problem' && found.message).toMatch(/a page without its sizes/);
  });
  it.each(files.filter((name) => name.endsWith('parquet')))('where a byte of %s has changed', (name) => {
    const whole = readFileSync(join(folder, name));
    for (let at = 0; at < whole.length; at += 101) {
      const changed = Buffer.from(whole);
      changed[at] ^= 0x55;
      expect(['problem', 'table']).toContain(parseDataFile('table.parquet', changed).kind);
    }
  });
});
