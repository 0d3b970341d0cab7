/**
 * Gaussian kernel density on a grid. Draws are binned first, so the cost depends on the grid; the bandwidth is
 * Silverman's, with the smaller of standard deviation and scaled interquartile range. Edges of the density (a scale
 * at 0) are preserved.
 */

import { sorted } from '../../sampler/stats/argsort.ts';
import { sd } from '../../sampler/stats/moments.ts';
import { quantileOfSorted } from '../../sampler/stats/quantile.ts';

interface Curve {
  readonly x: Float64Array;
  /** Integrates to 1 over the grid. */
  readonly y: Float64Array;
}

const GRID = 160;
/** An end of the draws is an edge if the density there is more than this share of its peak. */
const HARD_EDGE = 0.12;
/** With fewer draws every tail looks like an edge. */
const ENOUGH_FOR_EDGES = 200;

interface KdeOptions {
  /** Ends of the grid; the ends of the draws where not given. */
  readonly from?: number;
  readonly to?: number;
}

/** Null where the draws do not vary or are not finite. */
export function kde(values: ArrayLike<number>, options: KdeOptions = {}): Curve | null {
  const ordered = sorted(values);
  const n = ordered.length;
  const low = ordered[0];
  const high = ordered[n - 1];
  // NaN sorts to the end.
  if (n < 2 || !Number.isFinite(low) || !Number.isFinite(high) || high <= low) return null;
  const bandwidth = bandwidthOf(ordered);
  const from = options.from ?? low;
  const to = options.to ?? high;
  const step = (to - from) / (GRID - 1);
  if (!(step > 0)) return null;
  const weights = bin(ordered, from, step);
  const reach = Math.max(1, Math.ceil((4 * bandwidth) / step));
  const kernel = Float64Array.from({ length: reach + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i * step) / bandwidth) ** 2),
  );
  // Positions of the draws' ends on the grid. At an edge, such as the lower bound of a scale, mass beyond it is
  // folded back; other ends may extend.
  const first = (low - from) / step;
  const last = (high - from) / step;
  const spread = smooth(weights, kernel);
  const peak = spread.values.reduce((most, value) => Math.max(most, value), 0);
  const edges = n >= ENOUGH_FOR_EDGES;
  const foldFirst = edges && spread.at(first) > HARD_EDGE * peak;
  const foldLast = edges && spread.at(last) > HARD_EDGE * peak;
  const y = Float64Array.from({ length: GRID }, (_, i) => {
    if ((foldFirst && i < first - 0.5) || (foldLast && i > last + 0.5)) return 0;
    return (
      spread.at(i) + (foldFirst ? spread.at(2 * first - i) : 0) + (foldLast ? spread.at(2 * last - i) : 0)
    );
  });
  let area = 0;
  for (let i = 0; i < GRID; i++) area += y[i] * step;
  return {
    x: Float64Array.from({ length: GRID }, (_, i) => from + i * step),
    y: area > 0 ? y.map((value) => value / area) : y,
  };
}

/** The weights convolved with the kernel, also beyond the grid; linear between grid points. */
function smooth(weights: Float64Array, kernel: Float64Array) {
  const reach = kernel.length - 1;
  const values = new Float64Array(GRID + 2 * reach);
  for (let i = 0; i < GRID; i++) {
    if (weights[i] === 0) continue;
    for (let j = -reach; j <= reach; j++) values[i + reach + j] += weights[i] * kernel[Math.abs(j)];
  }
  return {
    values,
    at(position: number): number {
      const place = position + reach;
      const low = Math.floor(place);
      if (low < 0 || low >= values.length - 1) return 0;
      return values[low] + (place - low) * (values[low + 1] - values[low]);
    },
  };
}

function bandwidthOf(ordered: Float64Array): number {
  const n = ordered.length;
  const range = (quantileOfSorted(ordered, 0.75) - quantileOfSorted(ordered, 0.25)) / 1.34;
  const spread = sd(ordered);
  const scale = range > 0 ? Math.min(spread, range) : spread;
  return 0.9 * scale * n ** -0.2;
}

/** Each draw shared by its two neighbours on the grid; draws outside it are left out. */
function bin(ordered: Float64Array, from: number, step: number): Float64Array {
  const weights = new Float64Array(GRID);
  for (const value of ordered) {
    const at = (value - from) / step;
    const low = Math.floor(at);
    if (low < 0 || low > GRID - 1) continue;
    const share = at - low;
    weights[low] += 1 - share;
    if (low + 1 < GRID) weights[low + 1] += share;
  }
  return weights;
}
