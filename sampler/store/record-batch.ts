/**
 * Record batches of an Arrow stream as bytes, for columns of fixed width without missing values. Arrow's own writer
 * makes several objects and a write for each column of a batch, which takes minutes for 100,000 columns.
 */
import { Message, MessageHeader, MetadataVersion } from 'apache-arrow';

const widths = { float64: 8, uint32: 4, uint8: 1 } as const;
export type ColumnType = keyof typeof widths;
export type ColumnValues = Float64Array | Uint8Array | Uint32Array;

/** Rows of a table: those of its first columns one after the other, then further columns. */
export interface Rows {
  readonly count: number;
  /** `matrix[row * width + k]` is of column k. */
  readonly matrix: Float64Array;
  readonly width: number;
  /** Each with a value for each row. */
  readonly columns: readonly ColumnValues[];
}

interface Layout {
  readonly rows: number;
  readonly metadata: Uint8Array;
  readonly bodyLength: number;
  /** Of each column, the byte within the body where its values start. */
  readonly offsets: Float64Array;
}

/** Metadata and body of a batch, of which the body is valid until the next call. */
type EncodeBatch = (rows: Rows) => readonly [metadata: Uint8Array, body: Uint8Array];

/** Columns whose values are placed together, as many as fit in a cache line. */
const TOGETHER = 8;

/** For tables of these columns. */
export function batchEncoder(types: readonly ColumnType[]): EncodeBatch {
  let layout: Layout | null = null;
  let body = new ArrayBuffer(0);
  return ({ count, matrix, width, columns }) => {
    // Most blocks of a chain have one number of rows.
    if (layout?.rows !== count) layout = layOut(types, count);
    const { metadata, offsets, bodyLength } = layout;
    if (body.byteLength < bodyLength) body = new ArrayBuffer(bodyLength);
    const numbers = new Float64Array(body, 0, width * count);
    for (let first = 0; first < width; first += TOGETHER) {
      const end = Math.min(first + TOGETHER, width);
      for (let row = 0; row < count; row++) {
        const from = row * width;
        for (let k = first; k < end; k++) numbers[k * count + row] = matrix[from + k];
      }
    }
    const bytes = new Uint8Array(body, 0, bodyLength);
    for (const [i, { buffer, byteOffset, byteLength }] of columns.entries()) {
      const at = offsets[width + i];
      bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
      bytes.fill(0, at + byteLength, at + padded(byteLength));
    }
    return [metadata, bytes];
  };
}

const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

/** Two buffers for each column: validity, which is empty, and values. */
function layOut(types: readonly ColumnType[], rows: number): Layout {
  const nodes = new Array(types.length).fill({ length: rows, nullCount: 0 });
  const offsets = new Float64Array(types.length);
  let bodyLength = 0;
  const buffers = types.flatMap((type, k) => {
    const length = padded(rows * widths[type]);
    const at = bodyLength;
    offsets[k] = at;
    bodyLength += length;
    return [
      { offset: at, length: 0 },
      { offset: at, length },
    ];
  });
  const header = { length: rows, nodes, buffers, compression: null, variadicBufferCounts: [] };
  const message = new Message(bodyLength, MetadataVersion.V5, MessageHeader.RecordBatch, header);
  return { rows, metadata: framed(message), bodyLength, offsets };
}

/** A message with the mark and the length that precede it in a stream. */
export function framed(message: Message): Uint8Array {
  const encoded = Message.encode(message);
  const length = padded(encoded.length);
  const bytes = new Uint8Array(8 + length);
  const prefix = new DataView(bytes.buffer);
  prefix.setInt32(0, -1, true);
  prefix.setInt32(4, length, true);
  bytes.set(encoded, 8);
  return bytes;
}

/** The end of a stream. */
export const END_OF_STREAM: Uint8Array = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);
