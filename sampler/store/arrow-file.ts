/** Arrow IPC files (Feather version 2), written batch by batch. */
import { closeSync, openSync } from 'node:fs';
import { type RecordBatch, RecordBatchFileWriter } from 'apache-arrow';
import { type Column, recordBatch, schemaOf, writeChunk } from './arrow-stream.ts';
import { nodeFiles, writeAll } from './files.ts';
import type { ColumnValues } from './record-batch.ts';

class FileWriter extends RecordBatchFileWriter {
  readonly #file: number;
  constructor(file: number) {
    super();
    this.#file = file;
  }
  protected override _write(chunk: Parameters<RecordBatchFileWriter['_write']>[0]): this {
    this._position += writeChunk(chunk, (bytes) => writeAll(this.#file, bytes, nodeFiles));
    return this;
  }
}

/** Writes the batches to `path`, one array per column in each. @throws where the file cannot be written. */
export function writeArrowFile(
  path: string,
  columns: readonly Column[],
  batches: Iterable<readonly ColumnValues[]>,
): void {
  const file = openSync(path, 'w');
  try {
    const schema = schemaOf(columns);
    const writer: { write(batch: RecordBatch): void; finish(): unknown } = new FileWriter(file);
    for (const batch of batches) writer.write(recordBatch(schema, batch));
    writer.finish();
  } finally {
    closeSync(file);
  }
}
