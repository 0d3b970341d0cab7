/** Parquet files, written group of rows by group. */
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { Column } from './arrow-stream.ts';
import type { ColumnValues } from './record-batch.ts';

type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema'];

const physical = {
  float64: { type: 'DOUBLE' },
  uint32: { type: 'INT32', converted_type: 'UINT_32' },
  uint8: { type: 'INT32', converted_type: 'UINT_8' },
} as const;

/** Values of a group of rows, about: readers take a group at a time. */
const VALUES_OF_GROUP = 2 ** 23;

/** Writes the batches to `path`, one array per column in each. @throws where the file cannot be written. */
export function writeParquetFile(
  path: string,
  columns: readonly Column[],
  batches: Iterable<readonly ColumnValues[]>,
  valuesOfGroup = VALUES_OF_GROUP,
): void {
  const schema: Schema = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ ...physical[type], name, repetition_type: 'REQUIRED' as const })),
  ];
  // Draws hardly ever repeat: neither dictionaries nor compression make them smaller.
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, codec: 'UNCOMPRESSED' });
  let group: (readonly ColumnValues[])[] = [];
  let rows = 0;
  const write = () => {
    if (rows === 0) return;
    const columnData = columns.map(({ name }, k) => ({
      name,
      data: joined(group.map((batch) => batch[k])),
      encoding: 'PLAIN' as const,
    }));
    writer.write({ columnData, rowGroupSize: rows });
    group = [];
    rows = 0;
  };
  for (const batch of batches) {
    group.push(batch);
    rows += batch[0].length;
    if (rows * columns.length >= valuesOfGroup) write();
  }
  write();
  writer.finish();
}

/** Of one type. */
function joined(parts: readonly ColumnValues[]): ColumnValues {
  const [first] = parts;
  if (parts.length === 1) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all =
    first instanceof Float64Array
      ? new Float64Array(length)
      : first instanceof Uint32Array
        ? new Uint32Array(length)
        : new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
