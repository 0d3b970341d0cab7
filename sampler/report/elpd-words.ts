/** When a difference of elpd tells two models apart. Pure. */
import type { CompareReport } from './loo-report.ts';

/** Differences below this are within the error of the method, whatever their standard error (Sivula et al. 2025). */
export const SMALL_DIFFERENCE = 4;

/** Beyond two standard errors, and no small difference; never of the best itself. */
export function isClearlyWorse({
  elpd_diff: difference,
  se_diff: se,
}: Pick<CompareReport['rows'][number], 'elpd_diff' | 'se_diff'>): boolean {
  return se !== null && -difference >= SMALL_DIFFERENCE && -difference > 2 * se;
}
