/** The rank of each true value among posterior draws that are thinned until they are nearly independent. */
import type { Draws } from '../draws/draws.ts';
import type { Random } from '../random.ts';

interface Ranks {
  readonly ranks: Readonly<Record<string, number>>;
  /** Elements all of whose draws equal the true value. */
  readonly tied: readonly string[];
}

/** Evenly spaced draws, at most `most` of them. */
export function thinnedDraws({ chains, drawsPerChain }: Draws, most: number): readonly number[] {
  const all = chains * drawsPerChain;
  const count = Math.min(all, most);
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * all) / count) - 1);
}

/** The number of values below; where some are equal, a random one of the ranks that they leave open. */
export function rankAmong(
  values: readonly number[],
  truth: number,
  random: Random,
): { readonly rank: number; readonly isTied: boolean } {
  let below = 0;
  let equal = 0;
  for (const value of values) {
    if (value < truth) below++;
    else if (value === truth) equal++;
  }
  // A number is taken in any case, so that later ranks do not depend on ties.
  const share = random.next();
  return { rank: below + Math.floor(share * (equal + 1)), isTied: equal === values.length };
}

/** Of every element that has both draws and a true value. */
export function ranksOf(
  draws: Draws,
  truth: ReadonlyMap<string, number>,
  chosen: readonly number[],
  random: Random,
): Ranks {
  const ranks: Record<string, number> = {};
  const tied: string[] = [];
  const width = draws.names.length;
  for (const [k, name] of draws.names.entries()) {
    const value = truth.get(name);
    if (value === undefined) continue;
    const values = chosen.map((draw) => draws.values[draw * width + k]);
    const { rank, isTied } = rankAmong(values, value, random);
    ranks[name] = rank;
    if (isTied) tied.push(name);
  }
  return { ranks, tied };
}
