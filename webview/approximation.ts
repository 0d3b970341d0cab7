/** Reports whose draws are not of NUTS: what holds of a Hamiltonian sampler does not hold of them. */
import type { SampleReport, SampleSettings } from '../sampler/report/sample-report.ts';

/** Of ADVI, Pathfinder or Laplace: one chain of independent draws, about which a sampler's numbers say nothing. */
export function isApproximation({ diagnostics }: SampleReport): boolean {
  return diagnostics.reasons.some(({ code }) => code === 'approximation');
}

/** Metropolis has no trajectory: it cannot diverge, has no energy and no tree. */
export function isRandomWalk({ method }: SampleSettings): boolean {
  return method === 'metropolis';
}
