/**
 * Reads selected columns of a chain's Arrow stream: a run may have ten thousand quantities, and a page shows only a
 * few at a time. Like `readArrowStream`, it reads a truncated file up to its last complete batch.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DataType, Message } from 'apache-arrow';

interface ColumnReader {
  readonly names: readonly string[];
  readonly rows: number;
  /** Offset after the last complete batch. */
  readonly end: number;
  /** Numbers of the named columns over all batches, or null where there is no such column. */
  read(names: readonly string[]): readonly (Float64Array | null)[];
}

interface Batch {
  /** Byte in the file where the batch's body starts. */
  readonly body: number;
  readonly layout: BatchLayout;
}
interface BatchLayout {
  readonly rows: number;
  readonly bodyLength: number;
  /** Per column, the byte within the body where its values start. */
  readonly columns: readonly number[];
}

const CONTINUATION = -1;
/** Cached layouts: nearly all batches of a stream have one of a few. */
const KNOWN_LAYOUTS = 32;

/** Reads the first `limit` bytes. @throws where the file cannot be read or is no Arrow stream. */
export function openColumns(path: string, limit = Number.POSITIVE_INFINITY): ColumnReader {
  const file = openSync(path, 'r');
  try {
    const { columns, batches, end } = indexOf(file, limit);
    const names = columns.map(({ name }) => name);
    const rows = batches.reduce((sum, { layout }) => sum + layout.rows, 0);
    const positions = new Map(names.map((name, k) => [name, k]));
    return {
      names,
      rows,
      end,
      read(wanted) {
        const open = openSync(path, 'r');
        try {
          return wanted.map((name) => {
            const k = positions.get(name);
            return k === undefined ? null : readColumn(open, batches, k, columns[k].width, rows);
          });
        } finally {
          closeSync(open);
        }
      },
    };
  } finally {
    closeSync(file);
  }
}

interface Column {
  readonly name: string;
  /** Bytes of a value: 8 float64, 4 uint32, 1 uint8. */
  readonly width: 8 | 4 | 1;
}

function indexOf(
  file: number,
  limit: number,
): { readonly columns: readonly Column[]; readonly batches: readonly Batch[]; readonly end: number } {
  const size = Math.min(limit, fstatSync(file).size);
  const columns: Column[] = [];
  const batches: Batch[] = [];
  const known: { readonly metadata: Buffer; readonly layout: BatchLayout }[] = [];
  const prefix = Buffer.alloc(8);
  let at = 0;
  while (at + 8 <= size) {
    readFully(file, prefix, at);
    const length = prefix.readInt32LE(4);
    if (prefix.readInt32LE(0) !== CONTINUATION || length <= 0 || at + 8 + length > size) break;
    const metadata = Buffer.alloc(length);
    readFully(file, metadata, at + 8);
    const body = at + 8 + length;
    let layout = known.find((entry) => entry.metadata.equals(metadata))?.layout;
    if (layout === undefined) {
      const message = Message.decode(metadata);
      if (message.isSchema()) {
        for (const { name, type } of message.header().fields) columns.push({ name, width: widthOf(type) });
        at = body + message.bodyLength;
        continue;
      }
      if (!message.isRecordBatch()) break;
      layout = layoutOf(message.header(), message.bodyLength);
      known.unshift({ metadata, layout });
      known.length = Math.min(known.length, KNOWN_LAYOUTS);
    }
    if (body + layout.bodyLength > size) break;
    batches.push({ body, layout });
    at = body + layout.bodyLength;
  }
  return { columns, batches, end: at };
}

interface BatchHeader {
  readonly length: number;
  readonly nodes: readonly unknown[];
  readonly buffers: readonly { readonly offset: number }[];
}

/** Columns are never null and of fixed width: two buffers each, validity (empty) and values. */
function layoutOf(batch: BatchHeader, bodyLength: number): BatchLayout {
  const columns = batch.nodes.map((_, k) => batch.buffers[2 * k + 1].offset);
  return { rows: batch.length, bodyLength, columns };
}

function widthOf(type: DataType): Column['width'] {
  if (DataType.isFloat(type)) return 8;
  return DataType.isInt(type) && type.bitWidth === 32 ? 4 : 1;
}

function readColumn(
  file: number,
  batches: readonly Batch[],
  k: number,
  width: Column['width'],
  rows: number,
): Float64Array {
  const values = new Float64Array(rows);
  let row = 0;
  for (const { body, layout } of batches) {
    const bytes = Buffer.alloc(layout.rows * width);
    readFully(file, bytes, body + layout.columns[k]);
    for (let i = 0; i < layout.rows; i++) {
      values[row + i] =
        width === 8 ? bytes.readDoubleLE(8 * i) : width === 4 ? bytes.readUInt32LE(4 * i) : bytes[i];
    }
    row += layout.rows;
  }
  return values;
}

function readFully(file: number, into: Buffer, position: number): void {
  let done = 0;
  while (done < into.length) {
    const count = readSync(file, into, done, into.length - done, position + done);
    if (count === 0) throw new Error('the file ended while it was read');
    done += count;
  }
}
