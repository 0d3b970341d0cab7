/** Locations of modes, by the parameters that distinguish them. */
import type { Draws } from '../draws/draws.ts';
import { mean, variance } from '../stats/moments.ts';
import { MOST_NAMES } from './reason.ts';
import { quantityDraws } from './summary.ts';

/** Means in each mode of the elements that differ most, in that order. */
export function placesOfModes(
  modes: readonly Draws[],
  isParameter: (name: string) => boolean,
): readonly Readonly<Record<string, number>>[] {
  const all = modes[0].names.flatMap((name, k) => {
    if (!isParameter(name)) return [];
    const values = modes.map((draws) => quantityDraws(draws, k));
    const means = values.map((own) => mean(own));
    const within = mean(Float64Array.from(values, (own) => variance(own)));
    const distance = (Math.max(...means) - Math.min(...means)) / Math.sqrt(within);
    return distance > 0 ? [{ name, means, distance }] : [];
  });
  const furthest = all
    .toSorted((a, b) => b.distance - a.distance)
    .slice(0, MOST_NAMES)
    // Smaller distances do not distinguish the modes.
    .filter(({ distance }, i) => i === 0 || distance > 2);
  return modes.map((_, mode) => Object.fromEntries(furthest.map(({ name, means }) => [name, means[mode]])));
}
