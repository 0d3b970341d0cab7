/** The chains and number of draws used in a summary where chains differ in length. */

interface KeptChains {
  /** 0-based, in order. */
  readonly chains: readonly number[];
  readonly drawsPerChain: number;
}

/**
 * All chains if they have equal length. Else a subset, cut to its shortest chain, with the most information: a chain
 * that was killed after three draws does not cut the others to three. The number of chains weighs twice, since only
 * several chains can disagree.
 */
export function keptChains(counts: readonly number[]): KeptChains {
  const longestFirst = counts
    .map((count, chain) => ({ count, chain }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  let best = 0;
  let kept = 0;
  for (const [i, { count }] of longestFirst.entries()) {
    const worth = (i + 1) ** 2 * count;
    if (worth >= best) {
      best = worth;
      kept = i + 1;
    }
  }
  return {
    chains: longestFirst
      .slice(0, kept)
      .map(({ chain }) => chain)
      .sort((a, b) => a - b),
    drawsPerChain: kept === 0 ? 0 : longestFirst[kept - 1].count,
  };
}
