/** New rows and labels in the replaced data, and the data without values for them. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { DataEntry, Statement } from '../../grammar/syntax/ast.ts';
import { loadData } from '../data/load.ts';
import { block, dimEntry, dimStatement, pinned } from './data-statements.ts';
import { problem } from './error-diagnostic.ts';
import { dataEntries } from './observed-data.ts';
import { mayBeLeftOut, whyNotDrawn, withUse } from './omissible-data.ts';
import type { FittedModel, NewValues, Replaced } from './replaced-data.ts';

/**
 * Dimensions whose positions are mere rows: the first axis of replaced data, without labels
 * and without label data that refer to it. Positions that label data refer to keep their meaning.
 */
export function rowDimensions(
  { program, data }: FittedModel,
  entries: readonly Replaced[],
): ReadonlySet<string> {
  const types = new Set(dataEntries(program).map(({ type }) => type.name));
  return new Set(
    entries.flatMap(({ entry, by }) => {
      const [first] = entry.dims;
      if (first?.kind !== 'dimName' || types.has(first.name) || by?.name.name === first.name) return [];
      if (entry.at !== undefined) return [];
      return data.dims.get(first.name)?.labelled === true ? [] : [first.name];
    }),
  );
}

/** Data over new rows that are missing, although something other than the likelihood needs them. */
export function leftOut(
  model: FittedModel,
  values: NewValues,
  newRows: ReadonlySet<string>,
  replaced: ReadonlySet<string>,
): readonly Diagnostic[] {
  return dataEntries(model.program).flatMap(({ name, dims }) => {
    const row = dims.find((dim) => dim.kind === 'dimName' && newRows.has(dim.name));
    if (row === undefined || replaced.has(name.name)) return [];
    if (mayBeLeftOut(model, name.name)) return [];
    const over = row.kind === 'dimName' ? row.name : '';
    const message = `\`${name.name}\` is over \`${over}\`, whose rows are new here: give its values too, as in \`${name.name} = […]\`${whyNotDrawn(model, name.name)}`;
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

/** Reads only the replaced data, for their number of rows and labels. */
export function discover(
  model: FittedModel,
  entries: readonly Replaced[],
  newRows: ReadonlySet<string>,
): Discovered | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] } {
  const { program, data, load } = model;
  const labelTypes = new Set(
    entries
      .flatMap(({ entry, by }) => [
        entry.type.name,
        by?.name.name ?? '',
        ...(entry.at ?? []).map(({ name }) => name.name),
      ])
      .filter((name) => data.dims.has(name)),
  );
  const read = entries.filter(({ isFilled, entry }) => !isFilled && !isScalarSize(entry, newRows));
  const dims = [...data.dims.values()].map((dim) =>
    newRows.has(dim.name) || labelTypes.has(dim.name) ? dimEntry(dim.name) : pinned(dim),
  );
  const statements: Statement[] = [dimStatement(dims), ...read.map((replaced) => block(replaced))];
  const loaded = loadData({ ...program, statements }, load);
  const errors = loaded.diagnostics.filter(({ code }) => code !== 'data-dim');
  if (errors.length > 0)
    return { kind: 'invalid', diagnostics: errors.map((found) => withUse(program, found)) };
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
export function uncoveredLabels(
  model: FittedModel,
  newLabels: ReadonlyMap<string, readonly string[]>,
  replaced: ReadonlySet<string>,
): readonly Diagnostic[] {
  return dataEntries(model.program).flatMap(({ name, dims, type }) => {
    const dim = dims.find((d) => d.kind === 'dimName' && newLabels.has(d.name));
    if (dim?.kind !== 'dimName' || replaced.has(name.name)) return [];
    if (mayBeLeftOut(model, name.name)) return [];
    const [label] = newLabels.get(dim.name) ?? [];
    const message = `"${label}" is a new label of \`${dim.name}\`, and \`${name.name}\` has no value for it; replace the data of \`${dim.name}\` too${whyNotDrawn(model, name.name)}`;
    return [problem('predict-label', message, type.span)];
  });
}
