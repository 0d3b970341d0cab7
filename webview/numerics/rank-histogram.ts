/**
 * Ranks of each chain's draws among the draws of all chains, counted in bins (Vehtari et al. 2021, section
 * 4.3): flat where the chains agree. Equal draws get the mean of their ranks.
 */
export function rankHistogram(values: Float64Array, chains: number, bins: number): readonly Uint32Array[] {
  const n = values.length;
  const length = n / chains;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const counts = Array.from({ length: chains }, () => new Uint32Array(bins));
  for (let i = 0; i < n; ) {
    let j = i + 1;
    while (j < n && values[order[j]] === values[order[i]]) j++;
    // 0-based ranks i … j − 1.
    const rank = (i + j - 1) / 2;
    const bin = Math.min(bins - 1, Math.floor(((rank + 0.5) / n) * bins));
    for (; i < j; i++) counts[Math.floor(order[i] / length)][bin]++;
  }
  return counts;
}
