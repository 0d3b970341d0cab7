/** The draws of a run as positions of inference, and back. */
import type { IrProgram } from '../../grammar/ir.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import { elementNames } from '../compile/element-names.ts';
import type { ModelInstance } from '../compile/model-instance.ts';
import type { Draws } from '../draws/draws.ts';
import { noDrawsOf } from './no-draws.ts';
import { place, placesOf } from './place-values.ts';

type UnconstrainedDraws =
  | { readonly kind: 'ok'; readonly positions: readonly Float64Array[] }
  /** A parameter without draws, or a value on the bound of its support. */
  | { readonly kind: 'problem'; readonly message: string };

/** Chain by chain, in the order of the draws. */
export function unconstrainedDraws(
  ir: IrProgram,
  model: CompiledModel,
  instance: ModelInstance,
  { names, values, chains, drawsPerChain }: Draws,
): UnconstrainedDraws {
  const columns = new Map(names.map((name, k) => [name, k]));
  const places = placesOf(ir);
  const from = new Map(
    places.map(({ quantity }) => [
      quantity.name,
      elementNames(quantity).map((name) => ({ name, column: columns.get(name) })),
    ]),
  );
  for (const { name, column } of [...from.values()].flat()) {
    if (column === undefined)
      return {
        kind: 'problem',
        message: noDrawsOf(name),
      };
  }
  const positions: Float64Array[] = [];
  for (let draw = 0; draw < chains * drawsPerChain; draw++) {
    const first = draw * names.length;
    const own = Object.fromEntries(
      [...from].map(([name, elements]) => [
        name,
        elements.map(({ column }) => (column === undefined ? Number.NaN : values[first + column])),
      ]),
    );
    const position = new Float64Array(model.dimension);
    const outside = place(instance, model, position, places, own);
    if (outside !== null) return { kind: 'problem', message: `draw ${draw + 1}: ${outside.message}` };
    positions.push(position);
  }
  return { kind: 'ok', positions };
}

/** The quantities at positions, chain by chain. */
export function constrainedDraws(
  model: CompiledModel,
  instance: ModelInstance,
  positions: readonly Float64Array[],
  chains: number,
): Draws {
  const { names } = model;
  const values = new Float64Array(positions.length * names.length);
  for (const [draw, position] of positions.entries())
    instance.constrain(position, values.subarray(draw * names.length, (draw + 1) * names.length));
  return { names, chains, drawsPerChain: positions.length / chains, values };
}
