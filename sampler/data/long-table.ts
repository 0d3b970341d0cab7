/**
 * A long file as a table: `y : int?[site, visit] = column("y") at (site, visit)`. Each row is the cell that its keys
 * name; cells without a row are missing.
 */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { DataEntry, DataStatement } from '../../grammar/syntax/ast.ts';
import type { Datum, Report } from './build-array.ts';
import { type Cells, MISSING } from './cells.ts';
import { FaultList } from './convert-cells.ts';
import { faultsOfKey, type RowKey, readKey } from './join-by-key.ts';
import { positionsOf } from './labels.ts';
import { dataError, relatedCells } from './load-diagnostics.ts';
import type { RawArray } from './raw-array.ts';
import type { ResolvedDim } from './resolve-dims.ts';
import type { OpenFile } from './sources.ts';

/** As of any array of a model. */
const MOST_CELLS = 100_000_000;

/** The keys of an entry in the order of its dimensions; null, after a report, if they do not fit them. */
export function fetchCellKeys(
  entry: DataEntry,
  block: DataStatement,
  file: OpenFile | null,
  report: Report,
): readonly RowKey[] | null {
  const fail = (message: string, span = entry.name.span) => {
    report(dataError('data-shape', span, `\`${entry.name.name}\`: ${message}`));
    return null;
  };
  const at = entry.at ?? [];
  if (block.source === undefined)
    return fail('`at` lays out the rows of a file: write `data from "file" { … }`, or nested lists');
  if (block.by !== undefined)
    return fail(
      'rows are joined `by` a key or laid out `at` several, not both; read it in a block of its own',
    );
  if (entry.value !== undefined && entry.value.kind === 'call' && entry.value.callee.name !== 'column')
    return fail('`at` lays out one column: `= column("…") at (…)`', entry.value.span);
  const keys: RowKey[] = [];
  for (const dim of entry.dims) {
    if (dim.kind === 'dimSize')
      return fail('`at` needs dimensions with names, whose labels the columns hold', dim.span);
    const named = at.filter(({ name }) => name.name === dim.name);
    if (named.length !== 1)
      return fail(
        `expected each of its dimensions once in \`at (…)\`, found \`${dim.name}\` ${named.length === 0 ? 'not there' : 'twice'}`,
        dim.span,
      );
    const key = readKey(named[0], block, file, report);
    if (key === null) return null;
    keys.push(key);
  }
  const other = at.find(
    ({ name }) => !entry.dims.some((dim) => dim.kind === 'dimName' && dim.name === name.name),
  );
  if (other !== undefined)
    return fail(`\`${other.name.name}\` in \`at (…)\` is none of its dimensions`, other.span);
  return keys;
}

/** The datum as an array over its dimensions; null, after a report, if a row has no cell of its own. */
export function laidOut(datum: Datum, dims: ReadonlyMap<string, ResolvedDim>, report: Report): Datum | null {
  const { entry, raw, cellKeys = [] } = datum;
  const resolved = cellKeys.flatMap(({ dim }) => dims.get(dim) ?? []);
  // A dimension without a size has been reported.
  if (resolved.length < cellKeys.length) return null;
  const shape = resolved.map(({ size }) => size);
  const count = shape.reduce((a, b) => a * b, 1);
  const fail = (message: string, related: Diagnostic['related'] = []) => {
    report(dataError('data-join', entry.name.span, `\`${entry.name.name}\`: ${message}`, { related }));
    return null;
  };
  if (count > MOST_CELLS)
    return fail(
      `a table of ${shape.join(' × ')} cells is too large; keep the rows as they are, with label data`,
    );
  const rows = raw.shape[0];
  const cells = new Float64Array(rows);
  for (const [axis, key] of cellKeys.entries()) {
    const positions = positionsOf(key.raw, resolved[axis].labels);
    const [fault] = faultsOfKey(key, resolved[axis], positions);
    if (fault !== undefined) {
      const advice = positions.missing.count > 0 ? '; leave such rows out with `where known(…)`' : '';
      return fail(`${fault.message}${advice}`, fault.related);
    }
    for (let row = 0; row < rows; row++) cells[row] = cells[row] * shape[axis] + positions.values[row] - 1;
  }
  const rowOf = new Int32Array(count).fill(-1);
  const nameOf = (cell: number) => cellName(cell, resolved);
  for (let row = 0; row < rows; row++) {
    const cell = cells[row];
    if (rowOf[cell] >= 0) {
      const both = new FaultList();
      both.add(rowOf[cell]);
      both.add(row);
      return fail(
        `expected one row for each cell, found two for ${nameOf(cell)}: rows ${raw.place(rowOf[cell]).row} and ${raw.place(row).row}; leave one out, or count them by a dimension more`,
        relatedCells(raw, both, () => `a row of ${nameOf(cell)}`),
      );
    }
    rowOf[cell] = row;
  }
  const empty = rowOf.reduce((n, row) => n + (row < 0 ? 1 : 0), 0);
  if (empty > 0 && !entry.optional) {
    const advice =
      entry.type.name === 'real' || entry.type.name === 'int'
        ? `; write \`${entry.type.name}?\` for cells without a row`
        : '';
    return fail(
      `no row for ${nameOf(rowOf.indexOf(-1))}${empty > 1 ? ` (${empty} of ${count} cells have none)` : ''}${advice}`,
    );
  }
  const { cellKeys: _, ...rest } = datum;
  const laid: RawArray = {
    ...raw,
    shape,
    cells: cellsWithGaps(raw.cells, rowOf),
    place: (index) => (rowOf[index] < 0 ? { column: nameOf(index) } : raw.place(rowOf[index])),
  };
  return { ...rest, raw: laid, fromTable: false };
}

/** `site "a", visit "2"` */
function cellName(cell: number, dims: readonly ResolvedDim[]): string {
  let rest = cell;
  const parts: string[] = [];
  for (const { name, size, labels } of [...dims].reverse()) {
    parts.unshift(`${name} "${labels[rest % size]}"`);
    rest = Math.floor(rest / size);
  }
  return parts.join(', ');
}

/** @param rowOf the row of each cell, or -1 where the value is missing */
function cellsWithGaps(rows: Cells, rowOf: Int32Array): Cells {
  const length = rowOf.length;
  return {
    length,
    at: (index) => (rowOf[index] < 0 ? null : rows.at(rowOf[index])),
    numbers(form) {
      const found = rows.numbers(form);
      const values = new Float64Array(length).fill(Number.NaN);
      const marks = new Uint8Array(length).fill(MISSING);
      for (const [index, row] of rowOf.entries()) {
        if (row < 0) continue;
        values[index] = found.values[row];
        marks[index] = found.marks?.[row] ?? 0;
      }
      return { values, marks };
    },
    distinct() {
      const { cells, codes } = rows.distinct();
      const gap = cells.length;
      return {
        cells: [...cells, null],
        codes: Int32Array.from(rowOf, (row) => (row < 0 ? gap : codes[row])),
      };
    },
  };
}
