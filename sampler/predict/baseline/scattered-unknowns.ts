/** Points of the unknowns around the middle of the unconstrained scale, as draws. */
import type { Diagnostic } from '../../../grammar/diagnostic.ts';
import { instantiate } from '../../compile/instantiate.ts';
import type { Draws } from '../../draws/draws.ts';
import type { CheckedModel } from '../../model/check-model.ts';
import { prepare } from '../../model/compile-model.ts';
import { createRandom } from '../../random.ts';

type Scattered =
  | { readonly kind: 'ok'; readonly draws: Draws }
  | { readonly kind: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** Distances from 0, one for each point: further ones distinguish more, nearer ones stay finite with large predictors. */
const REACHES = [1, 0.5, 0.1, 0.02, 0.004, 0.0008].flatMap((reach) => [reach, reach, reach, reach]);
const SEED = 1;

export async function scatteredUnknowns(checked: CheckedModel): Promise<Scattered> {
  const prepared = await prepare(checked, 'fit');
  if (prepared.kind === 'invalid') return prepared;
  const { model, module } = prepared;
  const { constrain } = instantiate(model, module);
  const random = createRandom(SEED);
  const width = model.names.length;
  const values = new Float64Array(REACHES.length * width);
  const position = new Float64Array(model.dimension);
  for (const [k, reach] of REACHES.entries()) {
    for (let i = 0; i < position.length; i++) position[i] = reach * (2 * random.next() - 1);
    constrain(position, values.subarray(k * width, (k + 1) * width));
  }
  return { kind: 'ok', draws: { names: model.names, chains: 1, drawsPerChain: REACHES.length, values } };
}
