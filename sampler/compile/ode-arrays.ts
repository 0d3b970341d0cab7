/** The working memory of a differential equation. */
import type { ArrayId, OdeSystem } from '../../grammar/ir.ts';

export function workingArraysOf(system: OdeSystem): readonly ArrayId[] {
  const { time, args, state, slope, scale, work, doses, stiff } = system;
  return [
    ...[time, args, state, slope, scale, work],
    ...(doses === null ? [] : [doses.jumps]),
    ...(stiff === null ? [] : [stiff.ask, stiff.jacobian, stiff.direction]),
  ];
}
