/** A fitted model lowered with new data, and its elements for which the fit has no draws. */
import type { LoadedData } from '../../grammar/data.ts';
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram, Quantity } from '../../grammar/ir.ts';
import { recordSummaries, takeSummaries } from '../compile/lower/data-summaries.ts';
import { lower } from '../compile/lower/lower.ts';
import { elementsOf } from './datum-elements.ts';
import { frozenLets } from './definitions-kept-from-fit.ts';
import { problem } from './error-diagnostic.ts';
import { loadNewData, type NewData } from './new-data.ts';
import { undrawnPlaces, usedByPredictions } from './omissible-data.ts';
import { liveSummaries } from './recomputed-summaries.ts';
import type { FittedModel, NewValues } from './replaced-data.ts';

export type LoweredAtNewData =
  | {
      readonly kind: 'ok';
      readonly newData: NewData;
      /** With the data of the fit. */
      readonly fitted: IrProgram;
      /** With the new data, priors included. */
      readonly ir: IrProgram;
    }
  | {
      readonly kind: 'invalid';
      /** Errors in the new data, or in the model with them. */
      readonly with: 'data' | 'model';
      readonly diagnostics: readonly Diagnostic[];
    };

/** Never throws on a model or data. */
export function lowerAtNewData(model: FittedModel, values: NewValues): LoweredAtNewData {
  const { program, data } = model;
  const loaded = loadNewData(model, values);
  if (loaded.kind === 'invalid') return { ...loaded, with: 'data' };
  const { newData } = loaded;
  const summaries = recordSummaries(newData.newRows, frozenLets(program, newData));
  const { ir: fitted } = lower(program, data, { summaries });
  const live = liveSummaries(program, new Set([...newData.drawn.keys(), ...newData.set]));
  const again = (drawn: ReadonlySet<string>) =>
    lower(program, newData.data, { priors: true, summaries: takeSummaries(summaries, live), drawn });
  const { ir, diagnostics } = again(new Set(newData.drawn.keys()));
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const isGivenEnough = again(new Set()).diagnostics.every(({ severity }) => severity !== 'error');
    return {
      kind: 'invalid',
      with: 'model',
      diagnostics: isGivenEnough ? errors.map((e) => needsValues(e, newData)) : errors,
    };
  }
  const drawn = withoutUndrawn(ir, newData, data);
  if (drawn.kind === 'invalid') return { ...drawn, with: 'model' };
  const isPredicted = ({ name }: { readonly name: string }) => !newData.set.has(name);
  if (
    !ir.observations.some(isPredicted) &&
    !ir.quantities.some(({ kind }) => kind === 'deterministic' || kind === 'drawn')
  ) {
    const names = [...newData.set].map((name) => `\`${name}\``).join(', ');
    const message =
      newData.set.size === 0
        ? 'nothing is left to predict: no new row meets the condition behind `where` of an `observe`'
        : `nothing is left to predict: what the model observes is set here (${names}); leave out what is to be predicted`;
    const span = values.kind === 'values' ? values.span : { start: 0, end: 0 };
    return { kind: 'invalid', with: 'model', diagnostics: [problem('predict-nothing', message, span)] };
  }
  return { kind: 'ok', newData: { ...newData, drawn: drawn.values }, fitted, ir };
}

/** Whether an error exists only because a datum is drawn instead of given. */
function needsValues(error: Diagnostic, { drawn }: NewData): Diagnostic {
  const names = [...drawn.keys()].map((name) => `\`${name}\``).join(', ');
  const message = `${error.message}; ${names}, of which no values are given here, would have to be drawn: give them too`;
  return { ...error, message };
}

type Drawn =
  | { readonly kind: 'ok'; readonly values: NewData['drawn'] }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Values that no `observe` statement draws are kept in rows of the fit, and missing in others. */
function withoutUndrawn(ir: IrProgram, newData: NewData, before: LoadedData): Drawn {
  const { data, drawn, set } = newData;
  const used = usedByPredictions(ir, set);
  const values = new Map(drawn);
  const diagnostics: Diagnostic[] = [];
  for (const [name, given] of drawn) {
    const array = data.arrays.get(name);
    if (!used.has(name) || array === undefined) continue;
    const undrawn = undrawnPlaces(ir, data, name).filter((place) => Number.isNaN(given[place]));
    if (undrawn.length === 0) continue;
    const old = before.arrays.get(name);
    if (old !== undefined && !isOverNewRows(newData, array.dims) && old.values.length === given.length) {
      const kept = given.slice();
      for (const place of undrawn) kept[place] = old.values[place];
      values.set(name, kept);
      continue;
    }
    const element = elementsOf(array, data)[undrawn[0]];
    const message = `\`${element}\` is needed and not given, and it cannot be drawn, because no \`observe\` says how it is distributed; give the values of \`${name}\` too`;
    diagnostics.push(problem('predict-missing', message, spanOf(ir, name)));
  }
  return diagnostics.length > 0 ? { kind: 'invalid', diagnostics } : { kind: 'ok', values };
}

function spanOf({ observations }: IrProgram, name: string): Diagnostic['span'] {
  return observations.find((o) => o.name === name)?.origin.span ?? { start: 0, end: 0 };
}

/** Names of the parameters whose rows differ from those of the fit. */
export function freshParameters(ir: IrProgram, newData: NewData): ReadonlySet<string> {
  const drawn = new Set(ir.priors.map(({ array }) => array));
  const isFresh = ({ name, kind, array, dims }: Quantity): boolean => {
    // It may depend on what is new.
    if (kind === 'drawn') return true;
    if (drawn.has(array)) return isOverNewRows(newData, dims);
    // Imputed values belong to the rows of their datum, though their own axis has no name.
    const datum = newData.data.arrays.get(name.replace(/_missing$/, ''));
    return datum !== undefined && (newData.replaced.has(datum.name) || isOverNewRows(newData, datum.dims));
  };
  const params = ir.quantities.filter(({ kind }) => kind !== 'deterministic');
  return new Set(params.filter(isFresh).map(({ name }) => name));
}

export function isOverNewRows(
  { newRows }: NewData,
  dims: readonly { readonly name: string | null }[],
): boolean {
  return dims.some((dim) => dim.name !== null && newRows.has(dim.name));
}
