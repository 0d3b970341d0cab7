/**
 * Highest-density interval of one mode: the narrowest interval between order statistics that holds
 * `mass` of the draws, the first of several (as ArviZ). `sorted` ascending, not empty.
 */
export function hdiOfSorted(sorted: Float64Array, mass: number): readonly [low: number, high: number] {
  const n = sorted.length;
  const span = Math.min(Math.floor(mass * n), n - 1);
  let best = 0;
  let width = Number.POSITIVE_INFINITY;
  for (let i = 0; i + span < n; i++) {
    const candidate = sorted[i + span] - sorted[i];
    if (candidate < width) {
      width = candidate;
      best = i;
    }
  }
  return [sorted[best], sorted[best + span]];
}

export function hdi(values: Float64Array, mass: number): readonly [low: number, high: number] {
  return hdiOfSorted(values.slice().sort(), mass);
}
