/**
 * Arrow IPC streams that grow by appending record batches to a file. A truncated file can be read up to the last
 * complete batch.
 */
import { readFileSync } from 'node:fs';
import {
  type Data,
  Field,
  Float64,
  Message,
  makeData,
  RecordBatch,
  RecordBatchReader,
  Schema,
  Struct,
  Uint8,
  Uint32,
} from 'apache-arrow';
import {
  batchEncoder,
  type ColumnType,
  type ColumnValues,
  END_OF_STREAM,
  framed,
  type Rows,
} from './record-batch.ts';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

const arrowTypes = {
  float64: () => new Float64(),
  uint8: () => new Uint8(),
  uint32: () => new Uint32(),
} as const;

function toData(values: ColumnValues): Data {
  const common = { length: values.length, nullCount: 0 } as const;
  if (values instanceof Float64Array) return makeData({ ...common, type: new Float64(), data: values });
  if (values instanceof Uint32Array) return makeData({ ...common, type: new Uint32(), data: values });
  return makeData({ ...common, type: new Uint8(), data: values });
}

type Sink = (bytes: Uint8Array) => void;

/** Writes a chunk to the sink; returns its number of bytes. */
export function writeChunk(chunk: unknown, sink: Sink): number {
  if (!ArrayBuffer.isView(chunk)) throw new TypeError('a chunk of an Arrow stream is bytes');
  sink(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  return chunk.byteLength;
}

export function schemaOf(columns: readonly Column[]): Schema {
  return new Schema(columns.map(({ name, type }) => new Field(name, arrowTypes[type](), false)));
}

/** One array per column, all of one length. */
export function recordBatch(schema: Schema, values: readonly ColumnValues[]): RecordBatch {
  const length = values[0]?.length ?? 0;
  const children = values.map(toData);
  const struct = makeData({ type: new Struct(schema.fields), length, nullCount: 0, children });
  return new RecordBatch(schema, struct);
}

interface ArrowAppender {
  append(rows: Rows): void;
  /** Ends the stream. The data are complete without it. */
  close(): void;
}

/** Starts a stream, or continues an existing one. */
export function arrowStream(columns: readonly Column[], sink: Sink, isContinued: boolean): ArrowAppender {
  const encode = batchEncoder(columns.map(({ type }) => type));
  let hasSchema = isContinued;
  return {
    append(rows) {
      if (!hasSchema) sink(framed(Message.from(schemaOf(columns))));
      hasSchema = true;
      for (const bytes of encode(rows)) sink(bytes);
    },
    close: () => sink(END_OF_STREAM),
  };
}

interface ArrowColumns {
  readonly names: readonly string[];
  readonly rows: number;
  /** Batches in order; within a batch one array per column. */
  readonly batches: readonly (readonly ColumnValues[])[];
}

/** Reads every complete batch in the first `end` bytes of a stream. */
export function readArrowStream(path: string, end = Number.POSITIVE_INFINITY): ArrowColumns {
  const bytes = readFileSync(path).subarray(0, end);
  const names: string[] = [];
  const batches: ColumnValues[][] = [];
  let rows = 0;
  try {
    const reader = RecordBatchReader.from(bytes).open();
    for (const { name } of reader.schema.fields) names.push(name);
    for (const batch of reader) {
      const columns = batch.data.children.map(({ values, length, offset }) =>
        values.subarray(offset, offset + length),
      );
      if (columns.some((column) => column.length !== batch.numRows)) break;
      rows += batch.numRows;
      batches.push(columns);
    }
  } catch {
    // A stream that ends within a batch: the batches before it are valid.
  }
  return { names, rows, batches };
}
