/**
 * New data for a fitted model: a file instead of a data block's, or values instead of some data. Parameters keep the
 * labels of the fit, followed by new labels; dimensions that only count rows get the size of the new data.
 */
import type { DataArray, DimInfo, LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { DataEntry, Program, Statement } from '../../grammar/syntax/ast.ts';
import { loadData, placesOfData } from '../data/load.ts';
import type { Place } from '../data/raw-array.ts';
import { ancestorsOf, dataBehind, derivedFromData, feedingData } from './data-dependencies.ts';
import { block, dimEntry, dimStatement, listed, nested, noSpan, number, pinned } from './data-statements.ts';
import { discover, leftOut, rowDimensions, uncoveredLabels } from './new-rows.ts';
import { dataEntries, isOnlyWeight, isRequired, observedNames } from './observed-data.ts';
import { withUse } from './omissible-data.ts';
import { type FittedModel, type NewValues, type Replaced, replacedEntries } from './replaced-data.ts';
import { type LabelRemark, similarNewLabels } from './similar-new-labels.ts';

export interface NewData {
  readonly data: LoadedData;
  /** Dimensions with other rows than the fitted ones. */
  readonly newRows: ReadonlySet<string>;
  /** New labels by dimension. */
  readonly newLabels: ReadonlyMap<string, readonly string[]>;
  /** Remarks on new labels. */
  readonly remarks: readonly LabelRemark[];
  /** Names of the data that were replaced. */
  readonly replaced: ReadonlySet<string>;
  /** Observed data without new values: their values in `data` are meaningless. */
  readonly unobserved: ReadonlySet<string>;
  /** Observed data whose values are set: they are neither predicted nor compared. */
  readonly set: ReadonlySet<string>;
  /** Observed data with some values set: only the others are predicted. */
  readonly partlySet: ReadonlySet<string>;
  /**
   * Observed data that are drawn where something depends on them, with what they hold before: the values
   * that are given, and NaN for those to draw.
   */
  readonly drawn: ReadonlyMap<string, Float64Array>;
}

type NewDataResult =
  | { readonly kind: 'ok'; readonly newData: NewData }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Never throws: errors are diagnostics at the model's text. */
export function loadNewData(model: FittedModel, values: NewValues): NewDataResult {
  const chosen = replacedEntries(model, values);
  if (chosen.kind === 'invalid') return chosen;
  const { entries } = chosen;
  const replaced = new Set(entries.map(({ entry }) => entry.name.name));
  const sameRows = values.kind === 'values' && values.sameRows === true;
  const newRows = sameRows ? new Set<string>() : rowDimensions(model, entries);
  const left = leftOut(model, values, newRows, replaced);
  if (left.length > 0) return { kind: 'invalid', diagnostics: left };

  const found = discover(model, entries, newRows);
  if (found.kind === 'invalid') return found;
  const { sizes, newLabels } = found;
  const uncovered = uncoveredLabels(model, newLabels, replaced);
  if (uncovered.length > 0) return { kind: 'invalid', diagnostics: uncovered };
  return loadAll(model, { entries, newRows, sizes, newLabels, replaced, values, sameRows });
}

interface Plan {
  readonly entries: readonly Replaced[];
  readonly newRows: ReadonlySet<string>;
  readonly sizes: ReadonlyMap<string, number>;
  readonly newLabels: ReadonlyMap<string, readonly string[]>;
  readonly replaced: ReadonlySet<string>;
  readonly values: NewValues;
  readonly sameRows: boolean;
}

function loadAll(model: FittedModel, plan: Plan): NewDataResult {
  const { program, data, load } = model;
  const { entries, newRows, sizes, newLabels, replaced, values, sameRows } = plan;
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
          const isDrawn = observed.has(name) || isOnlyWeight(program, name);
          if (replaced.has(name) || (isDrawn && isOverNew(entry))) return [];
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
  const remade = { ...program, statements: [dimStatement(dims), ...own, ...statements] };
  const loaded = loadData(remade, load);
  if (loaded.diagnostics.length > 0)
    return { kind: 'invalid', diagnostics: loaded.diagnostics.map((found) => withUse(program, found)) };

  const arrays = new Map(loaded.arrays);
  for (const [name, size] of sizes) resize(arrays, program, name, size);
  const infos = new Map([...loaded.dims].map(([name, dim]) => [name, withLabels(dim, data.dims.get(name))]));
  const behind = dataBehind(program);
  const derived = derivedFromData(program);
  const feeding = new Set([...feedingData(program), ...derived.draw]);
  /** Whether a datum depends on anything that is new or set. */
  const isAffected = (name: string): boolean =>
    [...ancestorsOf(name, behind), name].some((datum) => {
      const array = data.arrays.get(datum);
      return (
        replaced.has(datum) || (array !== undefined && (isOver(array, newRows) || isOver(array, newLabels)))
      );
    });
  const unobserved = new Set<string>();
  const set = new Set<string>();
  const partlySet = new Set<string>();
  const drawn = new Map<string, Float64Array>();
  for (const name of observed) {
    const before = data.arrays.get(name);
    const now = arrays.get(name);
    if (before === undefined) continue;
    const isWhole = now !== undefined && !now.values.some(Number.isNaN);
    if (replaced.has(name) && now !== undefined) {
      // An outcome in a file on which nothing that is drawn depends is only compared with its prediction.
      const isSet = values.kind === 'values' || feeding.has(name);
      if (isWhole) {
        if (isSet) set.add(name);
        continue;
      }
      if (isRequired(program, name)) {
        // Given values, such as the past of a series, are set; missing ones are drawn.
        drawn.set(name, now.values);
        if (isSet) partlySet.add(name);
        continue;
      }
    }
    const isKept = sameRows || newRows.size > 0;
    const isRead = feeding.has(name) || derived.deterministic.has(name);
    if (now !== undefined && isKept && isRead && !isAffected(name)) {
      // Still valid: of the same rows, of groups that old and new rows belong to, or the past of what is drawn.
      set.add(name);
      continue;
    }
    unobserved.add(name);
    const size = (now ?? standIn(before, infos)).values.length;
    // The same rows under an intervention: observed values belong to the original data.
    if (now === undefined || newRows.size > 0 || newLabels.size > 0) arrays.set(name, standIn(before, infos));
    drawn.set(name, new Float64Array(size).fill(Number.NaN));
  }
  for (const [name, before] of data.arrays) {
    if (!arrays.has(name) && isOnlyWeight(program, name)) arrays.set(name, standIn(before, infos));
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
      remarks: similarNewLabels(data, newLabels, (dim, label) =>
        placesOfLabel({ program: remade, loaded, load, replaced }, dim, label),
      ),
      replaced,
      unobserved,
      set,
      partlySet,
      drawn,
    },
  };
}

