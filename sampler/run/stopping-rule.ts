/** `draws = enough`: the number of draws after the next round, or none. */

import type { Diagnostics, Reason } from '../report/sample-report.ts';
import { MIN_ESS_PER_CHAIN } from '../stats/diagnostic-limits.ts';

/** Draws per chain of the first round, and the least that a round adds. */
export const BLOCK = 1000;

/** What more draws can cure; a divergence stays however many draws follow. */
const curable: ReadonlySet<Reason['code']> = new Set([
  'r-hat',
  'ess-bulk',
  'ess-tail',
  // Chains that move slowly need more draws.
  'heavy-tail',
  'coefficient-scale',
  'redundant-intercept',
]);

/**
 * Draws per chain after the next round: as the smallest effective sample size requires, plus a tenth, at most
 * four times as many as there are; null where the diagnostics pass, where more draws would not cure what
 * fails, or where the limit is reached.
 */
export function nextDraws(diagnostics: Diagnostics, draws: number, maxDraws: number): number | null {
  if (diagnostics.pass || draws >= maxDraws) return null;
  if (diagnostics.reasons.some(({ code }) => !curable.has(code))) return null;
  const wanted = (1.1 * draws * MIN_ESS_PER_CHAIN) / diagnostics.min_ess_per_chain;
  const bounded = Number.isFinite(wanted) ? Math.min(wanted, 4 * draws) : 2 * draws;
  return Math.min(maxDraws, Math.max(draws + BLOCK, Math.ceil(bounded / 100) * 100));
}
