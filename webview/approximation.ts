import type { SampleReport } from '../sampler/report.ts';

/** Of ADVI, Pathfinder or Laplace: one chain of independent draws, about which a sampler's numbers say nothing. */
export function isApproximation({ diagnostics }: SampleReport): boolean {
  return diagnostics.reasons.some(({ code }) => code === 'approximation');
}
