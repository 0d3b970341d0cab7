import type { IrProgram } from '../../../grammar/ir.ts';
import { createDependsOn } from '../../compile/compile-forward.ts';

/** Without the discrete unknowns that are summed out, and what depends on their draws: a mode has no value of them. */
export function withoutDrawn(posterior: IrProgram): IrProgram {
  const left = new Set(drawnQuantities(posterior));
  return { ...posterior, quantities: posterior.quantities.filter(({ name }) => !left.has(name)) };
}

/** Names of the quantities that are draws at each position of the others. */
export function drawnQuantities(posterior: IrProgram): readonly string[] {
  const discrete = new Set(
    posterior.quantities.filter(({ kind }) => kind === 'discrete').map(({ name }) => name),
  );
  if (discrete.size === 0) return [];
  const dependsOn = createDependsOn(posterior);
  return posterior.quantities
    .filter(({ array }) => [...dependsOn(array)].some((name) => discrete.has(name)))
    .map(({ name }) => name);
}
