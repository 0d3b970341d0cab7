/** One datum from raw values to its typed array: its shape against the dimensions, then each value. */
import type { DataArray } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import { pickedCells } from './cells.ts';
import { convert, FaultList, type Faults, infiniteOf } from './convert-cells.ts';
import type { BoundScope } from './evaluate-bounds.ts';
import { isInexact, positionsOf } from './labels.ts';
import { countOf, dataError, lineInWords, placeInWords, relatedCells } from './load-diagnostics.ts';
import { numberAdvice, quoteCell, type RawArray } from './raw-array.ts';
import { disagreement, type Found, type ResolvedDim } from './resolve-dims.ts';
import type { OpenFile, RawDatum } from './sources.ts';
import { listNames, suggest, unseen } from './suggest.ts';

export type Report = (diagnostic: Diagnostic) => void;

export interface Datum extends Found, RawDatum {
  /** The file it was read from, and where the model names it. */
  readonly from?: { readonly file: OpenFile; readonly name: string; readonly span: Span };
}

/** The typed array of a datum, or null where a diagnostic was given. */
export function buildArray(
  datum: Datum,
  dims: ReadonlyMap<string, ResolvedDim>,
  scope: BoundScope,
  report: Report,
): DataArray | null {
  const { entry } = datum;
  const raw = checkShape(datum, dims, scope, report);
  if (raw === null) return null;
  const axes = entry.dims.map((dim, i) => ({
    name: dim.kind === 'dimName' ? dim.name : null,
    size: raw.shape[i],
  }));
  const type = entry.type.name;
  if (type === 'real' || type === 'int' || type === 'bool') {
    const { values, wrong, missing } = convert(raw, type, entry.optional, infiniteOf(entry.range));
    if (wrong.count > 0) report(wrongValues(datum, raw, wrong));
    if (missing.count > 0) report(missingValues(datum, raw, missing));
    if (wrong.count + missing.count > 0) return null;
    return { name: entry.name.name, element: type, labelsOf: null, dims: axes, values };
  }
  const inexact = new FaultList();
  const distinct = raw.cells.distinct();
  if (distinct.cells.some(isInexact))
    for (const [i, code] of distinct.codes.entries()) if (isInexact(distinct.cells[code])) inexact.add(i);
  if (inexact.count > 0) {
    report(inexactLabels(datum, raw, inexact));
    return null;
  }
  const dim = dims.get(type);
  if (dim === undefined) return null;
  const { values, unknown, missing } = positionsOf(raw, dim.labels);
  const isIncomplete = missing.count > 0 && !entry.optional;
  if (isIncomplete) report(missingValues(datum, raw, missing));
  if (unknown.count > 0) report(unknownLabels(datum, raw, unknown, dim));
  if (unknown.count > 0 || isIncomplete) return null;
  return { name: entry.name.name, element: 'int', labelsOf: type, dims: axes, values };
}

function checkShape(
  { entry, raw, fromTable }: Datum,
  dims: ReadonlyMap<string, ResolvedDim>,
  scope: BoundScope,
  report: Report,
): RawArray | null {
  const fail = (message: string, details = {}) => {
    report(dataError('data-shape', entry.name.span, `\`${entry.name.name}\`: ${message}`, details));
    return null;
  };
  if (raw.shape.length !== entry.dims.length) {
    if (fromTable && entry.dims.length === 0)
      return fail(`expected one value, found a column of ${raw.shape[0]} rows`);
    if (fromTable && entry.dims.length > 1) {
      return fail(`a column has one dimension; write \`columns("…", "…")\` for a matrix`);
    }
    return fail(
      `expected ${axesInWords(entry.dims.length)}, found ${axesInWords(raw.shape.length)}${shapeInWords(raw)}`,
    );
  }
  let result = raw;
  for (const [axis, dim] of entry.dims.entries()) {
    const size = raw.shape[axis];
    if (dim.kind === 'dimSize') {
      if (dim.size !== size) return fail(`expected ${dim.size} along axis ${axis + 1}, found ${size}`);
      continue;
    }
    const resolved = dims.get(dim.name);
    // Neither a dimension nor a scalar integer datum, or one that failed: reported elsewhere.
    if (resolved === undefined && scope.dimSize(dim.name) === undefined) return null;
    if (resolved === undefined) continue;
    if (resolved.size !== size) {
      const { message, related } = disagreement(resolved, size);
      return fail(message, { related });
    }
    if (axis === entry.dims.length - 1 && raw.labels !== undefined && resolved.labelled) {
      const ordered = orderColumns(result, raw.labels, resolved);
      if (ordered === null) {
        const message = `columns ${listNames(raw.labels)} do not fit the labels of \`${dim.name}\`: ${listNames(resolved.labels)}`;
        return fail(message, { related: [{ message: resolved.origin.reason, span: resolved.origin.span }] });
      }
      result = ordered;
    }
  }
  return result;
}

