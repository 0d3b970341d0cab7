/** A fitted model lowered again with new data, ready to be walked from the draws of the fit or of the prior. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { compileForward } from '../compile/compile-forward.ts';
import type { Draws } from '../draws/draws.ts';
import { createForward, type Forward } from './forward.ts';
import { freshParameters, lowerAtNewData } from './lower-at-new-data.ts';
import type { NewData } from './new-data.ts';
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
  const { program } = model;
  const lowered = lowerAtNewData(model, values);
  if (lowered.kind === 'invalid') return lowered;
  const { newData, fitted, ir } = lowered;
  const forwardModel = await compileForward(ir);
  if (draws === null) {
    const created = createForward(forwardModel, newData.data, () => true);
    return created.kind === 'invalid' ? created : { ...created, newData, map: null };
  }

  const fresh = freshParameters(ir, newData);
  const map = mapDraws(forwardModel, draws, (param) => !fresh.has(param));
  const { given } = map;
  const offsets = new Map(forwardModel.params.map((param) => [param.name, param]));
  const obstacles = checkNewElements(program, newData, {
    fitted,
    ir,
    isNew: ({ name }) => {
      const param = offsets.get(name);
      return param !== undefined && given.subarray(param.offset, param.offset + param.size).includes(0);
    },
  });
  if (obstacles.length > 0) return { kind: 'invalid', diagnostics: obstacles };
  const created = createForward(forwardModel, newData.data, ({ offset, size }) =>
    given.subarray(offset, offset + size).includes(0),
  );
  return created.kind === 'invalid' ? created : { ...created, newData, map };
}
