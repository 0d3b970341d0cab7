/** Draws from the priors as unconstrained positions, from where another mode may be reached. */
import type { LoadedData } from '../../grammar/data.ts';
import type { IrProgram } from '../../grammar/ir.ts';
import type { Program } from '../../grammar/syntax/ast.ts';
import type { CompiledModel } from '../compile/compiled-model.ts';
import { instantiate } from '../compile/instantiate.ts';
import { place, placesOf } from '../model/place-values.ts';

/** Values of parameters by their names. */
type PriorDraw = Readonly<Record<string, readonly number[]>>;

/**
 * Draws all parameters from their priors; none where a prior is improper. Callers pass it, since prediction is a
 * room above this one.
 */
export type DrawPriors = (
  program: Program,
  data: LoadedData,
  request: { readonly draws: number; readonly seed: number },
) => Promise<readonly PriorDraw[]>;

/** Coordinates that no prior draws, as those of imputed data, are NaN; draws beyond what numbers hold are left out. */
export function priorPositions(
  ir: IrProgram,
  model: CompiledModel,
  module: WebAssembly.Module,
  draws: readonly PriorDraw[],
): readonly Float64Array[] {
  if (draws.length === 0) return [];
  const instance = instantiate(model, module);
  const places = placesOf(ir);
  return draws.flatMap((values) => {
    const position = new Float64Array(model.dimension);
    const drawn = places.filter(({ quantity }) => Object.hasOwn(values, quantity.name));
    if (place(instance, model, position, drawn, values) !== null) return [];
    const known = new Set(drawn);
    for (const other of places)
      if (!known.has(other)) position.fill(Number.NaN, other.offset, other.offset + other.freeSize);
    return [position];
  });
}
