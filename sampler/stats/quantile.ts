/**
 * Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the
 * default of R and NumPy). `sorted` ascending, `probability` in [0, 1]; NaN of nothing.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) return Number.NaN;
  const index = (sorted.length - 1) * probability;
  const low = Math.floor(index);
  const high = Math.ceil(index);
  const below = sorted[low];
  if (index === low || sorted[high] === below) return below;
  const share = index - low;
  return (1 - share) * below + share * sorted[high];
}

export function quantile(values: Float64Array, probability: number): number {
  return quantileOfSorted(values.slice().sort(), probability);
}

/** Middle value, or the mean of the two middle ones. */
export function medianOfSorted(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
