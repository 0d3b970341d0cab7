/** A fitted model lowered again with new data, and which of its elements the fit has no draws of. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import type { IrProgram, Quantity } from '../../grammar/ir.ts';
import { recordSummaries, takeSummaries } from '../compile/lower/data-summaries.ts';
import { lower } from '../compile/lower/lower.ts';
import { frozenLets } from './frozen-lets.ts';
import { loadNewData, type NewData } from './new-data.ts';
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
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Never throws on a model or data. */
export function lowerAtNewData(model: FittedModel, values: NewValues): LoweredAtNewData {
  const { program, data } = model;
  const loaded = loadNewData(model, values);
  if (loaded.kind === 'invalid') return loaded;
  const { newData } = loaded;
  const summaries = recordSummaries(newData.newRows, frozenLets(program, newData));
  const { ir: fitted } = lower(program, data, { summaries });
  const { ir, diagnostics } = lower(program, newData.data, {
    priors: true,
    summaries: takeSummaries(summaries),
  });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  return errors.length > 0 ? { kind: 'invalid', diagnostics: errors } : { kind: 'ok', newData, fitted, ir };
}

/** Names of the parameters whose rows are others than those of the fit. */
export function freshParameters(ir: IrProgram, newData: NewData): ReadonlySet<string> {
  const drawn = new Set(ir.priors.map(({ array }) => array));
  const isFresh = ({ name, array, dims }: Quantity): boolean => {
    if (drawn.has(array)) return isOverNewRows(newData, dims);
    // Imputed values belong to the rows of their datum, though their own axis has no name.
    const datum = newData.data.arrays.get(name.replace(/_missing$/, ''));
    return datum !== undefined && (newData.replaced.has(datum.name) || isOverNewRows(newData, datum.dims));
  };
  const params = ir.quantities.filter(({ kind }) => kind === 'param');
  return new Set(params.filter(isFresh).map(({ name }) => name));
}

export function isOverNewRows(
  { newRows }: NewData,
  dims: readonly { readonly name: string | null }[],
): boolean {
  return dims.some((dim) => dim.name !== null && newRows.has(dim.name));
}
