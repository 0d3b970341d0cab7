/** Whether the tolerances of differential equations are tight enough for the draws of a run, made now or kept. */
import type { IrProgram } from '../../grammar/ir.ts';
import { compile } from '../compile/compile.ts';
import { instantiate } from '../compile/instantiate.ts';
import type { Draws } from '../draws/draws.ts';
import { unconstrainedDraws } from '../model/unconstrained-draws.ts';
import { isDifferentialEquation, type SolverTolerance, solverTolerance } from './solver-tolerance.ts';

/** Draws evaluated, at most. */
const MOST = 8;

/** Null without a differential equation, or without draws. */
export function solverOfDraws(ir: IrProgram, draws: Draws): SolverTolerance | null {
  if (!ir.statements.some(isDifferentialEquation)) return null;
  const model = compile(ir);
  const instance = instantiate(model, new WebAssembly.Module(Uint8Array.from(model.wasm)));
  const { names, values, chains, drawsPerChain } = draws;
  const count = chains * drawsPerChain;
  // In the middle of equal parts, so that all chains count.
  const chosen = Array.from({ length: Math.min(MOST, count) }, (_, i) =>
    Math.floor(((i + 0.5) * count) / Math.min(MOST, count)),
  );
  const positions = chosen.flatMap((draw) => {
    const own = values.subarray(draw * names.length, (draw + 1) * names.length);
    const one = unconstrainedDraws(ir, model, instance, {
      ...draws,
      chains: 1,
      drawsPerChain: 1,
      values: own,
    });
    return one.kind === 'ok' ? one.positions : [];
  });
  return solverTolerance(ir, positions);
}
