/**
 * Reduces a long series to few points that draw the same line: the lowest and highest value of each stretch, in order.
 */
interface Points {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

export function decimate(series: Float64Array, stretches: number): Points {
  const n = series.length;
  if (n <= 2 * stretches) {
    return { x: Array.from({ length: n }, (_, i) => i), y: Array.from(series) };
  }
  const x: number[] = [];
  const y: number[] = [];
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * n) / stretches);
    const to = Math.floor(((s + 1) * n) / stretches);
    let low = from;
    let high = from;
    for (let i = from + 1; i < to; i++) {
      if (series[i] < series[low]) low = i;
      if (series[i] > series[high]) high = i;
    }
    for (const i of low < high ? [low, high] : low > high ? [high, low] : [low]) {
      x.push(i);
      y.push(series[i]);
    }
  }
  return { x, y };
}
