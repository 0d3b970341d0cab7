/** Parquet files of several groups of rows, each of several batches, as hyparquet reads them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeParquetFile } from '../../../sampler/store/parquet-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bayes-parquet-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const columns = [
  { name: 'draw', type: 'uint32' },
  { name: 'x[1]', type: 'float64' },
  { name: 'diverging', type: 'uint8' },
] as const;

/** Numbers of 31 bits at most: the writer takes no others as UINT_32, and counts of gradients are far below. */
const batch = (first: number, rows: number) => [
  Uint32Array.from({ length: rows }, (_, i) => 2147483647 - first - i),
  Float64Array.from({ length: rows }, (_, i) =>
    first + i === 3 ? Number.NEGATIVE_INFINITY : (first + i) / 7,
  ),
  Uint8Array.from({ length: rows }, (_, i) => 255 - first - i),
];

async function written(sizes: readonly number[]) {
  const path = join(folder, 'draws.parquet');
  let first = 0;
  const batches = sizes.map((rows) => {
    const found = batch(first, rows);
    first += rows;
    return found;
  });
  writeParquetFile(path, columns, batches, 12);
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  return {
    rows: await parquetReadObjects({ file }),
    groups: metadata.row_groups.map(({ num_rows }) => Number(num_rows)),
  };
}

test('have the rows of all batches in their order, group by group', async () => {
  const { rows, groups } = await written([1, 3, 5, 2]);
  // A group ends with the batch that makes it 12 values of three columns, or more.
  expect(groups).toEqual([4, 5, 2]);
  const [draw, x, diverging] = batch(0, 11);
  expect(rows).toEqual(
    Array.from({ length: 11 }, (_, i) => ({ draw: draw[i], 'x[1]': x[i], diverging: diverging[i] })),
  );
});

test('may have no rows', async () => {
  expect(await written([])).toEqual({ rows: [], groups: [] });
});
