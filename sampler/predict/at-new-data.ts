/** A fitted model lowered again with new data, ready to be walked from the draws of the fit or of the prior. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { compileForward } from '../compile/compile-forward.ts';
import { lower } from '../compile/lower/lower.ts';
import { recordSummaries, takeSummaries } from '../compile/lower/summaries.ts';
import type { Draws } from '../infer/draws.ts';
import { createForward, type Forward } from './forward.ts';
import { frozenLets } from './frozen-lets.ts';
import { loadNewData, type NewData } from './new-data.ts';
import { checkNewElements } from './new-elements.ts';
import { type DrawMap, mapDraws } from './posterior-model.ts';
import type { FittedModel, NewValues } from './replaced-data.ts';

export type AtNewData =
  | {
      readonly kind: 'ok';
      readonly newData: NewData;
      readonly forward: Forward;
      /** How the draws enter; null without them: every parameter is drawn from its prior. */
      readonly map: DrawMap | null;
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** @param draws of the fit; null for the prior. Never throws on a model or data. */
export async function atNewData(
  model: FittedModel,
  values: NewValues,
  draws: Draws | null,
): Promise<AtNewData> {
  const { program, data } = model;
  const loaded = loadNewData(model, values);
  if (loaded.kind === 'invalid') return loaded;
  const { newData } = loaded;

  const fitted = recordSummaries(newData.newRows, frozenLets(program, newData));
  const before = lower(program, data, { summaries: fitted });
  const summaries = takeSummaries(fitted);
  const { ir, diagnostics } = lower(program, newData.data, { priors: true, summaries });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return { kind: 'invalid', diagnostics: errors };
  const forwardModel = await compileForward(ir);
  if (draws === null) {
    const created = createForward(forwardModel, newData.data, () => true);
    return created.kind === 'invalid' ? created : { ...created, newData, map: null };
  }

  const fresh = new Set(
    forwardModel.params
      .filter((param) => {
        if (param.prior !== null) return isOverNewRows(newData, param.dims);
        // Imputed values belong to the rows of their datum, though their own axis has no name.
        const datum = newData.data.arrays.get(param.name.replace(/_missing$/, ''));
        return (
          datum !== undefined && (newData.replaced.has(datum.name) || isOverNewRows(newData, datum.dims))
        );
      })
      .map((param) => param.name),
  );
  const map = mapDraws(forwardModel, draws, (param) => !fresh.has(param));
  const { given } = map;
  const obstacles = checkNewElements(program, newData, { fitted: before.ir, model: forwardModel, given });
  if (obstacles.length > 0) return { kind: 'invalid', diagnostics: obstacles };
  const created = createForward(forwardModel, newData.data, ({ offset, size }) =>
    given.subarray(offset, offset + size).includes(0),
  );
  return created.kind === 'invalid' ? created : { ...created, newData, map };
}

export function isOverNewRows(
  { newRows }: NewData,
  dims: readonly { readonly name: string | null }[],
): boolean {
  return dims.some((dim) => dim.name !== null && newRows.has(dim.name));
}
