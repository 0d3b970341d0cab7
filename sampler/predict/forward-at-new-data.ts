/** A fitted model compiled with new data, for sampling forward from draws of the fit or of the prior. */
import type { Diagnostic } from '../../grammar/diagnostic.ts';
import { compileForward, type ForwardParam } from '../compile/compile-forward.ts';
import type { Draws } from '../draws/draws.ts';
import { checkNewElements } from './check-new-elements.ts';
import { createForward, type Forward } from './forward-sampler.ts';
import { freshParameters, lowerAtNewData } from './lower-at-new-data.ts';
import type { NewData } from './new-data.ts';
import { type DrawMap, mapDraws } from './posterior-model.ts';
import type { FittedModel, NewValues } from './replaced-data.ts';

type AtNewData =
  | {
      readonly kind: 'ok';
      readonly newData: NewData;
      readonly forward: Forward;
      /** Maps the draws to parameters; null without draws, when every parameter is drawn from its prior. */
      readonly map: DrawMap | null;
    }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/**
 * @param draws of the fit; null for the prior. @param most of an outcome that nothing follows about so many values are
 * drawn; all by default. Never throws on a model or data.
 */
export async function atNewData(
  model: FittedModel,
  values: NewValues,
  draws: Draws | null,
  most = Number.POSITIVE_INFINITY,
): Promise<AtNewData> {
  const { program } = model;
  const lowered = lowerAtNewData(model, values);
  if (lowered.kind === 'invalid') return lowered;
  const { newData, fitted, ir } = lowered;
  const forwardModel = compileForward(ir);
  const options = { set: newData.set, start: startsOf(newData), most };
  if (draws === null) {
    const created = createForward(forwardModel, newData.data, () => true, options);
    return created.kind === 'invalid' ? created : { ...created, newData, map: null };
  }

  const fresh = freshParameters(ir, newData);
  const map = mapDraws(forwardModel, draws, (param) => !fresh.has(param));
  const { given } = map;
  for (const { name, offset } of forwardModel.params) {
    for (const [i, value] of newData.drawn.get(name)?.entries() ?? [])
      if (!Number.isNaN(value)) given[offset + i] = 1;
  }
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
  const isNeeded = ({ offset, size }: ForwardParam) => given.subarray(offset, offset + size).includes(0);
  const created = createForward(forwardModel, newData.data, isNeeded, options);
  return created.kind === 'invalid' ? created : { ...created, newData, map };
}

/** Initial values within the support for drawn data, since labels among them are used as indices. */
function startsOf({ data, drawn }: NewData): ReadonlyMap<string, Float64Array> {
  return new Map(
    [...drawn].map(([name, given]) => {
      const values = data.arrays.get(name)?.values ?? [];
      const value = values.find((v) => !Number.isNaN(v)) ?? 0;
      return [name, given.map((v) => (Number.isNaN(v) ? value : v))];
    }),
  );
}
