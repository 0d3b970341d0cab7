/** Judges the fit of a run; loaded once a run is whole. */
import type { JudgeFit } from '../../run/judge-fit.ts';

export const judgeFit: JudgeFit = async (run, shouldStop) =>
  (await import('../../predict/fit/fit-of-draws.ts')).fitOfDraws(run, shouldStop);
