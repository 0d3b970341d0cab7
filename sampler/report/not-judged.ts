/** Diagnostics that draws of another program come without the statistics for, in words. */
import type { NotJudged } from './sample-report.ts';

export const notJudgedWords: Readonly<Record<NotJudged, string>> = {
  divergences: 'divergences',
  max_treedepth_hits: 'trajectories cut short',
  e_bfmi: 'E-BFMI',
};
