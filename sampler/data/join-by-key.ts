/**
 * Rows joined by key: `data from "county.csv" by county = column("county") { … }`. Each row belongs to the label
 * in its key, in any order; every label has one row.
 */
import type { Diagnostic, Related } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type { DataStatement, JoinKey } from '../../grammar/syntax/ast.ts';
import { FaultList } from './convert-cells.ts';
import { type LabelPositions, positionsOf } from './labels.ts';
import { dataError, placeInWords, relatedCells } from './load-diagnostics.ts';
import { quoteCell, type RawArray } from './raw-array.ts';
import type { ResolvedDim } from './resolve-dims.ts';
import { fetchRaw, type OpenFile } from './sources.ts';
import { listNames, suggest, unseen } from './suggest.ts';

/** The key of a block's rows. */
export interface RowKey {
  readonly dim: string;
  readonly raw: RawArray;
  /** The clause. */
  readonly span: Span;
  readonly file: string;
}

type Report = (diagnostic: Diagnostic) => void;

/** Null if the block has no key, `failed` if it cannot be read (already reported). */
export function fetchKey(
  block: DataStatement,
  file: OpenFile | null,
  report: Report,
): RowKey | null | 'failed' {
  if (block.by === undefined || block.source === undefined) return null;
  return readKey(block.by, block, file, report) ?? 'failed';
}

/** The column that holds a key; null if it cannot be read (already reported) or there is no file. */
export function readKey(
  { name, value, span }: JoinKey,
  block: DataStatement,
  file: OpenFile | null,
  report: Report,
): RowKey | null {
  const { source } = block;
  if (source === undefined) return null;
  if (
    value !== undefined &&
    value.kind !== 'error' &&
    (value.kind !== 'call' || value.callee.name !== 'column')
  ) {
    const message = `expected the column that holds the labels of \`${name.name}\`, as in \`${name.name} = column("${name.name}")\``;
    report(dataError('data-column', value.span, message));
    return null;
  }
  const entry = {
    name,
    type: name,
    optional: false,
    dims: [],
    ...(value === undefined ? {} : { value }),
    span,
  };
  const datum = fetchRaw(entry, block, file, report);
  if (datum === null) return null;
  if (datum.raw.shape.length === 1) return { dim: name.name, raw: datum.raw, span, file: source.value };
  report(
    dataError('data-shape', span, `the key of \`${name.name}\` must be a list with one label for each row`),
  );
  return null;
}

interface KeyFault {
  readonly message: string;
  readonly related: readonly Related[];
}

/** Rows of a key without a label, or with one that the dimension does not have. */
export function faultsOfKey(
  { dim: name, raw }: RowKey,
  dim: ResolvedDim,
  { missing, unknown }: Pick<LabelPositions, 'missing' | 'unknown'>,
): readonly KeyFault[] {
  const faults: KeyFault[] = [];
  if (missing.count > 0)
    faults.push({
      message: `expected a label of \`${name}\` in each row, found none${placeInWords(raw, missing.first[0])}`,
      related: relatedCells(raw, missing, () => 'no label here'),
    });
  if (unknown.count > 0) {
    const [first] = unknown.first;
    const cell = raw.cells.at(first);
    const near = suggest(String(cell), dim.labels);
    faults.push({
      message: `expected a label of \`${name}\` (${listNames(dim.labels)}), found ${quoteCell(cell)}${placeInWords(raw, first)}${near === undefined ? '' : `; did you mean "${near}"${unseen(String(cell), near)}?`}`,
      related: relatedCells(raw, unknown, (row) => `found ${quoteCell(raw.cells.at(row))}`),
    });
  }
  return faults;
}

/** The row position of each label; null, after a report, if a label does not have exactly one row. */
export function rowsByLabel(key: RowKey, dim: ResolvedDim, report: Report): readonly number[] | null {
  const { raw, span, file } = key;
  const rows = dim.labels.map((): number[] => []);
  const found = positionsOf(raw, dim.labels);
  const { missing, unknown } = found;
  for (const [row, position] of found.values.entries())
    if (!Number.isNaN(position)) rows[position - 1].push(row);
  const fail = (message: string, related: Diagnostic['related'] = []) =>
    report(dataError('data-join', span, `rows of \`${file}\` by \`${key.dim}\`: ${message}`, { related }));
  for (const { message, related } of faultsOfKey(key, dim, found)) fail(message, related);
  const twice = rows.findIndex((found) => found.length > 1);
  if (twice >= 0) {
    const more = rows.filter((found) => found.length > 1).length - 1;
    const faults = new FaultList();
    for (const row of rows[twice]) faults.add(row);
    fail(
      `expected one row for each label, found ${rows[twice].length} for "${dim.labels[twice]}"${more > 0 ? ` (and more than one for ${more} other${more > 1 ? 's' : ''})` : ''}; leave one of them`,
      relatedCells(raw, faults, () => `a row of "${dim.labels[twice]}"`),
    );
  }
  const without = dim.labels.filter((_, i) => rows[i].length === 0);
  if (without.length > 0 && unknown.count === 0 && missing.count === 0) {
    fail(
      `expected one row for each label of \`${dim.name}\`, found none for ${listNames(without.map((label) => `"${label}"`))}; add ${without.length > 1 ? 'the rows' : 'the row'}, or leave out what belongs to ${without.length > 1 ? 'them' : 'it'}`,
      [{ message: dim.origin.reason, span: dim.origin.span }],
    );
  }
  const isWhole = missing.count + unknown.count + without.length === 0 && twice < 0;
  return isWhole ? rows.map(([row]) => row) : null;
}
