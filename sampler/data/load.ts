/**
 * Loads a model's data: reads the files its data blocks name, decides the dimensions, turns every value
 * into a number of its declared type and checks ranges and labels. Never throws: every error is a diagnostic at the
 * model's text with file, row and column, and the datum is left out.
 */
import type { DataArray, DataSource, DimInfo, LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { DimEntry, Expr, NameExpr, Program, Range } from '../../grammar/syntax/ast.ts';
import { walk } from '../../grammar/syntax/walk.ts';
import { buildArray, type Datum, type Report } from './build-array.ts';
import { convert, FaultList, infiniteOf } from './convert-cells.ts';
import { type BoundScope, compileBound, evaluateScalar } from './evaluate-bounds.ts';
import { type RowKey, rowsByLabel } from './join-by-key.ts';
import { countOf, dataError, placeInWords, relatedCells } from './load-diagnostics.ts';
import type { LoadOptions } from './load-options.ts';
import { laidOut } from './long-table.ts';
import { checkJoins } from './missing-join-key.ts';
import type { Place } from './raw-array.ts';
import { elementTypes, readBlocks } from './read-blocks.ts';
import { type ResolvedDim, resolveDim } from './resolve-dims.ts';
import { selectRows } from './select-rows.ts';
import { checkLabels } from './similar-labels.ts';

export function loadData(program: Program, options: LoadOptions): LoadedData {
  return load(program, options).loaded;
}

/** The source of each value, by the datum's name and the flat index in its array. */
export function placesOfData(program: Program, options: LoadOptions): (name: string, index: number) => Place {
  const raws = new Map(load(program, options).data.map(({ entry, raw }) => [entry.name.name, raw]));
  return (name, index) => raws.get(name)?.place(index) ?? {};
}

function load(
  program: Program,
  options: LoadOptions,
): { readonly loaded: LoadedData; readonly data: readonly Datum[] } {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const declarations = new Map<string, DimEntry>();
  for (const statement of program.statements) {
    if (statement.kind !== 'dim') continue;
    for (const entry of statement.entries)
      if (!declarations.has(entry.name.name)) declarations.set(entry.name.name, entry);
  }
  const data = readBlocks(program, declarations, options, report);
  const arrays = new Map<string, DataArray>();
  const dims = new Map<string, ResolvedDim>();
  const scope: BoundScope = {
    arrays,
    dimSize: (name) => dims.get(name)?.size,
    valuesOf: (name) => valuesOf(data, name),
  };

  // Scalars first: sizes may depend on scalars declared later.
  const isScalar = ({ entry }: Datum) => entry.dims.length === 0 && elementTypes.has(entry.type.name);
  for (const datum of data.filter(isScalar)) {
    const array = buildArray(datum, dims, scope, report);
    if (array !== null) arrays.set(array.name, array);
  }
  for (const name of dimNames(program, declarations, arrays)) {
    const declaration = declarations.get(name);
    const scalarDatum = data.find(({ entry }) => entry.name.name === name);
    const scalar =
      declaration === undefined && scalarDatum !== undefined
        ? { value: arrays.get(name)?.values[0] ?? Number.NaN, span: scalarDatum.entry.name.span }
        : undefined;
    const dim = resolveDim({ name, declaration, scalar }, data, scope, report);
    if (dim !== null) dims.set(name, dim);
  }
  checkLabels(data, dims, declarations, report);
  const unjoined = checkJoins(data, dims, report);
  const joined = joinRows(data, dims, report).filter(({ entry }) => !unjoined.has(entry.type.name));
  for (const datum of joined) {
    if (isScalar(datum)) continue;
    const array = buildArray(datum, dims, scope, report);
    if (array !== null) arrays.set(array.name, array);
  }
  for (const datum of joined) checkRange(datum, arrays, scope, report);
  reportUnsized(program, declarations, dims, diagnostics.some(isError), report);

  const loaded: LoadedData = {
    dims: new Map([...dims].map(([name, { origin: _, ...info }]): [string, DimInfo] => [name, info])),
    arrays: new Map(
      data.flatMap(({ entry: { name } }) => {
        const array = arrays.get(name.name);
        return array === undefined ? [] : [[name.name, array] as const];
      }),
    ),
    sources: new Map(data.map(({ entry, source }): [string, DataSource] => [entry.name.name, source])),
    diagnostics: diagnostics.filter(isError),
    remarks: diagnostics.filter((diagnostic) => !isError(diagnostic)),
  };
  return { loaded, data: joined };
}

/** Numbers of a datum in the order of its source; undefined where it has none, or one is missing or invalid. */
function valuesOf(data: readonly Datum[], name: string): readonly number[] | undefined {
  const found = data.find(({ entry }) => entry.name.name === name);
  const element = found?.entry.type.name;
  if (found === undefined || (element !== 'int' && element !== 'real')) return undefined;
  const { values, wrong } = convert(found.raw, element, false, infiniteOf(found.entry.range));
  return wrong.count > 0 || values.some(Number.isNaN) ? undefined : [...values];
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

/** The rows of each joined block in the order of their labels, without blocks that cannot be joined. */
function joinRows(
  data: readonly Datum[],
  dims: ReadonlyMap<string, ResolvedDim>,
  report: Report,
): readonly Datum[] {
  const orders = new Map<RowKey, readonly number[] | null>();
  return data.flatMap((datum): Datum[] => {
    const { key, raw } = datum;
    if (datum.cellKeys !== undefined) {
      const laid = laidOut(datum, dims, report);
      return laid === null ? [] : [laid];
    }
    if (key === undefined) return [datum];
    const dim = dims.get(key.dim);
    if (dim === undefined) return [];
    const rows = orders.has(key) ? orders.get(key) : rowsByLabel(key, dim, report);
    orders.set(key, rows ?? null);
    return rows === null || rows === undefined ? [] : [{ ...datum, raw: selectRows(raw, rows) }];
  });
}

/** Declared dimensions, then scalar integer data used in brackets as a size. */
function dimNames(
  program: Program,
  declarations: ReadonlyMap<string, DimEntry>,
  arrays: ReadonlyMap<string, DataArray>,
): readonly string[] {
  const names = new Set(declarations.keys());
  for (const statement of program.statements) {
    const lists = statement.kind === 'data' ? statement.entries.map(({ dims }) => dims) : [];
    if (statement.kind === 'param') lists.push(statement.dims);
    for (const dim of lists.flat()) {
      if (dim.kind !== 'dimName') continue;
      const array = arrays.get(dim.name);
      if (array !== undefined && array.element === 'int' && array.dims.length === 0) names.add(dim.name);
    }
  }
  return [...names];
}

/** Both bounds, where they are numbers that do not depend on the element. */
function evaluateRange(range: Range, scope: BoundScope): { readonly lo: number; readonly hi: number } | null {
  const lo = range.lo === undefined ? null : evaluateScalar(range.lo, scope);
  const hi = range.hi === undefined ? null : evaluateScalar(range.hi, scope);
  return lo === null || hi === null ? null : { lo, hi };
}

function checkRange(
  { entry, raw }: Datum,
  arrays: Map<string, DataArray>,
  scope: BoundScope,
  report: Report,
): void {
  const { range } = entry;
  const array = arrays.get(entry.name.name);
  if (range === undefined || array === undefined || array.labelsOf !== null) return;
  // The checker reports an empty range.
  const numbers = evaluateRange(range, scope);
  if (numbers !== null && numbers.lo > numbers.hi) return;
  const lo = range.lo === undefined ? null : compileBound(range.lo, array.dims, scope);
  const hi = range.hi === undefined ? null : compileBound(range.hi, array.dims, scope);
  if (array.values.some(Number.isNaN)) {
    const lower = array.values.map((_, i) => lo?.(i) ?? Number.NEGATIVE_INFINITY);
    const upper = array.values.map((_, i) => hi?.(i) ?? Number.POSITIVE_INFINITY);
    arrays.set(array.name, { ...array, range: { lower, upper } });
  }
  const outside = new FaultList();
  for (let i = 0; i < array.values.length; i++) {
    const value = array.values[i];
    // Missing values and missing bounds compare false, and so pass.
    if ((lo !== null && value < lo(i)) || (hi !== null && value > hi(i))) outside.add(i);
  }
  if (outside.count === 0) return;
  const [first] = outside.first;
  const rangeAt = (i: number) => `${lo === null ? '' : lo(i)}..${hi === null ? '' : hi(i)}`;
  const message =
    `\`${entry.name.name}\`: expected a value in ${rangeAt(first)}, found ${array.values[first]}${placeInWords(raw, first)}` +
    `${outside.count > 1 ? ` (${countOf(outside, array.values.length)} outside)` : ''}`;
  const related = relatedCells(raw, outside, (i) => `found ${array.values[i]}, expected ${rangeAt(i)}`);
  report(dataError('data-range', range.span, message, { related }));
}

/** A size that depends on a parameter, or is an array. */
function isRefusedByChecker({ statements }: Program, value: Expr): boolean {
  const names = new Set<string>();
  walk(value, (node) => {
    if ('kind' in node && node.kind === 'name') names.add((node as NameExpr).name);
  });
  return statements.some((s) => {
    if (s.kind === 'param') return names.has(s.name.name);
    if (s.kind !== 'data' || value.kind !== 'name') return false;
    return s.entries.some((entry) => entry.name.name === value.name && entry.dims.length > 0);
  });
}

/** Reports a used dimension of unknown size, unless data over it failed to load. */
function reportUnsized(
  program: Program,
  declarations: ReadonlyMap<string, DimEntry>,
  dims: ReadonlyMap<string, ResolvedDim>,
  hasErrors: boolean,
  report: Report,
): void {
  if (hasErrors) return;
  const overData = new Set<string>();
  for (const statement of program.statements) {
    if (statement.kind !== 'data') continue;
    for (const { type, dims: axes } of statement.entries) {
      overData.add(type.name);
      for (const axis of axes) if (axis.kind === 'dimName') overData.add(axis.name);
    }
  }
  const used = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child);
    else if (typeof node === 'object' && node !== null) {
      if ('name' in node && typeof node.name === 'string') used.add(node.name);
      for (const child of Object.values(node)) if (typeof child === 'object') visit(child);
    }
  };
  for (const statement of program.statements) if (statement.kind !== 'dim') visit(statement);
  for (const [name, { name: ident, value }] of declarations) {
    if (dims.has(name) || !used.has(name) || overData.has(name)) continue;
    if (value !== undefined && isRefusedByChecker(program, value)) continue;
    const message =
      value === undefined
        ? `size of \`${name}\` is not known: no data are over it; write \`dim ${name} = 3\` or list its labels`
        : `size of \`${name}\` is not known: expected labels, or a whole number that data determine, as in \`max(grade)\`; a datum with missing values has no largest one`;
    report(dataError('data-dim', ident.span, message));
  }
}
