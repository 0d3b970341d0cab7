/** Tables in Apache Parquet. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import {
  type Compressors,
  type DecodedArray,
  parquetMetadata,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { decompressLz4, decompressLz4Raw, decompressZstd } from 'hyparquet-compressors';
import { columnTable } from './column-table.ts';
import type { FileProblem, Table } from './raw-array.ts';

/** Snappy is hyparquet's own. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => decompressZstd(input),
  LZ4: decompressLz4,
  LZ4_RAW: decompressLz4Raw,
};

/** The footer's length, then `PAR1`. */
const TAIL = 8;

export function readParquet(bytes: Uint8Array): Table | FileProblem {
  try {
    return tableOf(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `it is not a whole Parquet file (${reason}); write it again`;
    return { kind: 'problem', message, rows: [] };
  }
}

function tableOf(bytes: Uint8Array): Table | FileProblem {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const footer = view.getUint32(bytes.length - TAIL, true) + TAIL;
  const metadata = parquetMetadata(new Uint8Array(bytes.subarray(-footer)).buffer);
  const schema = parquetSchema(metadata);
  const columns = schema.children.map((top) => {
    const { name, repetition_type } = top.element;
    const isNested = top.children.length > 0 || repetition_type === 'REPEATED';
    const pages = isNested ? [] : metadata.row_groups.flatMap((group) => pagesOf(bytes, group, schema, top));
    return { name, isNested, values: joined(pages) };
  });
  return columnTable(columns, Number(metadata.num_rows));
}

function pagesOf(bytes: Uint8Array, group: RowGroup, schema: SchemaTree, column: SchemaTree): DecodedArray[] {
  const { name } = column.element;
  const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
  if (chunk === undefined) throw new Error(`a group of rows has no column ${name}`);
  // Some writers say 0 where there is no dictionary.
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, Number(chunk.total_compressed_size));
  const rows = Number(group.num_rows);
  const whole = { groupStart: 0, selectStart: 0, selectEnd: rows, groupRows: rows };
  const { data } = readColumn({ view, offset: 0 }, whole, {
    ...chunk,
    pathInSchema: chunk.path_in_schema,
    element: column.element,
    schemaPath: [schema, column],
    parsers: DEFAULT_PARSERS,
    compressors,
  });
  return data;
}

/** Doubles stay doubles. */
function joined(pages: readonly DecodedArray[]): ArrayLike<unknown> {
  if (pages.length === 1) return pages[0];
  if (!pages.every((page) => page instanceof Float64Array)) return pages.flatMap((page) => Array.from(page));
  const values = new Float64Array(pages.reduce((sum, page) => sum + page.length, 0));
  let at = 0;
  for (const page of pages) {
    values.set(page, at);
    at += page.length;
  }
  return values;
}
