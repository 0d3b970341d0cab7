/** Tables in Apache Parquet. */
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { decompress } from 'fzstd';
import {
  type Compressors,
  type DecodedArray,
  parquetMetadata,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from 'hyparquet';
import { parquetHeader, readColumn } from 'hyparquet/src/column.js';
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js';
import { columnTable } from './column-table.ts';
import type { FileProblem, Table } from './raw-array.ts';

/** Snappy is hyparquet's own. */
const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
  ZSTD: (input) => decompress(input),
};

/** The footer's length, then `PAR1`. */
const TAIL = 8;

export function readParquet(bytes: Uint8Array): Table | FileProblem {
  try {
    return tableOf(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const codec = /codec: (\w+)/.exec(reason)?.[1];
    const message =
      codec === undefined
        ? `it is not a whole Parquet file (${reason}); write it again`
        : `it is compressed by ${codec}, which is not read; write it with snappy, gzip or zstd`;
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
  const rows = Number(metadata.num_rows);
  const odd = columns.find(({ isNested, values }) => !isNested && values.length !== rows);
  if (odd !== undefined) throw new Error(`${odd.values.length} values of ${odd.name} in ${rows} rows`);
  return columnTable(columns, rows);
}

function pagesOf(bytes: Uint8Array, group: RowGroup, schema: SchemaTree, column: SchemaTree): DecodedArray[] {
  const { name } = column.element;
  const chunk = group.columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === name)?.meta_data;
  if (chunk === undefined) throw new Error(`a group of rows has no column ${name}`);
  // Some writers say 0 where there is no dictionary.
  const start = Number(chunk.dictionary_page_offset || chunk.data_page_offset);
  const view = new DataView(bytes.buffer, bytes.byteOffset + start, Number(chunk.total_compressed_size));
  const rows = Number(group.num_rows);
  checkPages(view, rows);
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

/** The decoder trusts the counts in the headers of pages: a damaged one could take all memory. */
function checkPages(view: DataView, rows: number): void {
  const reader = { view, offset: 0 };
  let values = 0;
  while (values < rows) {
    const header = parquetHeader(reader);
    const { data_page_header: first, data_page_header_v2: second } = header;
    const sizes = [header.compressed_page_size, header.uncompressed_page_size];
    if (first !== undefined) sizes.push(first.num_values);
    if (second !== undefined) {
      const { num_values, num_nulls, definition_levels_byte_length, repetition_levels_byte_length } = second;
      sizes.push(num_values, num_nulls, definition_levels_byte_length, repetition_levels_byte_length);
    }
    if (!sizes.every((size) => size >= 0)) throw new Error('a page without its sizes');
    values += first?.num_values ?? second?.num_values ?? 0;
    reader.offset += header.compressed_page_size;
  }
  if (values !== rows) throw new Error(`a column of ${values} values in a group of ${rows} rows`);
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
