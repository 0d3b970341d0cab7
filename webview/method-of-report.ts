/** Whether a report's draws come from NUTS, a random walk, an approximation or another program. */
import { methods } from '../grammar/methods/index.ts';
import type { SampleReport, SampleSettings } from '../sampler/report/sample-report.ts';

/** One chain of independent draws of an approximation, about which a sampler's numbers say nothing. */
export function isApproximation({ diagnostics }: SampleReport): boolean {
  return diagnostics.reasons.some(({ code }) => code === 'approximation');
}

/** Draws of another program, without their model. */
export function isOutside({ not_judged }: SampleReport): boolean {
  return not_judged !== undefined;
}

/** A chain without trajectories: it cannot diverge, has no energy and no tree. */
export function isRandomWalk({ method = 'nuts' }: SampleSettings): boolean {
  return !methods[method].has.trajectories;
}
