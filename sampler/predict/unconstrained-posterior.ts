/** The draws of a run on the unconstrained scale, with the density that they are drawn from. */
import type { IrProgram } from '../../grammar/ir.ts';
import { compile } from '../compile/compile.ts';
import { instantiate } from '../compile/instantiate.ts';
import type { Draws } from '../draws/draws.ts';
import { constrainedDraws, unconstrainedDraws } from './unconstrained-draws.ts';

interface UnconstrainedPosterior {
  /** Chain by chain. */
  readonly positions: readonly Float64Array[];
  readonly logDensities: Float64Array;
  logDensity(positions: readonly Float64Array[]): Float64Array;
  /** The quantities at any positions. */
  draws(positions: readonly Float64Array[]): Draws;
}

type Result =
  | { readonly kind: 'ok'; readonly posterior: UnconstrainedPosterior }
  | { readonly kind: 'problem'; readonly message: string };

export function unconstrainedPosterior(ir: IrProgram, draws: Draws): Result {
  const discrete = ir.quantities.find(({ kind }) => kind === 'discrete');
  if (discrete !== undefined)
    return {
      kind: 'problem',
      message: `the model has the discrete unknown \`${discrete.name}\`: expected continuous unknowns alone, for draws are moved along their coordinates`,
    };
  if (ir.dimension === 0) return { kind: 'problem', message: 'the model has no unknowns to be moved' };
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  const placed = unconstrainedDraws(ir, model, instance, draws);
  if (placed.kind === 'problem') return placed;
  const { density } = instance;
  const state = density.newState();
  const logDensity = (positions: readonly Float64Array[]) =>
    Float64Array.from(positions, (position) => {
      state.position.set(position);
      density.evaluate(state);
      return state.logDensity;
    });
  const { positions } = placed;
  return {
    kind: 'ok',
    posterior: {
      positions,
      logDensities: logDensity(positions),
      logDensity,
      draws: (at) => constrainedDraws(model, instance, at, at.length % draws.chains === 0 ? draws.chains : 1),
    },
  };
}
