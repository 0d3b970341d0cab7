/** Tables in Apache Arrow's file and stream formats (Feather version 2 is the file format). */
import { Type, tableFromIPC } from '@uwdata/flechette';
import { columnTable } from './column-table.ts';
import type { FileProblem, Table } from './raw-array.ts';

const NESTED: ReadonlySet<number> = new Set([
  Type.List,
  Type.LargeList,
  Type.FixedSizeList,
  Type.ListView,
  Type.LargeListView,
  Type.Struct,
  Type.Map,
  Type.Union,
]);

const FILE_MARK = 'ARROW1';

export function readArrow(bytes: Uint8Array): Table | FileProblem {
  try {
    const [first, last] = [bytes.subarray(0, FILE_MARK.length), bytes.subarray(-FILE_MARK.length)];
    const isFile = String.fromCharCode(...first) === FILE_MARK;
    if (isFile && String.fromCharCode(...last) !== FILE_MARK) throw new Error('its end is missing');
    const table = tableFromIPC(bytes, { useDate: true, useBigInt: true });
    const columns = table.schema.fields.map(({ name, type }, position) => ({
      name,
      values: table.getChildAt(position).toArray(),
      isNested: NESTED.has(type.typeId),
    }));
    return columnTable(columns, table.numRows);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const advice = /compress|codec/i.test(reason)
      ? 'it is a compressed Arrow file; write it without compression, or as Parquet'
      : `it is not a whole Arrow file (${reason}); write it again`;
    return { kind: 'problem', message: advice, rows: [] };
  }
}