/**
 * Columns in the order of the dimension's labels if they have those names; in file order where no
 * name is a label (labels that only display); null where some are and some are not.
 */
function orderColumns(raw: RawArray, names: readonly string[], dim: ResolvedDim): RawArray | null {
  const at = dim.labels.map((label) => names.indexOf(label));
  if (at.every((position, i) => position === i)) return raw;
  if (at.every((position) => position < 0)) return raw;
  if (at.some((position) => position < 0)) return null;
  const width = names.length;
  const from = (index: number) => index - (index % width) + at[index % width];
  return {
    ...raw,
    labels: dim.labels,
    cells: pickedCells(raw.cells, raw.cells.length, from),
    place: (i) => raw.place(from(i)),
  };
}

function axesInWords(count: number): string {
  if (count === 0) return 'one value';
  return count === 1 ? 'a list' : `${count} nested levels of lists`;
}

function shapeInWords(raw: RawArray): string {
  return raw.shape.length === 0 ? '' : ` of shape [${raw.shape.join(', ')}]`;
}

const typeInWords: Readonly<Record<string, string>> = {
  real: 'a number',
  int: 'a whole number',
  bool: 'true, false, 1 or 0',
};

function wrongValues({ entry }: Datum, raw: RawArray, wrong: Faults): Diagnostic {
  const [first] = wrong.first;
  const cell = raw.cells.at(first);
  const message =
    `\`${entry.name.name}\`: expected ${typeInWords[entry.type.name]}, found ${quoteCell(cell)}${placeInWords(raw, first)}${lineInWords(raw, first)}` +
    `${wrong.count > 1 ? ` (${countOf(wrong, raw.cells.length)} not \`${entry.type.name}\`)` : ''}${numberAdvice(cell, entry.type.name)}`;
  const related = relatedCells(raw, wrong, (i) => `found ${quoteCell(raw.cells.at(i))}`);
  return dataError('data-value', entry.type.span, message, { related });
}

function missingValues({ entry }: Datum, raw: RawArray, missing: Faults): Diagnostic {
  const type = entry.type.name;
  const canBeOptional = type === 'real' || type === 'int';
  const advice = canBeOptional ? `; write \`${type}?\` to allow missing values, or drop the row` : '';
  const message =
    `\`${entry.name.name}\`: missing value${placeInWords(raw, missing.first[0])}` +
    `${missing.count > 1 ? ` (${countOf(missing, raw.cells.length)} missing)` : ''}${advice}`;
  const end = { start: entry.type.span.end, end: entry.type.span.end };
  const fixes = canBeOptional
    ? [{ title: `Allow missing values: \`${type}?\``, edits: [{ span: end, newText: '?' }] }]
    : [];
  const related = relatedCells(raw, missing, (i) => `found ${quoteCell(raw.cells.at(i))}`);
  return dataError('data-missing', entry.type.span, message, { related, fixes });
}

function inexactLabels({ entry }: Datum, raw: RawArray, inexact: Faults): Diagnostic {
  const [first] = inexact.first;
  const message =
    `\`${entry.name.name}\`: expected distinct labels, found the number ${raw.cells.at(first)}${placeInWords(raw, first)}` +
    `${inexact.count > 1 ? ` (${countOf(inexact, raw.cells.length)} above 2^53)` : ''}: numbers above 2^53 are not exact; write them as text, in quotes`;
  const related = relatedCells(raw, inexact, (i) => `found ${raw.cells.at(i)}`);
  return dataError('data-label', entry.type.span, message, { related });
}

function unknownLabels({ entry }: Datum, raw: RawArray, unknown: Faults, dim: ResolvedDim): Diagnostic {
  const [first] = unknown.first;
  const cell = raw.cells.at(first);
  const similar = dim.labelled ? suggest(String(cell), dim.labels) : undefined;
  const expected = dim.labelled
    ? `a label of \`${dim.name}\` (${listNames(dim.labels)})`
    : `a label of \`${dim.name}\`, 1 to ${dim.size}`;
  const message =
    `\`${entry.name.name}\`: expected ${expected}, found ${quoteCell(cell)}${placeInWords(raw, first)}` +
    `${similar === undefined ? '' : `; did you mean "${similar}"${unseen(String(cell), similar)}?`}` +
    `${unknown.count > 1 ? ` (${countOf(unknown, raw.cells.length)} not labels)` : ''}` +
    // Rows have no names: the labels of a table with one row per group must be listed.
    `${dim.labelled || typeof cell === 'number' || !Number.isNaN(Number(cell)) ? '' : `; to have names for them list these in \`dim ${dim.name} = ["…", "…"]\`, in the order in which the values along \`${dim.name}\` stand`}`;
  const related = [
    ...relatedCells(raw, unknown, (i) => `found ${quoteCell(raw.cells.at(i))}`),
    { message: dim.origin.reason, span: dim.origin.span },
  ];
  return dataError('data-label', entry.type.span, message, { related });
}