interface Remade {
  readonly program: Program;
  readonly loaded: LoadedData;
  readonly load: FittedModel['load'];
  readonly replaced: ReadonlySet<string>;
}

/** Where the new data have a label; a key alone has no places. */
function placesOfLabel({ program, loaded, load, replaced }: Remade, dim: string, label: string): Place[] {
  const position = (loaded.dims.get(dim)?.labels.indexOf(label) ?? -1) + 1;
  const placeOf = placesOfData(program, load);
  return [...loaded.arrays.values()].flatMap(({ name, labelsOf, values }) =>
    labelsOf === dim && replaced.has(name)
      ? [...values].flatMap((value, i) => (value === position ? [placeOf(name, i)] : []))
      : [],
  );
}

function isOver({ dims }: DataArray, names: { has(name: string): boolean }): boolean {
  return dims.some((dim) => dim.name !== null && names.has(dim.name));
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

/** A pinned dimension keeps its labels, or stays without. */
function withLabels(now: DimInfo, before: DimInfo | undefined): DimInfo {
  if (before === undefined || now.size === before.size) return before ?? now;
  return now;
}

/** Placeholder values within the support of an observed datum or a weight; never read. */
function standIn(before: DataArray, dims: ReadonlyMap<string, DimInfo>): DataArray {
  const shape = before.dims.map((dim) => ({
    name: dim.name,
    size: (dim.name === null ? undefined : dims.get(dim.name)?.size) ?? dim.size,
  }));
  const value = before.values.find((v) => !Number.isNaN(v)) ?? 0;
  const size = shape.reduce((product, dim) => product * dim.size, 1);
  return { ...before, dims: shape, values: new Float64Array(size).fill(value) };
}
