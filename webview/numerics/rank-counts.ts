/** Ranks in bins of equal size, and how far from equal the counts of uniform ranks are. */

/** More bins cannot be read, and bins of fewer ranks vary too much. */
const MOST_BINS = 20;
const RANKS_PER_BIN = 10;

/** The largest number of equal bins of the values 0 … `values` - 1 that leaves enough of `count` ranks in each. */
export function binsFor(values: number, count: number): number {
  const most = Math.max(2, Math.min(MOST_BINS, Math.floor(count / RANKS_PER_BIN)));
  for (let bins = most; bins > 1; bins--) if (values % bins === 0) return bins;
  return 1;
}

export function countRanks(ranks: readonly number[], values: number, bins: number): readonly number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const rank of ranks) counts[Math.floor((rank * bins) / values)]++;
  return counts;
}

/** The least interval of counts of one bin with at most (1 - `level`) / 2 of a uniform rank's binomial beyond each end. */
export function binomialInterval(count: number, bins: number, level: number): readonly [number, number] {
  const p = 1 / bins;
  const tail = (1 - level) / 2;
  if (bins === 1) return [count, count];
  // From the first term on, each from the one before; in logarithms, since the first may be too small.
  let logMass = count * Math.log1p(-p);
  let sum = 0;
  let low: number | null = null;
  for (let k = 0; k <= count; k++) {
    sum += Math.exp(logMass);
    if (low === null && sum > tail) low = k;
    if (sum >= 1 - tail) return [low ?? k, k];
    logMass += Math.log((count - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
  }
  return [low ?? 0, count];
}
