/** The working memory of a solver. */
import type { ArrayId, SolverSystem } from '../../grammar/ir.ts';

export function workingArraysOf(system: SolverSystem): readonly ArrayId[] {
  const { time, args, state, slope, scale, work, doses, method } = system;
  return [
    ...[time, args, state, slope, scale, work],
    ...(doses === null ? [] : [doses.jumps]),
    ...('ask' in method ? [method.ask, method.jacobian] : []),
    ...('direction' in method ? [method.direction] : []),
  ];
}
