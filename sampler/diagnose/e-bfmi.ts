import type { TransitionTally } from '../draws/transition-tally.ts';
import { variance } from '../stats/moments.ts';

/**
 * Estimated Bayesian fraction of missing information of one chain (Betancourt 2016, equation 3): the change of
 * energy by momentum draws relative to its variance. Below 0.3 the tails are explored too slowly. 1 where the energy
 * does not vary.
 */
export function eBfmi(energies: Float64Array): number {
  const n = energies.length;
  let steps = 0;
  for (let i = 1; i < n; i++) steps += (energies[i] - energies[i - 1]) ** 2;
  if (steps === 0) return 1;
  return steps / (n - 1) / variance(energies);
}

/** The same of all transitions of a chain, from their running sums: (n − 1) cancels. */
export function eBfmiOfTally({ energy }: TransitionTally): number {
  return energy.steps === 0 ? 1 : energy.steps / energy.squares;
}
