/**
 * Split-conformal intervals (Papadopoulos et al. 2002; Lei et al. 2018): residuals of rows that a fit did not see, over
 * the spread that the family gives each, say how far new ones lie.
 */
import type { Family } from './families.ts';

/**
 * The ⌈(n + 1)(1 − α)⌉th smallest score of n: an exchangeable new score is at most this with probability
 * ⌈(n + 1)(1 − α)⌉ / (n + 1). Infinite where n is too small for the level.
 */
export function conformalBound(scores: Float64Array, level: number): number {
  // Rounding of the product must not count one more.
  const rank = Math.ceil((scores.length + 1) * level - 1e-9);
  return rank > scores.length ? Number.POSITIVE_INFINITY : scores.slice().sort()[rank - 1];
}

/** Fewest rows with a finite bound. */
export function fewestForLevel(level: number): number {
  let rows = 1;
  while (Math.ceil((rows + 1) * level - 1e-9) > rows) rows++;
  return rows;
}

/** Distance of an outcome from its mean, in spreads. @param mean of one trial */
export function conformalScore(y: number, mean: number, trials: number, family: Family): number {
  return Math.abs(y - trials * mean) / spreadAt(mean, trials, family);
}

/** @returns the ends, without what no outcome can be. @param mean of one trial */
export function conformalInterval(
  mean: number,
  trials: number,
  bound: number,
  family: Family,
): readonly [low: number, high: number] {
  const reach = bound * spreadAt(mean, trials, family);
  const [low, high] = [trials * mean - reach, trials * mean + reach];
  switch (family.name) {
    case 'normal':
      return [low, high];
    case 'binomial':
      return [Math.max(0, low), Math.min(trials, high)];
    case 'poisson':
      return [Math.max(0, low), high];
  }
}

function spreadAt(mean: number, trials: number, family: Family): number {
  return Math.max(Math.sqrt(trials * family.variance(mean)), 1e-12);
}
