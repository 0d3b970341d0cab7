/** Counts in bins of equal width. */
interface Histogram {
  readonly from: number;
  readonly width: number;
  readonly counts: Float64Array;
}

export function histogram(values: ArrayLike<number>, from: number, to: number, bins: number): Histogram {
  const width = (to - from) / bins;
  const counts = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((values[i] - from) / width));
    if (bin >= 0) counts[bin]++;
  }
  return { from, width, counts };
}
