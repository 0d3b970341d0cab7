import type { Node } from './node-pool.ts';

/**
 * The generalised U-turn criterion (Betancourt 2017, appendix A.4.2) on the stretch of a trajectory
 * from `early` to `late`, both included: true when the velocity at either end no longer points along
 * the sum of the momenta in between. The sum is a difference of the nodes' running sums.
 */
export function turning(early: Node, late: Node, inverseMass: Float64Array): boolean {
  const earlyMomentum = early.state.momentum;
  const lateMomentum = late.state.momentum;
  const earlySum = early.momentumSum;
  const lateSum = late.momentumSum;
  let atEarly = 0;
  let atLate = 0;
  for (let i = 0; i < inverseMass.length; i++) {
    const p = earlyMomentum[i];
    const velocitySum = inverseMass[i] * (lateSum[i] - earlySum[i] + p);
    atEarly += p * velocitySum;
    atLate += lateMomentum[i] * velocitySum;
  }
  // Negated so that a NaN counts as turning.
  return !(atEarly > 0 && atLate > 0);
}
