/**
 * New data for a fitted model: a file in the place of a data block's, or values in the place of some data.
 * Parameters keep the labels that they were fitted with; labels that are new come after them; dimensions
 * that only count rows have as many as the new data.
 */
import type { DataArray, DimInfo, LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { Span } from '../../grammar/span.ts';
import type {
  Assignment,
  DataEntry,
  DataStatement,
  DimEntry,
  Expr,
  Program,
  Statement,
  StringLiteral,
} from '../../grammar/syntax/ast.ts';
import { loadData } from '../data/load.ts';
import type { LoadOptions } from '../data/reader.ts';
import { columnsOfFile } from './file-columns.ts';
import { isRequired, observedNames } from './observed-data.ts';
import { problem } from './problem.ts';

export interface FittedModel {
  readonly program: Program;
  readonly data: LoadedData;
  readonly load: LoadOptions;
}

/** What stands in the place of the fitted data. */
export type NewValues =
  | {
      readonly kind: 'files';
      /** `replaces` names the file of a data block; without it the block that is observed is meant. */
      readonly files: readonly {
        readonly path: string;
        readonly replaces: string | null;
        readonly span: Span | null;
      }[];
    }
  | { readonly kind: 'values'; readonly assignments: readonly Assignment[]; readonly span: Span };

export interface NewData {
  readonly data: LoadedData;
  /** Dimensions whose rows are other rows than the fitted ones. */
  readonly newRows: ReadonlySet<string>;
  /** Labels that the fit has not seen, by dimension. */
  readonly newLabels: ReadonlyMap<string, readonly string[]>;
  /** Names of the data that were replaced. */
  readonly replaced: ReadonlySet<string>;
  /** Observed data without new values: their values in `data` mean nothing. */
  readonly unobserved: ReadonlySet<string>;
}

export type NewDataResult =
  | { readonly kind: 'ok'; readonly newData: NewData }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Never throws: what does not fit is a diagnostic at the model's text. */
export function loadNewData(model: FittedModel, values: NewValues): NewDataResult {
  const chosen = replacedEntries(model, values);
  if (chosen.kind === 'invalid') return chosen;
  const { entries } = chosen;
  const replaced = new Set(entries.map(({ entry }) => entry.name.name));
  const newRows = rowDimensions(model, entries);
  const left = leftOut(model, values, newRows, replaced);
  if (left.length > 0) return { kind: 'invalid', diagnostics: left };

  const found = discover(model, entries, newRows);
  if (found.kind === 'invalid') return found;
  const { sizes, newLabels } = found;
  const uncovered = uncoveredLabels(model, newLabels, replaced);
  if (uncovered.length > 0) return { kind: 'invalid', diagnostics: uncovered };
  return loadAll(model, { entries, newRows, sizes, newLabels, replaced, values });
}

/** A datum of the model as it is to be loaded now. */
interface Replaced {
  readonly entry: DataEntry;
  /** Null for values written in the model. */
  readonly source: StringLiteral | null;
  /** A single number that stands for all rows. */
  readonly isFilled: boolean;
}

type Chosen =
  | { readonly kind: 'ok'; readonly entries: readonly Replaced[] }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

function replacedEntries(model: FittedModel, values: NewValues): Chosen {
  return values.kind === 'values' ? assigned(model, values) : fromFiles(model, values);
}

function assigned(
  { program }: FittedModel,
  { assignments, span }: Extract<NewValues, { kind: 'values' }>,
): Chosen {
  if (assignments.length === 0) {
    const message = 'expected new values for the data, such as { x = [0, 1] }';
    return { kind: 'invalid', diagnostics: [problem('predict-values', message, span)] };
  }
  const all = new Map(dataEntries(program).map((entry) => [entry.name.name, entry]));
  const entries = assignments.flatMap(({ name, value }): Replaced[] => {
    const entry = all.get(name.name);
    // The checker names what is not a datum.
    if (entry === undefined) return [];
    const isFilled = entry.dims.length > 0 && value.kind !== 'list';
    return [{ entry: { ...entry, name: { ...entry.name, span: name.span }, value }, source: null, isFilled }];
  });
  const arrays = entries.filter(({ entry }) => entry.dims.length > 0);
  if (arrays.every(({ isFilled }) => isFilled)) {
    return { kind: 'ok', entries: entries.map((replaced) => asOneRow(replaced)) };
  }
  return { kind: 'ok', entries };
}

/** A number for a datum over rows, where nothing tells how many: one row. */
function asOneRow(replaced: Replaced): Replaced {
  const { entry, isFilled } = replaced;
  if (!isFilled || entry.value === undefined) return replaced;
  return {
    ...replaced,
    entry: {
      ...entry,
      value: nested(
        entry.value,
        entry.dims.map(() => 1),
      ),
    },
    isFilled: false,
  };
}

function nested(value: Expr, sizes: readonly number[]): Expr {
  return sizes.reduceRight<Expr>(
    (inner, size) => ({
      kind: 'list',
      elements: Array.from({ length: size }, () => inner),
      span: value.span,
    }),
    value,
  );
}

function fromFiles(model: FittedModel, { files }: Extract<NewValues, { kind: 'files' }>): Chosen {
  const { program, load } = model;
  const blocks = program.statements.filter((s): s is DataStatement => s.kind === 'data');
  const entries: Replaced[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const block = blockFor(program, blocks, file.replaces);
    if (typeof block === 'string') {
      diagnostics.push(problem('predict-file', block, file.span ?? { start: 0, end: 0 }));
      continue;
    }
    const span = file.span ?? block.source?.span ?? block.span;
    const source: StringLiteral = { kind: 'string', value: file.path, span };
    const columns = columnsOfFile(file.path, load);
    for (const entry of block.entries) {
      const isLiteral = entry.value !== undefined && entry.value.kind !== 'call';
      // A number in the model stays, unless the file has it too.
      const own = entry.name.name;
      if (isLiteral && (entry.dims.length === 0 || block.source !== undefined) && columns?.has(own) !== true)
        continue;
      const { value: _, ...bare } = entry;
      const read = isLiteral ? bare : entry;
      const names = columnNames(read);
      const isThere = columns === null || names.every((name) => columns.has(name));
      const isOptional = observedNames(program).has(own) && !isRequired(program, own);
      if (!isThere && isOptional) continue;
      // Outcomes of new rows may be left empty.
      const optional = read.optional || (isOptional && ['real', 'int'].includes(read.type.name));
      entries.push({ entry: { ...read, optional }, source, isFilled: false });
    }
  }
  return diagnostics.length > 0 ? { kind: 'invalid', diagnostics } : { kind: 'ok', entries };
}

/** The block that the file stands for, or in words why there is none. */
function blockFor(
  program: Program,
  blocks: readonly DataStatement[],
  replaces: string | null,
): DataStatement | string {
  const sources = blocks.flatMap(({ source }) => (source === undefined ? [] : [source.value]));
  const listed = [...new Set(sources)].map((name) => `"${name}"`).join(', ');
  if (replaces !== null) {
    const named = blocks.find(({ source }) => source?.value === replaces);
    return (
      named ?? `no data block reads "${replaces}"; the model reads ${listed === '' ? 'no file' : listed}`
    );
  }
  const files = blocks.filter(({ source }) => source !== undefined);
  if (files.length === 1) return files[0];
  const observed = observedNames(program);
  const candidates = (files.length > 0 ? files : blocks).filter(({ entries }) =>
    entries.some(({ name }) => observed.has(name.name)),
  );
  if (candidates.length === 1) return candidates[0];
  if (blocks.length === 0) return 'the model has no data block that a file could stand for';
  return files.length === 0
    ? 'more than one data block holds observed data, so it is not known which the file stands for; write a `predict` statement with values'
    : `the model reads ${listed}: say which one the new file stands for, as in \`--data ${sources[0]}=new.csv\``;
}

function columnNames(entry: DataEntry): readonly string[] {
  const { value } = entry;
  if (value?.kind !== 'call') return [entry.name.name];
  return value.args.flatMap(({ value: arg }) => (arg.kind === 'string' ? [arg.value] : []));
}

export function dataEntries(program: Program): readonly DataEntry[] {
  return program.statements.flatMap((s) => (s.kind === 'data' ? s.entries : []));
}

/**
 * Dimensions whose positions are mere rows: the first axis of something replaced, without labels of its own
 * and without label data that refer to it. Positions that label data refer to stay what they are.
 */
function rowDimensions({ program, data }: FittedModel, entries: readonly Replaced[]): ReadonlySet<string> {
  const types = new Set(dataEntries(program).map(({ type }) => type.name));
  return new Set(
    entries.flatMap(({ entry }) => {
      const [first] = entry.dims;
      if (first?.kind !== 'dimName' || types.has(first.name)) return [];
      return data.dims.get(first.name)?.labelled === true ? [] : [first.name];
    }),
  );
}

/** Data over new rows that were not given, though something besides the likelihood needs them. */
function leftOut(
  { program }: FittedModel,
  values: NewValues,
  newRows: ReadonlySet<string>,
  replaced: ReadonlySet<string>,
): readonly Diagnostic[] {
  const observed = observedNames(program);
  return dataEntries(program).flatMap(({ name, dims }) => {
    const row = dims.find((dim) => dim.kind === 'dimName' && newRows.has(dim.name));
    if (row === undefined || replaced.has(name.name)) return [];
    if (observed.has(name.name) && !isRequired(program, name.name)) return [];
    const over = row.kind === 'dimName' ? row.name : '';
    const message = `\`${name.name}\` is over \`${over}\`, whose rows are new here: give its values too, as in \`${name.name} = […]\``;
    const span = values.kind === 'values' ? values.span : name.span;
    return [problem('predict-missing', message, span)];
  });
}

interface Discovered {
  readonly kind: 'ok';
  /** Of the new rows. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly newLabels: ReadonlyMap<string, readonly string[]>;
}

/** Reads what is replaced alone, to learn how many rows there are and which labels. */
function discover(
  model: FittedModel,
  entries: readonly Replaced[],
  newRows: ReadonlySet<string>,
): Discovered | Extract<NewDataResult, { kind: 'invalid' }> {
  const { program, data, load } = model;
  const labelTypes = new Set(
    entries.map(({ entry }) => entry.type.name).filter((name) => data.dims.has(name)),
  );
  const read = entries.filter(({ isFilled, entry }) => !isFilled && !isScalarSize(entry, newRows));
  const dims = [...data.dims.values()].map((dim) =>
    newRows.has(dim.name) || labelTypes.has(dim.name) ? dimEntry(dim.name) : pinned(dim),
  );
  const statements: Statement[] = [dimStatement(dims), ...read.map((replaced) => block(replaced))];
  const loaded = loadData({ ...program, statements }, load);
  const errors = loaded.diagnostics.filter(({ code }) => code !== 'data-dim');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  const sizes = new Map(
    [...newRows].flatMap((name) => {
      const size = loaded.dims.get(name)?.size;
      return size === undefined ? [] : [[name, size] as const];
    }),
  );
  const newLabels = new Map<string, readonly string[]>();
  for (const name of labelTypes) {
    const known = new Set(data.dims.get(name)?.labels);
    const labels = loaded.dims.get(name)?.labels.filter((label) => !known.has(label)) ?? [];
    if (labels.length > 0) newLabels.set(name, labels);
  }
  return { kind: 'ok', sizes, newLabels };
}

/** `T : int = 8` of `y : real[T]`: it counts the rows. */
function isScalarSize(entry: DataEntry, newRows: ReadonlySet<string>): boolean {
  return entry.dims.length === 0 && newRows.has(entry.name.name);
}

/** Data of the fit that have no value for a label that is new. */
function uncoveredLabels(
  { program }: FittedModel,
  newLabels: ReadonlyMap<string, readonly string[]>,
  replaced: ReadonlySet<string>,
): readonly Diagnostic[] {
  const observed = observedNames(program);
  return dataEntries(program).flatMap(({ name, dims, type }) => {
    const dim = dims.find((d) => d.kind === 'dimName' && newLabels.has(d.name));
    if (dim?.kind !== 'dimName' || replaced.has(name.name)) return [];
    if (observed.has(name.name) && !isRequired(program, name.name)) return [];
    const [label] = newLabels.get(dim.name) ?? [];
    const message = `"${label}" is a new label of \`${dim.name}\`, and \`${name.name}\` has no value for it; replace the data of \`${dim.name}\` too`;
    return [problem('predict-label', message, type.span)];
  });
}

interface Plan {
  readonly entries: readonly Replaced[];
  readonly newRows: ReadonlySet<string>;
  readonly sizes: ReadonlyMap<string, number>;
  readonly newLabels: ReadonlyMap<string, readonly string[]>;
  readonly replaced: ReadonlySet<string>;
  readonly values: NewValues;
}

function loadAll(model: FittedModel, plan: Plan): NewDataResult {
  const { program, data, load } = model;
  const { entries, newRows, sizes, newLabels, replaced } = plan;
  const observed = observedNames(program);
  const isOverNew = ({ dims }: DataEntry) =>
    dims.some((d) => d.kind === 'dimName' && (newRows.has(d.name) || newLabels.has(d.name)));
  const statements = program.statements.flatMap((statement): Statement[] => {
    switch (statement.kind) {
      case 'dim':
        return [];
      case 'data': {
        const kept = statement.entries.flatMap((entry): DataEntry[] => {
          const { name } = entry.name;
          if (replaced.has(name) || (observed.has(name) && isOverNew(entry))) return [];
          const size = sizes.get(name);
          if (size === undefined || entry.dims.length > 0) return [entry];
          return [{ ...entry, value: number(size, entry.span) }];
        });
        return kept.length === 0 ? [] : [{ ...statement, entries: kept }];
      }
      default:
        return [statement];
    }
  });
  const own = entries.map((replacement) => {
    const { entry, isFilled } = replacement;
    if (!isFilled || entry.value === undefined) return block(replacement);
    const shape = entry.dims.map((dim) =>
      dim.kind === 'dimSize' ? dim.size : (sizes.get(dim.name) ?? data.dims.get(dim.name)?.size ?? 1),
    );
    return block({ ...replacement, entry: { ...entry, value: nested(entry.value, shape) } });
  });
  const dims = [...data.dims.values()].map((dim) => {
    const size = sizes.get(dim.name);
    if (size !== undefined) return { ...dimEntry(dim.name), value: number(size, noSpan) };
    const labels = newLabels.get(dim.name);
    return labels === undefined ? pinned(dim) : listed(dim.name, [...dim.labels, ...labels]);
  });
  const loaded = loadData({ ...program, statements: [dimStatement(dims), ...own, ...statements] }, load);
  if (loaded.diagnostics.length > 0) return { kind: 'invalid', diagnostics: loaded.diagnostics };

  const arrays = new Map(loaded.arrays);
  for (const [name, size] of sizes) resize(arrays, program, name, size);
  const infos = new Map([...loaded.dims].map(([name, dim]) => [name, withLabels(dim, data.dims.get(name))]));
  const unobserved = new Set<string>();
  for (const name of observed) {
    const before = data.arrays.get(name);
    const now = arrays.get(name);
    if (before === undefined) continue;
    if (now !== undefined && replaced.has(name) && !now.values.some(Number.isNaN)) continue;
    if (now !== undefined && !replaced.has(name) && newRows.size === 0 && newLabels.size === 0) {
      // The same rows under other circumstances: what was observed belongs to the old ones.
      unobserved.add(name);
      continue;
    }
    unobserved.add(name);
    arrays.set(name, standIn(before, infos));
  }
  // In the order of the model's text, as the loader gives them.
  const ordered = dataEntries(program).flatMap(({ name }) => {
    const array = arrays.get(name.name);
    return array === undefined ? [] : [[name.name, array] as const];
  });
  return {
    kind: 'ok',
    newData: {
      data: { ...loaded, dims: infos, arrays: new Map(ordered) },
      newRows,
      newLabels,
      replaced,
      unobserved,
    },
  };
}

/** A datum that counts the rows, where it is written as `dim t = T`. */
function resize(arrays: Map<string, DataArray>, program: Program, dim: string, size: number): void {
  for (const statement of program.statements) {
    if (statement.kind !== 'dim') continue;
    const value = statement.entries.find(({ name }) => name.name === dim)?.value;
    const datum = value?.kind === 'name' ? arrays.get(value.name) : undefined;
    if (datum === undefined || datum.dims.length > 0) continue;
    arrays.set(datum.name, { ...datum, values: Float64Array.of(size) });
  }
}

/** A pinned dimension keeps what it was, labels of its own or none. */
function withLabels(now: DimInfo, before: DimInfo | undefined): DimInfo {
  if (before === undefined || now.size === before.size) return before ?? now;
  return now;
}

/** Values for an observed datum that nobody reads: they only lie within its support. */
function standIn(before: DataArray, dims: ReadonlyMap<string, DimInfo>): DataArray {
  const shape = before.dims.map((dim) => ({
    name: dim.name,
    size: (dim.name === null ? undefined : dims.get(dim.name)?.size) ?? dim.size,
  }));
  const value = before.values.find((v) => !Number.isNaN(v)) ?? 0;
  const size = shape.reduce((product, dim) => product * dim.size, 1);
  return { ...before, dims: shape, values: new Float64Array(size).fill(value) };
}

const noSpan: Span = { start: 0, end: 0 };

function dimStatement(entries: readonly DimEntry[]): Statement {
  return { kind: 'dim', entries, span: noSpan };
}

function dimEntry(name: string): DimEntry {
  return { name: { name, span: noSpan }, span: noSpan };
}

function listed(name: string, labels: readonly string[]): DimEntry {
  const elements = labels.map((value): Expr => ({ kind: 'string', value, span: noSpan }));
  return { ...dimEntry(name), value: { kind: 'list', elements, span: noSpan } };
}

/** The size and the labels that the fit has. */
function pinned(dim: DimInfo): DimEntry {
  if (dim.labelled) return listed(dim.name, dim.labels);
  return { ...dimEntry(dim.name), value: number(dim.size, noSpan) };
}

function number(value: number, span: Span): Expr {
  return { kind: 'number', value, isInteger: true, span };
}

function block({ entry, source }: Replaced): DataStatement {
  const statement = { kind: 'data' as const, entries: [entry], span: entry.span };
  return source === null ? statement : { ...statement, source };
}
