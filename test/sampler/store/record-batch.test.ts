import { type RecordBatch, RecordBatchReader, RecordBatchStreamWriter } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { arrowStream, recordBatch, schemaOf } from '../../../sampler/store/arrow-stream.ts';
import type { Rows } from '../../../sampler/store/record-batch.ts';

const columns = [
  ...Array.from({ length: 11 }, (_, k) => ({ name: `a[${k}]`, type: 'float64' }) as const),
  { name: 'small', type: 'uint8' },
  { name: 'count', type: 'uint32' },
  { name: 'energy', type: 'float64' },
] as const;

function rows(count: number, seed: number): Rows {
  return {
    count,
    width: 11,
    matrix: Float64Array.from({ length: 11 * count }, (_, i) => Math.sin(seed + i)),
    columns: [
      Uint8Array.from({ length: count }, (_, i) => i % 7),
      Uint32Array.from({ length: count }, (_, i) => 1e6 + i),
      Float64Array.from({ length: count }, (_, i) => -i / 3),
    ],
  };
}

const columnsOf = ({ count, width, matrix, columns: others }: Rows) => [
  ...Array.from({ length: width }, (_, k) =>
    Float64Array.from({ length: count }, (_, row) => matrix[row * width + k]),
  ),
  ...others,
];

/** The stream of several batches. */
function written(batches: readonly Rows[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const stream = arrowStream(columns, (bytes) => parts.push(bytes.slice()), false);
  for (const batch of batches) stream.append(batch);
  stream.close();
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

describe('record batches', () => {
  const batches = [rows(5, 1), rows(5, 2), rows(8, 3), rows(1, 4)];

  test('have the bytes that Arrow’s own writer makes', () => {
    const schema = schemaOf(columns);
    const writer: {
      write(batch: RecordBatch): void;
      finish(): unknown;
      toUint8Array(sync: true): Uint8Array;
    } = new RecordBatchStreamWriter();
    for (const batch of batches) writer.write(recordBatch(schema, columnsOf(batch)));
    writer.finish();
    expect(Buffer.from(written(batches)).equals(writer.toUint8Array(true))).toBe(true);
  });

  test('are read again by Arrow', () => {
    const found = [...RecordBatchReader.from(written(batches))].map((batch) =>
      batch.data.children.map(({ values, length }) => values.subarray(0, length)),
    );
    expect(found).toEqual(batches.map(columnsOf));
  });
});
